package energy.peerwatt.edge.simulator.model;

import java.time.LocalDate;
import java.util.Optional;

/** A commuter's car: away by day, home in the evening, gone again in the morning. */
record Vehicle(Chance chance) {

    private static final long EARLIEST_ARRIVAL = 64_800;
    private static final int LATEST_DELAY_SECONDS = 4_500;
    private static final long EARLIEST_DEPARTURE = 21_600;
    private static final int LATEST_START_SECONDS = 9_000;

    /**
     * Time at its charging point.
     *
     * @param arrival epoch second, a multiple of the slice
     * @param departure epoch second, likewise
     * @param neededWs what it has to have taken until then
     */
    record Stay(long arrival, long departure, long neededWs) {

        boolean covers(long second) {
            return arrival <= second && second < departure;
        }
    }

    /** The stay at that moment; empty while the car is away. */
    Optional<Stay> stay(Moment moment) {
        return stay(moment.day().minusDays(1))
                .filter(stay -> stay.covers(moment.epochSecond()))
                .or(() -> stay(moment.day()).filter(stay -> stay.covers(moment.epochSecond())));
    }

    private Optional<Stay> stay(LocalDate day) {
        Chance trip = chance.at(day.toEpochDay());
        if (!trip.at(1).happens(Moment.weekend(day) ? 0.5 : 0.85)) {
            return Optional.empty();
        }
        return Optional.of(
                new Stay(
                        slice(day, EARLIEST_ARRIVAL + trip.at(2).whole(0, LATEST_DELAY_SECONDS)),
                        slice(
                                day.plusDays(1),
                                EARLIEST_DEPARTURE + trip.at(4).whole(0, LATEST_START_SECONDS)),
                        trip.at(3).whole(10_000, 26_000) * 3_600L));
    }

    private static long slice(LocalDate day, long secondOfDay) {
        long second = day.atStartOfDay(Moment.ZONE).toEpochSecond() + secondOfDay;
        return second - second % Village.SLICE_SECONDS;
    }
}
