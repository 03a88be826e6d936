package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import energy.peerwatt.metering.protocol.SetpointResult.Refused;
import energy.peerwatt.metering.protocol.SetpointResult.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SetpointSignatureTest {

    private final SigningKey market = Ed25519SigningKey.generate(new SecureRandom());
    private final SigningKey gateway = Ed25519SigningKey.generate(new SecureRandom());
    private final SetpointVerifier<SetpointPlan> plans =
            SetpointVerifier.ofPlans(List.of(market.verificationKey()));
    private final SetpointVerifier<SetpointReport> reports = reportsOf("gw-1");

    private SetpointVerifier<SetpointReport> reportsOf(String gatewayId) {
        GatewayIdentity identity = new GatewayIdentity(gatewayId, gateway.verificationKey());
        return SetpointVerifier.ofReports(
                keyId -> keyId.equals(identity.keyId()) ? Optional.of(identity) : Optional.empty());
    }

    private static Refusal refusal(SetpointResult<?> result) {
        return ((Refused<?>) result).reason();
    }

    @Test
    void aPlanOfTheMarketVerifiesToItself() {
        byte[] signed = new SetpointSigner(market).sign(SetpointSamples.small());

        assertThat(plans.verify(signed))
                .isEqualTo(new Verified<>(SetpointSamples.small(), market.verificationKey().id()));
    }

    @Test
    void aReportOfTheGatewayVerifiesToItself() {
        byte[] signed = new SetpointSigner(gateway).sign(SetpointSamples.report());

        assertThat(reports.verify(signed))
                .isEqualTo(
                        new Verified<>(SetpointSamples.report(), gateway.verificationKey().id()));
    }

    @Test
    void aPlanOfAnybodyElseIsRefused() {
        byte[] signed = new SetpointSigner(gateway).sign(SetpointSamples.small());

        assertThat(refusal(plans.verify(signed))).isEqualTo(Refusal.UNKNOWN_KEY);
    }

    @Test
    void aReportAboutAnotherGatewayIsRefused() {
        byte[] signed = new SetpointSigner(gateway).sign(SetpointSamples.report());

        assertThat(refusal(reportsOf("gw-2").verify(signed))).isEqualTo(Refusal.WRONG_GATEWAY);
    }

    /** One key for both purposes: its signature of one content is none of the other. */
    @Test
    void aSignatureServesOnlyWhatItWasMadeFor() throws MalformedBlockException {
        BlockSigner blocks = new BlockSigner("gw-1", market);
        byte[] header =
                SignedBlock.decode(BlockSamples.sign(blocks, BlockSamples.small("gw-1"))).header();
        byte[] report = new SetpointSigner(market).sign(SetpointSamples.report());

        assertThat(refusal(plans.verify(header))).isEqualTo(Refusal.BAD_SIGNATURE);
        assertThat(refusal(plans.verify(report))).isEqualTo(Refusal.BAD_SIGNATURE);
    }

    @Test
    void tooManyBytesAreNotLookedAt() {
        assertThat(refusal(plans.verify(new byte[SetpointVerifier.MAX_BYTES + 1])))
                .isEqualTo(Refusal.TOO_LARGE);
    }

    @Test
    void changedBytesAreRefused() {
        long seed = Long.getLong("seed", new Random().nextLong());
        Random random = new Random(seed);
        byte[] signed = new SetpointSigner(market).sign(SetpointSamples.small());
        for (int i = 0; i < 5_000; i++) {
            byte[] changed = signed.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] cut = Arrays.copyOf(signed, random.nextInt(signed.length));

            assertThat(plans.verify(changed)).as("-Dseed=%d", seed).isInstanceOf(Refused.class);
            assertThat(plans.verify(cut)).as("-Dseed=%d", seed).isInstanceOf(Refused.class);
        }
    }

    /** Other programs and later versions must understand these bytes. */
    @Test
    void bytesArePinned() throws IOException {
        byte[] signed = new SetpointSigner(BlockSamples.rfc8032Key()).sign(SetpointSamples.small());

        try (InputStream in = getClass().getResourceAsStream("/setpoint-plan-v1.hex")) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
            assertThat(HexFormat.of().formatHex(signed)).isEqualTo(hex);
        }
    }
}
