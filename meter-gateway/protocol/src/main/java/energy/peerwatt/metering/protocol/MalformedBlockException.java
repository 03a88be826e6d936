package energy.peerwatt.metering.protocol;

import energy.peerwatt.metering.protocol.BlockResult.Refusal;

/** Leaves the decoder early; becomes a {@link BlockResult.Refused} before it leaves the package. */
final class MalformedBlockException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal reason;

    MalformedBlockException(Refusal reason, String detail) {
        // No stack trace: foreign bytes must not make the decoder slow.
        super(detail, null, false, false);
        this.reason = reason;
    }

    MalformedBlockException(String detail) {
        this(Refusal.MALFORMED, detail);
    }

    BlockResult.Refused refused() {
        return new BlockResult.Refused(reason, String.valueOf(getMessage()));
    }
}
