package energy.peerwatt.balancer.check;

/**
 * A rule or limit that a plan breaks.
 *
 * @param kind what is broken
 * @param subject id of the limit, device or home, or a place on the feeder
 * @param slot where, or -1 if not in one slot
 * @param amount by how much, in {@code unit}, above 0
 * @param unit W, Wh, mV, mA, ...
 */
public record Violation(Kind kind, String subject, int slot, long amount, String unit) {

    /** What is broken. */
    public enum Kind {
        /** More or less power than the device can. */
        POWER,
        /** Below the floor, above the capacity or too little at the end. */
        STORE,
        /** A vehicle leaves without the energy it needs. */
        DEPARTURE,
        /** A vehicle charged beyond its need or while it is away. */
        CHARGE,
        /** Not one whole run in its window. */
        RUN,
        /** Panels curtailed below nothing or although they may not be. */
        CURTAILMENT,
        /** A device does not go on in a slot that has begun. */
        RUNNING,
        /** The community exceeds a shared limit. */
        LIMIT,
        /** The exact voltage at a home is outside EN 50160; the subject is node and phase. */
        VOLTAGE,
        /** It is outside the feeder's planning band only. */
        PLANNING_VOLTAGE,
        /** A cable carries more than it may; the subject is the node it ends at, and phase. */
        CABLE,
        /** Power flows or is missing although the connection is open. */
        BALANCE,
        /** More flows over the connection than a planned opening allows. */
        OPENING,
        /** A block is on although one of a higher tier is off. */
        SHED_ORDER,
        /** A breaker changes too soon, or opens without an outage. */
        SHED_TIME,
        /** More load is switched on at once than the island can pick up. */
        PICKUP,
        /** Grid-forming units are too near to what they can. */
        HEADROOM,
        /** Less in a battery than its share of the island's reserve. */
        RESERVE
    }

    @Override
    public String toString() {
        String where = slot < 0 ? "" : " in slot " + slot;
        return kind + " " + subject + where + " by " + amount + " " + unit;
    }
}
