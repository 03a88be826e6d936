package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Feeder.Band;
import energy.peerwatt.balancer.model.Feeder.Cable;
import energy.peerwatt.balancer.model.Feeder.Impedance;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Keeps free of cables and voltages what homes of which nothing is known may need: each cable on
 * the way to one carries less by its current, and the band is narrower by what the currents of all
 * can move any voltage at most. Currents are those at the band's lower end.
 */
final class FeederReserve {

    private static final int PHASES = 3;

    /** W by millivolts in milliampere. */
    private static final long MILLI = 1_000_000;

    private static final long PERMILLE = 1_000;
    private static final int MILLIAMPERES = 1_000;
    private static final long NANO_IN_MILLIVOLT = 1_000_000;

    /**
     * A home of which nothing is known.
     *
     * @param takenW what it may take
     * @param givenW what it may give
     */
    record Silent(String home, Connection phases, int takenW, int givenW) {}

    private final Feeder feeder;
    private final Map<String, Cable> byEnd = new HashMap<>();
    private final Map<String, long[]> reserved = new HashMap<>();
    private final long[] lower = new long[PHASES];
    private final long[] raise = new long[PHASES];

    private FeederReserve(Feeder feeder) {
        this.feeder = feeder;
        feeder.cables().forEach(cable -> byEnd.put(cable.to(), cable));
    }

    /** The feeder as far as it is left to the others; homes without a place are at its source. */
    static Feeder of(Feeder feeder, List<Silent> homes) {
        if (homes.isEmpty()) {
            return feeder;
        }
        FeederReserve reserve = new FeederReserve(feeder);
        homes.forEach(reserve::add);
        return feeder.withCables(feeder.cables().stream().map(reserve::left).toList())
                .withPlanning(reserve.band());
    }

    private void add(Silent home) {
        long[] taken = milliamperes(home.takenW(), home.phases(), feeder.loadPowerFactorPermille());
        long[] given = milliamperes(home.givenW(), home.phases(), PERMILLE);
        long[] down = new long[PHASES];
        long[] up = new long[PHASES];
        move(down, up, feeder.source().inner(), taken, given);
        Cable cable = byEnd.get(feeder.homes().getOrDefault(home.home(), ""));
        while (cable != null) {
            long[] sum = reserved.computeIfAbsent(cable.to(), _ -> new long[PHASES]);
            for (int phase = 0; phase < PHASES; phase++) {
                sum[phase] += Math.max(taken[phase], given[phase]);
            }
            move(down, up, cable.impedance(), taken, given);
            cable = byEnd.get(cable.from());
        }
        for (int phase = 0; phase < PHASES; phase++) {
            lower[phase] += down[phase];
            raise[phase] += up[phase];
        }
    }

    private long[] milliamperes(int watts, Connection phases, long powerFactor) {
        long[] current = new long[PHASES];
        for (int phase = 0; phase < PHASES; phase++) {
            current[phase] =
                    Math.ceilDiv(
                            MILLI * PERMILLE * watts * phases.thirdsOn(phase),
                            powerFactor * PHASES * feeder.planning().lowest());
        }
        return current;
    }

    /** Nanovolt at most, whatever the angles; another phase's current may move it either way. */
    private static void move(
            long[] down, long[] up, Impedance impedance, long[] taken, long[] given) {
        for (int phase = 0; phase < PHASES; phase++) {
            long self = (long) impedance.selfR() + impedance.selfX();
            long byTaken = taken[phase] * self + others(impedance, taken, phase);
            long byGiven = given[phase] * self + others(impedance, given, phase);
            down[phase] += Math.max(byTaken, others(impedance, given, phase));
            up[phase] += Math.max(byGiven, others(impedance, taken, phase));
        }
    }

    private static long others(Impedance impedance, long[] current, int phase) {
        long mutual = Math.abs((long) impedance.mutualR()) + Math.abs((long) impedance.mutualX());
        return mutual * (LongStream.of(current).sum() - current[phase]);
    }

    private Cable left(Cable cable) {
        long[] sum = reserved.get(cable.to());
        if (sum == null || !cable.isRated()) {
            return cable;
        }
        long most = Arrays.stream(sum).max().orElse(0);
        int left = (int) Math.max(1, cable.ampacity() - Math.ceilDiv(most, MILLIAMPERES));
        return new Cable(cable.from(), cable.to(), cable.phases(), cable.impedance(), left);
    }

    /** Where nothing would be left of it, its middle, which no plan keeps. */
    private Band band() {
        Band band = feeder.planning();
        long lowest = band.lowest() + millivolts(lower);
        long highest = band.highest() - millivolts(raise);
        if (lowest > highest) {
            int middle = (band.lowest() + band.highest()) / 2;
            return new Band(middle, middle);
        }
        return new Band((int) lowest, (int) highest);
    }

    private static long millivolts(long[] nanovolts) {
        return Math.ceilDiv(Arrays.stream(nanovolts).max().orElse(0), NANO_IN_MILLIVOLT);
    }
}
