package energy.peerwatt.balancer.network;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A feeder as arrays. Node 0 is the source's, fed through the transformer; each other node comes
 * after its parent. What belongs to the cable into a node has the node's number. Ohm.
 */
final class FeederTree {

    private static final double OHM = 1e-6;

    final int nodes;
    final String[] names;
    final int[] parent;
    final Connection[] phases;
    final double[] selfR;
    final double[] selfX;
    final double[] mutualR;
    final double[] mutualX;
    private final Map<String, Integer> index = new HashMap<>();

    FeederTree(Feeder feeder) {
        List<Feeder.Cable> cables = feeder.cables();
        nodes = cables.size() + 1;
        names = new String[nodes];
        parent = new int[nodes];
        phases = new Connection[nodes];
        selfR = new double[nodes];
        selfX = new double[nodes];
        mutualR = new double[nodes];
        mutualX = new double[nodes];
        Feeder.Source source = feeder.source();
        add(0, source.node(), -1, Connection.THREE_PHASE, source.inner());
        for (int i = 0; i < cables.size(); i++) {
            Feeder.Cable cable = cables.get(i);
            add(i + 1, cable.to(), node(cable.from()), cable.phases(), cable.impedance());
        }
    }

    private void add(
            int node, String name, int above, Connection connection, Feeder.Impedance impedance) {
        index.put(name, node);
        names[node] = name;
        parent[node] = above;
        phases[node] = connection;
        selfR[node] = impedance.selfR() * OHM;
        selfX[node] = impedance.selfX() * OHM;
        boolean coupled = connection == Connection.THREE_PHASE;
        mutualR[node] = coupled ? impedance.mutualR() * OHM : 0;
        mutualX[node] = coupled ? impedance.mutualX() * OHM : 0;
    }

    int node(String name) {
        Integer node = index.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return node;
    }

    boolean has(int node, int phase) {
        return phases[node].thirdsOn(phase) > 0;
    }

    /** Voltage with no load at the tap's position, V. */
    static double unloadedVolts(Feeder.Source source) {
        Feeder.Tap tap = source.tap();
        double permille = 1000.0 + (double) tap.position() * tap.stepPermille();
        return source.millivolts() / 1000.0 * permille / 1000.0;
    }
}
