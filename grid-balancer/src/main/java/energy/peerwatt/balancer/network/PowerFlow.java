package energy.peerwatt.balancer.network;

import energy.peerwatt.balancer.model.Feeder;
import java.util.Arrays;

/**
 * The exact flow on a radial three-phase feeder with coupling between phases: currents are summed
 * from the ends to the transformer, then voltages computed from there to the ends, until they stay.
 * Powers are constant, whatever the voltage. Method: backward/forward sweep (Shirmohammadi et al.,
 * IEEE Transactions on Power Systems 3(2), 1988; three-phase: Cheng and Shirmohammadi, 10(2),
 * 1995).
 *
 * <p>One thread at a time.
 */
public final class PowerFlow {

    /** The flow is found when no part of any voltage changes by more, V. */
    public static final double TOLERANCE_VOLTS = 1e-6;

    private static final int MOST_SWEEPS = 200;
    private static final double[] TURN_RE = {1, -0.5, -0.5};
    private static final double[] TURN_IM = {0, -Math.sqrt(0.75), Math.sqrt(0.75)};

    private final FeederTree tree;
    private final double slack;
    private final double[] voltRe;
    private final double[] voltIm;
    private final double[] ampRe;
    private final double[] ampIm;

    public PowerFlow(Feeder feeder) {
        tree = new FeederTree(feeder);
        slack = FeederTree.unloadedVolts(feeder.source());
        voltRe = new double[3 * tree.nodes];
        voltIm = new double[3 * tree.nodes];
        ampRe = new double[3 * tree.nodes];
        ampIm = new double[3 * tree.nodes];
    }

    /** Computes the flow for the powers at all nodes of the same feeder. */
    public Flow solve(NodePowers powers) {
        for (int at = 0; at < voltRe.length; at++) {
            voltRe[at] = slack * TURN_RE[at % 3];
            voltIm[at] = slack * TURN_IM[at % 3];
        }
        boolean found = false;
        for (int sweep = 0; sweep < MOST_SWEEPS && !found; sweep++) {
            sumCurrents(powers);
            // A voltage that is no number never compares as near.
            found = dropVoltages() <= TOLERANCE_VOLTS;
        }
        return result(found);
    }

    private void sumCurrents(NodePowers powers) {
        Arrays.fill(ampRe, 0);
        Arrays.fill(ampIm, 0);
        for (int node = tree.nodes - 1; node >= 0; node--) {
            int above = 3 * tree.parent[node];
            for (int phase = 0; phase < 3; phase++) {
                int at = 3 * node + phase;
                double watts = powers.watts[at];
                double vars = powers.vars[at];
                if (watts != 0 || vars != 0) {
                    double square = voltRe[at] * voltRe[at] + voltIm[at] * voltIm[at];
                    ampRe[at] += (watts * voltRe[at] + vars * voltIm[at]) / square;
                    ampIm[at] += (watts * voltIm[at] - vars * voltRe[at]) / square;
                }
                if (above >= 0) {
                    ampRe[above + phase] += ampRe[at];
                    ampIm[above + phase] += ampIm[at];
                }
            }
        }
    }

    /** Returns the largest change, or what is no number. */
    private double dropVoltages() {
        double largest = 0;
        for (int node = 0; node < tree.nodes; node++) {
            int first = 3 * node;
            double sumRe = ampRe[first] + ampRe[first + 1] + ampRe[first + 2];
            double sumIm = ampIm[first] + ampIm[first + 1] + ampIm[first + 2];
            double mutualR = tree.mutualR[node];
            double mutualX = tree.mutualX[node];
            double restR = tree.selfR[node] - mutualR;
            double restX = tree.selfX[node] - mutualX;
            double sharedRe = mutualR * sumRe - mutualX * sumIm;
            double sharedIm = mutualR * sumIm + mutualX * sumRe;
            for (int phase = 0; phase < 3; phase++) {
                int at = first + phase;
                double dropRe = restR * ampRe[at] - restX * ampIm[at] + sharedRe;
                double dropIm = restR * ampIm[at] + restX * ampRe[at] + sharedIm;
                int above = 3 * tree.parent[node] + phase;
                double fromRe = node == 0 ? slack * TURN_RE[phase] : voltRe[above];
                double fromIm = node == 0 ? slack * TURN_IM[phase] : voltIm[above];
                double change = Math.abs(fromRe - dropRe - voltRe[at]);
                change = Math.max(change, Math.abs(fromIm - dropIm - voltIm[at]));
                largest = Math.max(largest, change);
                voltRe[at] = fromRe - dropRe;
                voltIm[at] = fromIm - dropIm;
            }
        }
        return largest;
    }

    private Flow result(boolean found) {
        double[] volts = new double[voltRe.length];
        double[] amps = new double[voltRe.length];
        for (int at = 0; at < volts.length; at++) {
            volts[at] = Math.hypot(voltRe[at], voltIm[at]);
            amps[at] = Math.hypot(ampRe[at], ampIm[at]);
        }
        return new Flow(tree, volts, amps, found);
    }
}
