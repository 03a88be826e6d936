package energy.peerwatt.metering.headend;

import energy.peerwatt.metering.protocol.BlockResult;

/** Why a block was not taken. */
public enum RefusalReason {
    TOO_LARGE,
    MALFORMED,
    UNSUPPORTED_ALGORITHM,
    /** Names another algorithm than the registered key is for. */
    WRONG_ALGORITHM,
    UNSUPPORTED_VERSION,
    INVALID_CONTENT,
    /** Signed with a key that nobody registered. */
    UNKNOWN_KEY,
    /** Signed with a key that was revoked. */
    REVOKED_KEY,
    /** Signed with a key that a newer one has replaced. */
    EXPIRED_KEY,
    BAD_SIGNATURE,
    /** The key belongs to another gateway than the block names. */
    WRONG_GATEWAY,
    /** The readings are not those whose root is signed. */
    WRONG_ROOT,
    /** The gateway has already used a later epoch. */
    STALE_EPOCH,
    /** Readings are missing before the block; the gateway sends them first. */
    GAP,
    /** A reading differs from what the same gateway, epoch and sequence said before. */
    EQUIVOCATION;

    /** The same reason in the head-end's words. */
    public static RefusalReason of(BlockResult.Refusal refusal) {
        return switch (refusal) {
            case TOO_LARGE -> TOO_LARGE;
            case MALFORMED -> MALFORMED;
            case UNSUPPORTED_ALGORITHM -> UNSUPPORTED_ALGORITHM;
            case WRONG_ALGORITHM -> WRONG_ALGORITHM;
            case UNSUPPORTED_VERSION -> UNSUPPORTED_VERSION;
            case INVALID_CONTENT -> INVALID_CONTENT;
            case UNKNOWN_KEY -> UNKNOWN_KEY;
            case BAD_SIGNATURE -> BAD_SIGNATURE;
            case WRONG_GATEWAY -> WRONG_GATEWAY;
            case WRONG_ROOT -> WRONG_ROOT;
        };
    }
}
