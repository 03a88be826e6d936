package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Enrolment and rotation of keys, as bytes. */
class KeyRequestTest {

    private static final Instant UNTIL = Instant.parse("2026-06-25T12:00:00Z");

    private final SecureRandom random = new SecureRandom();
    private final Ed25519SigningKey oldKey = Ed25519SigningKey.generate(random);
    private final Ed25519SigningKey newKey = Ed25519SigningKey.generate(random);
    private final GatewayIdentity old = new GatewayIdentity("gw-1", oldKey.verificationKey());
    private final EnrolmentCode code = EnrolmentCode.generate("gw-1", random);
    private final BrokerPassword password = BrokerPassword.generate(random);

    @Test
    void anEnrolmentProvesThatTheKeyIsThere() {
        byte[] signed = EnrolmentRequest.sign(code, newKey, password);

        assertThat(EnrolmentRequest.verify(signed))
                .contains(
                        new EnrolmentRequest(
                                new GatewayIdentity("gw-1", newKey.verificationKey()),
                                code.token(),
                                password.hash()));
        assertNoFlippedBitPasses(signed, bytes -> EnrolmentRequest.verify(bytes).isEmpty());
    }

    @Test
    void nobodyEnrolsTheKeyOfAnother() {
        byte[] own = CoseSign1.sign(oldKey, "peerwatt-enrolment-v1", payload(newKey)).encode();

        assertThat(EnrolmentRequest.verify(own)).isEmpty();
    }

    private byte[] payload(SigningKey claimed) {
        try {
            return CoseSign1.decode(EnrolmentRequest.sign(code, claimed, password)).payload();
        } catch (MalformedBlockException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRotationIsSignedByBothKeys() {
        byte[] signed = KeyRotation.sign("gw-1", oldKey, newKey, UNTIL);

        assertThat(KeyRotation.oldKeyId(signed)).contains(old.keyId());
        assertThat(KeyRotation.verify(signed, old))
                .contains(
                        new KeyRotation(
                                new GatewayIdentity("gw-1", newKey.verificationKey()), UNTIL));
        assertNoFlippedBitPasses(signed, bytes -> KeyRotation.verify(bytes, old).isEmpty());
    }

    @Test
    void neitherKeyAloneRotates() {
        Ed25519SigningKey stranger = Ed25519SigningKey.generate(random);

        assertThat(KeyRotation.verify(KeyRotation.sign("gw-1", stranger, newKey, UNTIL), old))
                .isEmpty();
        assertThat(KeyRotation.verify(KeyRotation.sign("gw-2", oldKey, newKey, UNTIL), old))
                .isEmpty();
        assertThat(KeyRotation.verify(KeyRotation.sign("gw-1", oldKey, oldKey, UNTIL), old))
                .isEmpty();
        byte[] enrolment = EnrolmentRequest.sign(code, oldKey, password);
        assertThat(KeyRotation.verify(enrolment, old)).isEmpty();
        assertThat(EnrolmentRequest.verify(KeyRotation.sign("gw-1", oldKey, newKey, UNTIL)))
                .isEmpty();
    }

    @Test
    void aCodeSurvivesBeingTyped() {
        String shown = code.reveal();
        String typed = " " + shown.toLowerCase(Locale.ROOT).replace("gw1", "gw-1") + " ";

        assertThat(shown).matches("gw-1:[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}");
        assertThat(EnrolmentCode.parse(typed).orElseThrow().token()).isEqualTo(code.token());
        assertThat(code.token()).hasSize(64);
        for (String wrong :
                new String[] {
                    "", "gw-1", "gw-1:", shown + "0", "g w:" + shown, shown.substring(5)
                }) {
            assertThat(EnrolmentCode.parse(wrong)).as(wrong).isEmpty();
        }
        String other = EnrolmentCode.generate("gw-1", random).token();
        assertThat(other).isNotEqualTo(code.token());
    }

    @Test
    void secretsHideThemselves() {
        assertThat(code + " " + password).isEqualTo("enrolment code of gw-1 broker password");
        assertThat(BrokerPassword.of(password.reveal()).hash()).isEqualTo(password.hash());
    }

    private interface Refuses {
        boolean test(byte[] bytes);
    }

    private static void assertNoFlippedBitPasses(byte[] signed, Refuses refuses) {
        for (int bit = 0; bit < signed.length * 8; bit++) {
            byte[] tampered = signed.clone();
            tampered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(refuses.test(tampered)).as("bit %d", bit).isTrue();
        }
        assertThat(refuses.test(Arrays.copyOf(signed, signed.length - 1))).isTrue();
        assertThat(refuses.test(Arrays.copyOf(signed, signed.length + 1))).isTrue();
        assertThat(refuses.test(new byte[EnrolmentRequest.MAX_BYTES + 1])).isTrue();
    }
}
