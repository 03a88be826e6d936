package energy.peerwatt.balancer.network;

import energy.peerwatt.balancer.model.Feeder;

/**
 * The linear model LinDist3Flow: losses neglected and phases taken as 120 degrees apart with equal
 * voltages, but their coupling kept. The squared voltage falls in proportion to each power. Source:
 * Arnold, Sankur, Dobbe, Brady, Callaway and Von Meier, "Optimal dispatch of reactive power for
 * voltage regulation and balancing in unbalanced distribution systems", 2016.
 *
 * <p>Immutable.
 */
public final class LinearFlow {

    private static final double[] TURN_COS = {1, -0.5, -0.5};
    private static final double[] TURN_SIN = {0, Math.sqrt(0.75), -Math.sqrt(0.75)};

    private final FeederTree tree;
    private final double square;
    private final int[] depth;
    private final double[][] toRoot;

    public LinearFlow(Feeder feeder) {
        tree = new FeederTree(feeder);
        double volts = FeederTree.unloadedVolts(feeder.source());
        square = volts * volts;
        depth = new int[tree.nodes];
        toRoot = new double[4][tree.nodes];
        double[][] own = {tree.selfR, tree.selfX, tree.mutualR, tree.mutualX};
        for (int node = 0; node < tree.nodes; node++) {
            int above = tree.parent[node];
            depth[node] = node == 0 ? 0 : depth[above] + 1;
            for (int i = 0; i < own.length; i++) {
                toRoot[i][node] = own[i][node] + (node == 0 ? 0 : toRoot[i][above]);
            }
        }
    }

    /** The square of every voltage with no load, V^2. */
    public double unloadedSquare() {
        return square;
    }

    /** Fall of the squared voltage at a node and phase for each W taken at another, V^2/W. */
    public double dropPerWatt(String node, int phase, String other, int otherPhase) {
        int shared = shared(tree.node(node), tree.node(other));
        if (phase == otherPhase) {
            return 2 * toRoot[0][shared];
        }
        int turn = (otherPhase - phase + 3) % 3;
        return 2 * (toRoot[2][shared] * TURN_COS[turn] + toRoot[3][shared] * TURN_SIN[turn]);
    }

    /** Likewise for each var, V^2/var. */
    public double dropPerVar(String node, int phase, String other, int otherPhase) {
        int shared = shared(tree.node(node), tree.node(other));
        if (phase == otherPhase) {
            return 2 * toRoot[1][shared];
        }
        int turn = (otherPhase - phase + 3) % 3;
        return 2 * (toRoot[3][shared] * TURN_COS[turn] - toRoot[2][shared] * TURN_SIN[turn]);
    }

    /** Whether what is taken at {@code other} flows through the cable that ends at {@code node}. */
    public boolean feeds(String node, String other) {
        int end = tree.node(node);
        return shared(end, tree.node(other)) == end;
    }

    /** For every node by number, the node at which its way to the transformer meets another's. */
    int[] meets(String other) {
        boolean[] onTheWay = new boolean[tree.nodes];
        for (int node = tree.node(other); node >= 0; node = tree.parent[node]) {
            onTheWay[node] = true;
        }
        int[] meets = new int[tree.nodes];
        for (int node = 0; node < tree.nodes; node++) {
            meets[node] = onTheWay[node] ? node : meets[tree.parent[node]];
        }
        return meets;
    }

    /**
     * Fall of the squared voltage on a phase for each W and its vars taken on another, where their
     * ways to the transformer meet at a node, V^2/W.
     */
    double drop(int meet, int phase, int otherPhase, double varsPerWatt) {
        double r = toRoot[phase == otherPhase ? 0 : 2][meet];
        double x = toRoot[phase == otherPhase ? 1 : 3][meet];
        int turn = (otherPhase - phase + 3) % 3;
        double watts = r * TURN_COS[turn] + (turn == 0 ? 0 : x * TURN_SIN[turn]);
        double vars = x * TURN_COS[turn] - (turn == 0 ? 0 : r * TURN_SIN[turn]);
        return 2 * (watts + varsPerWatt * vars);
    }

    /** The node at which the ways from two nodes to the transformer meet. */
    private int shared(int a, int b) {
        int one = a;
        int two = b;
        while (one != two) {
            if (depth[one] >= depth[two]) {
                one = tree.parent[one];
            } else {
                two = tree.parent[two];
            }
        }
        return one;
    }
}
