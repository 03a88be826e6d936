package energy.peerwatt.edge.simulator.model;

import java.util.List;
import java.util.Optional;

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
     * @param seed of the comings and goings of its car, if it has a wallbox
     */
    public static HomeBlueprint measured(
            HomeSpec spec,
            Counters initial,
            long startEpochSecond,
            List<Integer> loadW,
            List<Integer> solarW,
            long seed) {
        Optional<Vehicle> vehicle =
                spec.equipment().hasCharger()
                        ? Optional.of(new Vehicle(new Chance(seed).at(spec.number())))
                        : Optional.empty();
        return new HomeBlueprint(
                spec, new MeasuredHousehold(startEpochSecond, loadW, solarW, vehicle), initial);
    }
}
