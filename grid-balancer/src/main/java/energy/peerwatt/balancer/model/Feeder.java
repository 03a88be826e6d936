package energy.peerwatt.balancer.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cables between a transformer and the homes: radial, three phases with a common neutral whose
 * return is contained in the impedances.
 *
 * @param source the transformer
 * @param planning the voltages a plan keeps at every home, within {@link Band#EN_50160}
 * @param loadPowerFactorPermille lagging power factor of the homes' loads, 1 to 1000; devices and
 *     panels neither take nor give reactive power
 * @param cables each node but the source's is the end of exactly one
 * @param homes node of every home, by the home's id
 */
public record Feeder(
        Source source,
        Band planning,
        int loadPowerFactorPermille,
        List<Cable> cables,
        Map<String, String> homes) {

    /**
     * The transformer's low-voltage side.
     *
     * @param node where the cables begin
     * @param millivolts between a phase and neutral with no load and the tap at 0
     * @param tap where the tap changer stands
     * @param inner impedance of each phase of transformer and grid, without coupling
     */
    public record Source(String node, int millivolts, Tap tap, Impedance inner) {

        public Source {
            Checks.name("source.node", node);
            Checks.range("source.millivolts", millivolts, 1, Checks.LARGEST);
        }
    }

    /**
     * A tap changer that is set by hand.
     *
     * @param position steps above (positive) or below the middle
     * @param stepPermille what a step changes the voltage by, such as 25
     * @param steps how many there are to either side of the middle
     */
    public record Tap(int position, int stepPermille, int steps) {

        public static final Tap NONE = new Tap(0, 0, 0);

        public Tap {
            Checks.range("tap.steps", steps, 0, 40);
            Checks.range("tap.stepPermille", stepPermille, 0, 100);
            Checks.range("tap.position", position, -steps, steps);
        }
    }

    /**
     * Series impedance of a whole cable, micro-ohm.
     *
     * @param selfR resistance of a phase, at least 0
     * @param selfX reactance of a phase, at least 0
     * @param mutualR what one phase's current adds to each other phase's drop, from minus half of
     *     {@code selfR} to {@code selfR}: no currents gain energy
     * @param mutualX likewise, reactance, any sign
     */
    public record Impedance(int selfR, int selfX, int mutualR, int mutualX) {

        public static final Impedance NONE = new Impedance(0, 0, 0, 0);

        public Impedance {
            Checks.range("selfR", selfR, 0, Checks.LARGEST);
            Checks.range("selfX", selfX, 0, Checks.LARGEST);
            Checks.range("mutualR", mutualR, -(selfR / 2), selfR);
            Checks.range("mutualX", mutualX, -Checks.LARGEST, Checks.LARGEST);
        }
    }

    /**
     * Voltages between phase and neutral, millivolts, both inclusive.
     *
     * @param lowest at least 1
     * @param highest at least the lowest
     */
    public record Band(int lowest, int highest) {

        /** 230 V plus or minus 10 %, as EN 50160 has it for a quarter-hour's mean. */
        public static final Band EN_50160 = new Band(207_000, 253_000);

        public Band {
            Checks.range("lowestMillivolts", lowest, 1, Checks.LARGEST);
            Checks.range("highestMillivolts", highest, lowest, Checks.LARGEST);
        }

        private boolean contains(Band other) {
            return lowest <= other.lowest && highest >= other.highest;
        }
    }

    /**
     * One cable.
     *
     * @param from node nearer to the transformer
     * @param to node it ends at; no other cable does, so its name is the cable's too
     * @param phases one phase or all
     * @param ampacity A that each phase may carry, or {@link #UNRATED}
     */
    public record Cable(
            String from, String to, Connection phases, Impedance impedance, int ampacity) {

        /** Nobody has said what the cable may carry: it is not checked. */
        public static final int UNRATED = Integer.MAX_VALUE;

        public Cable {
            Checks.name("from", from);
            Checks.name("to", to);
            Checks.range("ampacity of " + to, ampacity, 1, UNRATED);
        }

        public boolean isRated() {
            return ampacity != UNRATED;
        }
    }

    public Feeder {
        if (!Band.EN_50160.contains(planning)) {
            throw new IllegalArgumentException(
                    "planning band must be from 207000 to 253000 millivolts, not from "
                            + planning.lowest()
                            + " to "
                            + planning.highest());
        }
        Checks.range("loadPowerFactorPermille", loadPowerFactorPermille, 1, 1000);
        cables = FeederChecks.rootFirst(source.node(), cables);
        homes = Collections.unmodifiableMap(new TreeMap<>(homes));
    }

    /** This feeder with its tap at another position. */
    public Feeder withTap(int position) {
        Tap tap = new Tap(position, source.tap().stepPermille(), source.tap().steps());
        Source other = new Source(source.node(), source.millivolts(), tap, source.inner());
        return new Feeder(other, planning, loadPowerFactorPermille, cables, homes);
    }

    /** This feeder with another planning band. */
    public Feeder withPlanning(Band band) {
        return new Feeder(source, band, loadPowerFactorPermille, cables, homes);
    }

    /** This feeder with other cables. */
    public Feeder withCables(List<Cable> other) {
        return new Feeder(source, planning, loadPowerFactorPermille, other, homes);
    }

    /** This feeder with other homes. */
    public Feeder withHomes(Map<String, String> other) {
        return new Feeder(source, planning, loadPowerFactorPermille, cables, other);
    }

    /** The phases that each node has, by its name; the source has three. */
    public Map<String, Connection> nodes() {
        Map<String, Connection> nodes = new TreeMap<>();
        nodes.put(source.node(), Connection.THREE_PHASE);
        cables.forEach(cable -> nodes.put(cable.to(), cable.phases()));
        return nodes;
    }
}
