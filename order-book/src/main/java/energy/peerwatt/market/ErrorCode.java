package energy.peerwatt.market;

import java.util.Locale;

/**
 * Failures of the outside world. The kebab-case id is stable and has a paragraph in {@code
 * deploy/docs/errors.md}.
 */
public enum ErrorCode {
    DATABASE_UNAVAILABLE(Kind.EXTERNAL),
    BROKER_UNAVAILABLE(Kind.EXTERNAL),
    ENGINE_UNAVAILABLE(Kind.EXTERNAL),
    CHAIN_UNAVAILABLE(Kind.EXTERNAL),
    CHAIN_STATE_MISMATCH(Kind.INTERNAL),
    CHAIN_REVERTED(Kind.INTERNAL),
    CHAIN_WOULD_REFUSE(Kind.EXTERNAL),
    CHAIN_LACKS_CASH(Kind.EXTERNAL),
    DEVICE_UNREACHABLE(Kind.EXTERNAL),
    DEVICE_ANSWER_REFUSED(Kind.EXTERNAL),
    MARKET_UNAVAILABLE(Kind.EXTERNAL),
    KEY_NOT_TRUSTED(Kind.USER),
    SIGNING_KEY_UNAVAILABLE(Kind.EXTERNAL),
    SPOOL_FULL(Kind.RESOURCE),
    SPOOL_UNWRITABLE(Kind.RESOURCE),
    BALANCER_BUSY(Kind.RESOURCE),
    CONFIGURATION_INVALID(Kind.USER);

    /** Who has to act. */
    public enum Kind {
        USER,
        INTERNAL,
        EXTERNAL,
        RESOURCE
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The stable id, such as {@code chain-unavailable}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
