package energy.peerwatt.edge.simulator.model;

import energy.peerwatt.edge.simulator.model.Vehicle.Stay;
import java.util.Optional;

/**
 * A three-phase charging point. Uncoordinated, a car takes all it can from its arrival on until it
 * has what it needs.
 *
 * @param mostW what it lets through and cars take at most, 0 for a home without one
 */
record ChargingPoint(int mostW) {

    private static final int PHASES = 3;
    private static final int VOLTS = 230;

    /** A car does not charge with less, IEC 61851-1. */
    private static final int LEAST_MILLIAMPERES = 6_000;

    /**
     * The session of a stay in the slice from {@code second} on: the same if it goes on, else a new
     * one. A session that nobody saw begin was uncoordinated until now.
     */
    ChargingSession session(ChargingSession last, Optional<Stay> stay, long second) {
        if (mostW == 0 || stay.isEmpty()) {
            return ChargingSession.NONE;
        }
        long arrival = stay.get().arrival();
        return last.arrival() == arrival
                ? last
                : new ChargingSession(
                        arrival, Math.min(stay.get().neededWs(), (second - arrival) * mostW));
    }

    /** Power of the coming slice, W. */
    int power(ChargingSession session, Optional<Stay> stay, int milliamperes) {
        if (mostW == 0 || stay.isEmpty() || milliamperes < LEAST_MILLIAMPERES) {
            return 0;
        }
        long allowed = (long) milliamperes * PHASES * VOLTS / 1_000;
        long missingWs = stay.get().neededWs() - session.chargedWs();
        return (int) Math.min(Math.min(allowed, mostW), missingWs / Village.SLICE_SECONDS);
    }
}
