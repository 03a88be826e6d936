package energy.peerwatt.balancer.network;

/** Voltages and currents of one slot. Nodes by name; phases are 0, 1 and 2. */
public final class Flow {

    private final FeederTree tree;
    private final double[] volts;
    private final double[] amps;
    private final boolean found;

    Flow(FeederTree tree, double[] volts, double[] amps, boolean found) {
        this.tree = tree;
        this.volts = volts;
        this.amps = amps;
        this.found = found;
    }

    /** False if no voltages fit the powers: they would collapse. All else is meaningless then. */
    public boolean isFound() {
        return found;
    }

    /** Between the phase and neutral, V. */
    public double volts(String node, int phase) {
        return volts[3 * tree.node(node) + phase];
    }

    /** Voltages of all nodes by number, three of each, V. */
    double[] volts() {
        return volts;
    }

    /** Currents of the cables into all nodes by number, three of each, A. */
    double[] amps() {
        return amps;
    }

    /** On a phase of the cable that ends at {@code node}, A; the transformer's for the source. */
    public double amps(String node, int phase) {
        return amps[3 * tree.node(node) + phase];
    }
}
