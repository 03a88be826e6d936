package energy.peerwatt.metering.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import energy.peerwatt.metering.protocol.DeviceReport.Device;
import energy.peerwatt.metering.protocol.DeviceReport.Kind;
import energy.peerwatt.metering.protocol.DeviceReport.State;
import energy.peerwatt.metering.protocol.DeviceReportVerifier.Result;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceReportTest {

    private static final Instant AT = Instant.parse("2026-06-18T14:05:00.250Z");
    private static final Device SILENT =
            new Device(
                    new MeteringPointId("AT-1"),
                    Kind.INVERTER,
                    State.SILENT,
                    Instant.parse("2026-06-18T14:01:00Z"));
    private static final DeviceReport REPORT = new DeviceReport("gw-1", AT, List.of(SILENT));

    private final SigningKey key = Ed25519SigningKey.generate(new SecureRandom());
    private final byte[] signed = new DeviceReportSigner(key).sign(REPORT);

    @Test
    void whatWasSignedIsRead() {
        assertThat(verify("gw-1", signed)).isEqualTo(new Result.Verified(REPORT));
    }

    @Test
    void largestReportFits() {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < DeviceReport.MAX_DEVICES; i++) {
            devices.add(
                    new Device(
                            new MeteringPointId("%033d".formatted(i)),
                            Kind.CHARGER,
                            State.REFUSING,
                            SILENT.since()));
        }
        byte[] largest =
                new DeviceReportSigner(key).sign(new DeviceReport("g".repeat(64), AT, devices));

        assertThat(largest.length).isLessThan(DeviceReportVerifier.MAX_BYTES);
        assertThat(verify("g".repeat(64), largest)).isInstanceOf(Result.Verified.class);
    }

    @Test
    void keyOfAnotherGatewayIsRefused() {
        assertThat(reason(verify("gw-2", signed))).isEqualTo(Refusal.WRONG_GATEWAY);
    }

    @Test
    void unknownKeyIsRefused() {
        Result result = new DeviceReportVerifier(_ -> Optional.empty()).verify(signed);
        assertThat(reason(result)).isEqualTo(Refusal.UNKNOWN_KEY);
    }

    @Test
    void signatureForAnotherPurposeIsRefused() {
        byte[] other =
                CoseSign1.sign(key, SetpointSigner.REPORT, DeviceReportCodec.encode(REPORT))
                        .encode();
        assertThat(reason(verify("gw-1", other))).isEqualTo(Refusal.BAD_SIGNATURE);
    }

    @Test
    void everyChangedByteIsRefused() {
        for (int at = 0; at < signed.length; at++) {
            byte[] changed = signed.clone();
            changed[at] ^= 1;
            assertThat(verify("gw-1", changed))
                    .as("byte %d", at)
                    .isInstanceOf(Result.Refused.class);
        }
        for (int length = 0; length < signed.length; length++) {
            assertThat(verify("gw-1", Arrays.copyOf(signed, length)))
                    .isInstanceOf(Result.Refused.class);
        }
    }

    @Test
    void noSignedBytesMakeTheDecoderFail() {
        Random random = new Random(20_261_121);
        byte[] payload = DeviceReportCodec.encode(REPORT);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = payload.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            byte[] message = CoseSign1.sign(key, DeviceReportSigner.PURPOSE, changed).encode();
            assertThat(verify("gw-1", message)).isNotNull();
        }
    }

    @Test
    void deviceThatIsThereTwiceOrAheadOfTheReportIsRefused() {
        assertThatThrownBy(() -> new DeviceReport("gw-1", AT, Collections.nCopies(2, SILENT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new DeviceReport("gw-1", SILENT.since().minusSeconds(1), List.of(SILENT)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Result verify(String gatewayId, byte[] bytes) {
        GatewayIdentity identity = new GatewayIdentity(gatewayId, key.verificationKey());
        return new DeviceReportVerifier(id ->
                id.equals(identity.keyId()) ? Optional.of(identity) : Optional.empty())
                .verify(bytes);
    }

    private static Refusal reason(Result result) {
        return ((Result.Refused) result).reason();
    }
}
