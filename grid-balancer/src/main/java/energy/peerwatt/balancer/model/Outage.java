package energy.peerwatt.balancer.model;

/**
 * A time in which the connection to the grid is open: nothing is imported or exported.
 *
 * @param kind how it begins
 * @param window its slots
 * @param toleranceW most that flows over the connection, either way, in the slot before a planned
 *     opening, W, at least 0
 */
public record Outage(Kind kind, Limit.Window window, int toleranceW) {

    /** How an outage begins. */
    public enum Kind {
        /** The connection is opened on purpose, with hardly any flow over it. */
        PLANNED,
        /** The grid is lost. */
        UNPLANNED,
        /** Everything is dead: all blocks are off before the first slot of the window. */
        BLACK_START
    }

    public Outage {
        Checks.range("toleranceW", toleranceW, 0, Checks.LARGEST);
        if (kind == Kind.PLANNED && window.from() == 0) {
            throw new IllegalArgumentException("fromSlot of a planned outage must be at least 1");
        }
    }
}
