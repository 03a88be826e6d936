package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;

/** A P-256 key of a key store or a token, which may never give its secret away. */
public final class Es256SigningKey implements SigningKey {

    private static final byte[] PROBE = "peerwatt".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKey secret;
    private final Provider provider;
    private final VerificationKey verificationKey;

    private Es256SigningKey(PrivateKey secret, Provider provider, VerificationKey key) {
        this.secret = secret;
        this.provider = provider;
        this.verificationKey = key;
    }

    /**
     * Uses a pair of keys; signs once to see that they belong together.
     *
     * @param provider what the secret is used with: the token's, or that of the platform
     * @throws IllegalArgumentException if it is no P-256 pair
     * @throws MarketException {@code SIGNING_KEY_UNAVAILABLE} if the token does not answer
     */
    public static Es256SigningKey of(PrivateKey secret, PublicKey publicKey, Provider provider) {
        VerificationKey verificationKey = VerificationKey.parse(publicKey.getEncoded());
        if (verificationKey.algorithm() != SignatureAlgorithm.ES256) {
            throw new IllegalArgumentException("not a P-256 key: " + verificationKey);
        }
        Es256SigningKey key = new Es256SigningKey(secret, provider, verificationKey);
        if (!verificationKey.hasSigned(PROBE, key.sign(PROBE))) {
            throw new IllegalArgumentException("private and public key do not belong together");
        }
        return key;
    }

    @Override
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    @Override
    public byte[] sign(byte[] content) {
        try {
            // The form of IEEE P1363 is r then s at fixed length, as COSE wants it.
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format", provider);
            signature.initSign(secret);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new MarketException(
                    ErrorCode.SIGNING_KEY_UNAVAILABLE, verificationKey.toString(), e);
        }
    }

    @Override
    public String toString() {
        return "private half of " + verificationKey;
    }
}
