package energy.peerwatt.edge.simulator.model;

import java.time.LocalDate;

/**
 * A wallbox whose car comes home in the evening and charges at full power until it has what it
 * needs.
 *
 * @param watts charging power, 0 for a home without a car
 */
record CarCharger(int watts, Chance chance) {

    private static final long EARLIEST_SECOND_OF_DAY = 61_200;
    private static final int LATEST_DELAY_SECONDS = 10_800;

    /** Charging power in W. */
    int power(Moment moment) {
        if (watts == 0) {
            return 0;
        }
        int yesterday = power(moment.epochSecond(), moment.day().minusDays(1));
        return yesterday > 0 ? yesterday : power(moment.epochSecond(), moment.day());
    }

    private int power(long epochSecond, LocalDate day) {
        Chance trip = chance.at(day.toEpochDay());
        if (!trip.at(1).happens(Moment.weekend(day) ? 0.4 : 0.75)) {
            return 0;
        }
        long since = epochSecond - arrival(day, trip);
        if (since < 0) {
            return 0;
        }
        long neededWs = trip.at(3).whole(6_000, 22_000) * 3_600L;
        long missingWs = neededWs - since * watts;
        return Math.clamp(missingWs / Village.SLICE_SECONDS, 0, watts);
    }

    private static long arrival(LocalDate day, Chance trip) {
        long midnight = day.atStartOfDay(Moment.ZONE).toEpochSecond();
        long arrival =
                midnight + EARLIEST_SECOND_OF_DAY + trip.at(2).whole(0, LATEST_DELAY_SECONDS);
        return arrival - arrival % Village.SLICE_SECONDS;
    }
}
