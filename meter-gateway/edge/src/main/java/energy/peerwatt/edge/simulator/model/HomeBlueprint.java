package energy.peerwatt.edge.simulator.model;

import java.util.List;

/**
 * One home before time starts.
 *
 * @param initial counters when the village is founded
 */
public record HomeBlueprint(HomeSpec spec, Household household, Counters initial) {

    /**
     * A home that repeats measured quarter-hour mean powers.
     *
     * @param startEpochSecond the quarter-hour of the first values
     * @param loadW W, each at least 0; repeats after its end
     * @param solarW likewise; empty without a roof
     */
    public static HomeBlueprint measured(
            HomeSpec spec,
            Counters initial,
            long startEpochSecond,
            List<Integer> loadW,
            List<Integer> solarW) {
        return new HomeBlueprint(
                spec, new MeasuredHousehold(startEpochSecond, loadW, solarW), initial);
    }
}
