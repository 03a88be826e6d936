package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;

/**
 * What became of bytes that claim to be a signed plan or report.
 *
 * @param <T> {@link SetpointPlan} or {@link SetpointReport}
 */
public sealed interface SetpointResult<T> {

    /**
     * The signature is that of a trusted key.
     *
     * @param keyId key that signed
     */
    record Verified<T>(T content, String keyId) implements SetpointResult<T> {}

    /**
     * Nothing in these bytes may be used.
     *
     * @param detail for the log, without content of the bytes beyond numbers and ids
     */
    record Refused<T>(Refusal reason, String detail) implements SetpointResult<T> {}
}
