package energy.peerwatt.market;

import java.time.Duration;

/**
 * How an area's intervals trade: continuously, in a call phase that collects orders and clears them
 * once at one price at the gate, or continuously first.
 *
 * @param kind which of the three
 * @param callPhase the call phase begins this long before the gate; zero for {@link
 *     Kind#CONTINUOUS}, positive for {@link Kind#CONTINUOUS_THEN_CALL}, ignored for {@link
 *     Kind#CALL}, which collects from the start
 * @param rationing who is cut where a call does not fill everyone at the marginal limit
 */
public record MarketDesign(Kind kind, Duration callPhase, Rationing rationing) {

    public static final MarketDesign CONTINUOUS =
            new MarketDesign(Kind.CONTINUOUS, Duration.ZERO, Rationing.TIME);

    public MarketDesign {
        if ((kind == Kind.CONTINUOUS_THEN_CALL) == callPhase.isZero() || callPhase.isNegative()) {
            throw new IllegalArgumentException(kind + " with a call phase of " + callPhase);
        }
    }

    /** When orders match. */
    public enum Kind {
        CONTINUOUS,
        CALL,
        CONTINUOUS_THEN_CALL
    }

    /** Who is cut at the marginal limit of a call. */
    public enum Rationing {
        /** The latest. */
        TIME,
        /** All alike; leftover Wh by largest remainder, ties to the earlier order. */
        PRO_RATA
    }
}
