package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns foreign bytes into a verified plan or report, or a named refusal. Never throws for any
 * bytes.
 *
 * <p>Thread-safe if the lookup is.
 *
 * @param <T> {@link SetpointPlan} or {@link SetpointReport}
 */
public final class SetpointVerifier<T> {

    /** No plan of {@link SetpointPlan#MAX_STEPS} steps and no report about one is larger. */
    public static final int MAX_BYTES = 32 * 1024;

    @FunctionalInterface
    private interface Content<T> {
        T of(CoseSign1 message) throws MalformedBlockException;
    }

    private final Content<T> content;

    private SetpointVerifier(Content<T> content) {
        this.content = content;
    }

    /** Verifies plans by these keys of the market. */
    public static SetpointVerifier<SetpointPlan> ofPlans(Collection<VerificationKey> trusted) {
        List<VerificationKey> keys = List.copyOf(trusted);
        return new SetpointVerifier<>(message -> {
            VerificationKey signer =
                    keys.stream()
                            .filter(key -> key.id().equals(message.keyName()))
                            .findFirst()
                            .orElseThrow(() -> GatewayKeys.unknown(message));
            message.requireSignedBy(signer, SetpointSigner.PLAN);
            return SetpointCodec.decodePlan(message.payload());
        });
    }

    /**
     * Verifies reports by the keys of their gateways.
     *
     * @param registeredKeys key id (16 hex digits) to the gateway it was registered for
     */
    public static SetpointVerifier<SetpointReport> ofReports(
            Function<String, Optional<GatewayIdentity>> registeredKeys) {
        GatewayKeys keys = new GatewayKeys(registeredKeys);
        return new SetpointVerifier<>(message -> {
            GatewayIdentity signer = keys.signer(message, SetpointSigner.REPORT);
            SetpointReport report = SetpointCodec.decodeReport(message.payload());
            GatewayKeys.requireIs(signer, report.target().gatewayId());
            return report;
        });
    }

    /** Checks size, form, key, signature and content, in this order. */
    public SetpointResult<T> verify(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new SetpointResult.Refused<>(Refusal.TOO_LARGE, bytes.length + " bytes");
        }
        try {
            CoseSign1 message = CoseSign1.decode(bytes);
            return new SetpointResult.Verified<>(content.of(message), message.keyName());
        } catch (MalformedBlockException e) {
            BlockResult.Refused refused = e.refused();
            return new SetpointResult.Refused<>(refused.reason(), refused.detail());
        }
    }
}
