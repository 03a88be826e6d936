package energy.peerwatt.balancer.network;

/**
 * A place at which a slot's powers break what the feeder allows.
 *
 * @param node a home's node, or the end of a cable
 * @param phase 0, 1 or 2
 * @param amount by how much, mV or mA, above 0; 0 if voltages collapse
 */
public record Breach(Kind kind, String node, int phase, int slot, long amount) {

    /** What is broken. */
    public enum Kind {
        /** The voltage at a home is below EN 50160. */
        STATUTORY_LOW,
        /** It is above EN 50160. */
        STATUTORY_HIGH,
        /** It is below the planning band only. */
        PLANNING_LOW,
        /** It is above the planning band only. */
        PLANNING_HIGH,
        /** A cable carries more than it may. */
        CURRENT,
        /** No voltages fit the powers. */
        COLLAPSE
    }

    public String phaseName() {
        return "L" + (phase + 1);
    }
}
