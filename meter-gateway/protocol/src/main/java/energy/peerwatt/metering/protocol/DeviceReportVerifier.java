package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns foreign bytes into a verified report or a named refusal. Never throws for any bytes.
 *
 * <p>Thread-safe if the lookup is.
 */
public final class DeviceReportVerifier {

    /** No report of {@link DeviceReport#MAX_DEVICES} devices is larger. */
    public static final int MAX_BYTES = 64 * 1024;

    private final GatewayKeys keys;

    /** What became of the bytes. */
    public sealed interface Result {

        /** A registered key of the gateway it names signed it. */
        record Verified(DeviceReport report) implements Result {}

        /** Nothing in these bytes may be used. */
        record Refused(Refusal reason, String detail) implements Result {}
    }

    /**
     * Trusts what the lookup knows.
     *
     * @param registeredKeys key id (16 hex digits) to the gateway it was registered for
     */
    public DeviceReportVerifier(Function<String, Optional<GatewayIdentity>> registeredKeys) {
        keys = new GatewayKeys(registeredKeys);
    }

    /** Checks size, form, key, signature and content, in this order. */
    public Result verify(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Result.Refused(Refusal.TOO_LARGE, bytes.length + " bytes");
        }
        try {
            return new Result.Verified(report(CoseSign1.decode(bytes)));
        } catch (MalformedBlockException e) {
            BlockResult.Refused refused = e.refused();
            return new Result.Refused(refused.reason(), refused.detail());
        }
    }

    private DeviceReport report(CoseSign1 message) throws MalformedBlockException {
        GatewayIdentity signer = keys.signer(message, DeviceReportSigner.PURPOSE);
        DeviceReport report = DeviceReportCodec.decode(message.payload());
        GatewayKeys.requireIs(signer, report.gatewayId());
        return report;
    }
}
