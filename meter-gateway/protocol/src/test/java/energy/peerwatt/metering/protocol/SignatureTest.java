package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import energy.peerwatt.metering.protocol.BlockResult.Refused;
import energy.peerwatt.metering.protocol.BlockResult.Verified;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys and their signatures, against the JDK's implementation and published weaknesses. */
class SignatureTest {

    private static final Provider JDK = Security.getProvider("SunEC");
    private static final String ED25519_PREFIX = "302a300506032b6570032100";

    /** Order of the Ed25519 base point, RFC 8032 section 5.1. */
    private static final BigInteger ED25519_ORDER =
            BigInteger.ONE
                    .shiftLeft(252)
                    .add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final byte[] content = {1, 2, 3};
    private final Ed25519SigningKey ed25519 = Ed25519SigningKey.generate(new SecureRandom());
    private final KeyPair p256 = newPair("EC");
    private final SigningKey es256 = Es256SigningKey.of(p256.getPrivate(), p256.getPublic(), JDK);
    private final ReadingBlock block = BlockSamples.small("gw-1");

    @Test
    void bothKindsVerifyBlocksThatTheySigned() {
        for (SigningKey key : List.of(ed25519, es256)) {
            BlockSigner signer = new BlockSigner("gw-1", key);

            BlockResult result =
                    BlockSamples.trusting(signer.identity())
                            .verify(BlockSamples.sign(signer, block));

            assertThat(result).isInstanceOf(Verified.class);
            assertThat(((Verified) result).keyId()).isEqualTo(key.verificationKey().id());
        }
    }

    @Test
    void theJdkVerifiesWhatWeSignAndTheOtherWayRound() throws GeneralSecurityException {
        KeyPair pair = newPair("Ed25519");
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initSign(pair.getPrivate());
        jdk.update(content);
        byte[] byJdk = jdk.sign();
        SigningKey same = Ed25519SigningKey.ofPkcs8(pair.getPrivate().getEncoded());

        assertThat(same.sign(content)).isEqualTo(byJdk);
        assertThat(same.verificationKey().encoded()).isEqualTo(pair.getPublic().getEncoded());
        assertThat(same.verificationKey().hasSigned(content, byJdk)).isTrue();
        Signature es = Signature.getInstance("SHA256withECDSAinP1363Format");
        es.initVerify(p256.getPublic());
        es.update(content);
        assertThat(es.verify(es256.sign(content))).isTrue();
    }

    @Test
    void theKeyFixesTheAlgorithmNotTheMessage() {
        byte[] byEd25519 = BlockSamples.sign(new BlockSigner("gw-1", ed25519), block);
        // Same key id, now registered for the other algorithm, and a message that says so.
        GatewayIdentity registered = new GatewayIdentity("gw-1", es256.verificationKey());
        BlockVerifier verifier = new BlockVerifier(_ -> Optional.of(registered));
        byte[] relabelled = byEd25519.clone();
        int algorithm = indexOf(relabelled, HexFormat.of().parseHex("a20127"));
        relabelled[algorithm + 2] = 0x26;

        assertThat(reason(verifier.verify(byEd25519))).isEqualTo(Refusal.WRONG_ALGORITHM);
        assertThat(reason(verifier.verify(relabelled))).isEqualTo(Refusal.BAD_SIGNATURE);
        BlockVerifier right =
                new BlockVerifier(
                        _ -> Optional.of(new GatewayIdentity("gw-1", ed25519.verificationKey())));
        assertThat(reason(right.verify(relabelled))).isEqualTo(Refusal.WRONG_ALGORITHM);
        relabelled[algorithm + 2] = 0x25;
        assertThat(reason(right.verify(relabelled))).isEqualTo(Refusal.UNSUPPORTED_ALGORITHM);
    }

    @Test
    void aSignatureForOnePurposeServesNoOther() throws MalformedBlockException {
        byte[] signed = BlockSamples.sign(new BlockSigner("gw-1", ed25519), block);
        SignedBlock parts = SignedBlock.decode(signed);
        byte[] payload = CoseSign1.decode(parts.header()).payload();
        CoseSign1 other = CoseSign1.sign(ed25519, "other", payload);
        byte[] repurposed = new SignedBlock(other.encode(), parts.body()).toByteArray();
        BlockVerifier verifier =
                BlockSamples.trusting(new GatewayIdentity("gw-1", ed25519.verificationKey()));

        other.requireSignedBy(ed25519.verificationKey(), "other");
        assertThat(reason(verifier.verify(repurposed))).isEqualTo(Refusal.BAD_SIGNATURE);
    }

