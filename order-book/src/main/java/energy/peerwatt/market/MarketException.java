package energy.peerwatt.market;

import org.jspecify.annotations.Nullable;

/** The outside world failed. Never thrown for an expected outcome or a bug. */
public final class MarketException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public MarketException(ErrorCode code, String context) {
        this(code, context, null);
    }

    public MarketException(ErrorCode code, String context, @Nullable Throwable cause) {
        super(code.id() + ": " + context, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
