package energy.peerwatt.metering.headend.gateway;

import java.time.Instant;

/**
 * Something that was done to a gateway's rights; never changed or deleted.
 *
 * @param at market time
 * @param actor login of the operator, {@code gateway} for the gateway itself
 * @param detail ids and, where an operator has to give one, the reason
 */
public record GatewayEvent(Instant at, String actor, Kind kind, String detail) {

    /** Actor of what a gateway proved its right to. */
    public static final String GATEWAY = "gateway";

    /** What was done. */
    public enum Kind {
        CREATED,
        CODE_ISSUED,
        KEY_ENROLLED,
        KEY_REGISTERED,
        KEY_ROTATED,
        KEY_REVOKED,
        POINT_ASSIGNED,
        POINT_ENDED,
        ALL_POINTS_CHANGED,
        POSITION_MOVED,
        NUMBERED_ANEW
    }
}
