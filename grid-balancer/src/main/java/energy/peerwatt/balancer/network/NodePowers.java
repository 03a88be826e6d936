package energy.peerwatt.balancer.network;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import java.util.Arrays;

/** What is taken at each node on each phase, W and var; negative is given. For one thread. */
public final class NodePowers {

    final double[] watts;
    final double[] vars;
    private final FeederTree tree;

    public NodePowers(Feeder feeder) {
        this(new FeederTree(feeder));
    }

    NodePowers(FeederTree tree) {
        this.tree = tree;
        watts = new double[3 * tree.nodes];
        vars = new double[3 * tree.nodes];
    }

    /** Nothing is taken anywhere. */
    public void clear() {
        Arrays.fill(watts, 0);
        Arrays.fill(vars, 0);
    }

    /** Adds power at a node, in equal parts on the phases of {@code connection}. */
    public void add(String node, Connection connection, double watt, double var) {
        int first = 3 * tree.node(node);
        for (int phase = 0; phase < 3; phase++) {
            double part = connection.thirdsOn(phase) / 3.0;
            watts[first + phase] += part * watt;
            vars[first + phase] += part * var;
        }
    }

    public double watts(String node, int phase) {
        return watts[3 * tree.node(node) + phase];
    }

    public double vars(String node, int phase) {
        return vars[3 * tree.node(node) + phase];
    }
}
