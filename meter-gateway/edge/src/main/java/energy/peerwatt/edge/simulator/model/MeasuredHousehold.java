package energy.peerwatt.edge.simulator.model;

import energy.peerwatt.edge.simulator.model.Vehicle.Stay;
import java.util.List;
import java.util.Optional;

/**
 * A home that repeats measured quarter-hour mean powers.
 *
 * @param startEpochSecond the quarter-hour of the first value
 * @param loadW one value per quarter-hour, repeats after its end, may be empty
 * @param solarW likewise, with its own length
 * @param vehicle that is made up all the same; empty without one
 */
record MeasuredHousehold(
        long startEpochSecond, List<Integer> loadW, List<Integer> solarW, Optional<Vehicle> vehicle)
        implements Household {

    private static final int QUARTER_HOUR_SECONDS = 900;

    MeasuredHousehold {
        loadW = List.copyOf(loadW);
        solarW = List.copyOf(solarW);
    }

    @Override
    public int consumption(Moment moment) {
        return valueAt(loadW, moment);
    }

    @Override
    public Optional<Stay> stay(Moment moment) {
        return vehicle.flatMap(car -> car.stay(moment));
    }

    @Override
    public int solar(Moment moment) {
        return valueAt(solarW, moment);
    }

    private int valueAt(List<Integer> series, Moment moment) {
        if (series.isEmpty()) {
            return 0;
        }
        long quarter = Math.floorDiv(moment.epochSecond() - startEpochSecond, QUARTER_HOUR_SECONDS);
        return series.get(Math.floorMod(quarter, series.size()));
    }
}