    @Test
    void refusesTheSecondFormOfAnEd25519Signature() {
        byte[] signature = ed25519.sign(content);
        byte[] scalar = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] grown = new BigInteger(1, scalar).add(ED25519_ORDER).toByteArray();
        byte[] malleated = signature.clone();
        System.arraycopy(reversed(fixed(grown)), 0, malleated, 32, 32);

        assertThat(ed25519.verificationKey().hasSigned(content, signature)).isTrue();
        assertThat(ed25519.verificationKey().hasSigned(content, malleated)).isFalse();
    }

    /** The points of order 1, 2, 4 and 8 and their second encodings, as in ed25519-speccheck. */
    @Test
    void refusesEd25519KeysOfSmallOrder() {
        for (String point :
                List.of(
                        "0100000000000000000000000000000000000000000000000000000000000000",
                        "0100000000000000000000000000000000000000000000000000000000000080",
                        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                        "0000000000000000000000000000000000000000000000000000000000000000",
                        "0000000000000000000000000000000000000000000000000000000000000080",
                        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")) {
            byte[] encoded = HexFormat.of().parseHex(ED25519_PREFIX + point);
            assertThatIllegalArgumentException()
                    .as(point)
                    .isThrownBy(() -> VerificationKey.parse(encoded));
        }
    }

    @Test
    void refusesAnEd25519KeyWithAPartOfSmallOrder() {
        // ed25519-speccheck case 4: a key of mixed order.
        byte[] encoded =
                HexFormat.of()
                        .parseHex(
                                ED25519_PREFIX
                                        + "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d");

        assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.parse(encoded));
    }

    @Test
    void takesBothValuesOfSButNoneOutsideOfTheOrder() {
        byte[] signature = es256.sign(content);
        BigInteger s = new BigInteger(1, signature, 32, 32);

        assertThat(hasSigned(signature, s)).isTrue();
        assertThat(hasSigned(signature, P256_ORDER.subtract(s))).isTrue();
        assertThat(hasSigned(signature, s.add(BigInteger.ONE))).isFalse();
        assertThat(hasSigned(signature, BigInteger.ZERO)).isFalse();
        assertThat(hasSigned(signature, P256_ORDER)).isFalse();
        assertThat(es256.verificationKey().hasSigned(content, new byte[64])).isFalse();
        assertThat(es256.verificationKey().hasSigned(content, new byte[63])).isFalse();
        assertThat(es256.verificationKey().hasSigned(content, new byte[0])).isFalse();
    }

    @Test
    void refusesAPointOffTheCurveAndOtherFormsOfP256Keys() {
        byte[] encoded = p256.getPublic().getEncoded();
        byte[] off = encoded.clone();
        off[encoded.length - 1] ^= 1;
        byte[] hybrid = encoded.clone();
        hybrid[26] = 6;

        assertThat(VerificationKey.parse(encoded).algorithm()).isEqualTo(SignatureAlgorithm.ES256);
        for (byte[] wrong : List.of(off, hybrid, Arrays.copyOf(encoded, 90), new byte[0])) {
            assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.parse(wrong));
        }
    }

    @Test
    void refusesKeysOfOtherKinds() {
        List<PublicKey> others =
                List.of(newPair("X25519").getPublic(), newPair("Ed448").getPublic(), p384());

        for (PublicKey other : others) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VerificationKey.parse(other.getEncoded()));
        }
    }

    @Test
    void refusesTwoHalvesThatAreNoPair() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Es256SigningKey.of(p256.getPrivate(), newPair("EC").getPublic(), JDK));
    }

    @Test
    void saysNothingOfTheSecret() {
        assertThat(ed25519.toString())
                .isEqualTo("private half of ED25519 key " + ed25519.verificationKey().id());
        assertThat(es256.toString()).startsWith("private half of ES256 key ");
    }

    private boolean hasSigned(byte[] signature, BigInteger s) {
        byte[] changed = Arrays.copyOf(signature, 64);
        System.arraycopy(fixed(s.toByteArray()), 0, changed, 32, 32);
        return es256.verificationKey().hasSigned(content, changed);
    }

    /** The low 32 bytes, big endian. */
    private static byte[] fixed(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        System.arraycopy(number, number.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not found");
    }

    private static Refusal reason(BlockResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).reason();
    }

    private static KeyPair newPair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PublicKey p384() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
