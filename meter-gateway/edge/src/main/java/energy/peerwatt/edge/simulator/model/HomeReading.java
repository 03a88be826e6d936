package energy.peerwatt.edge.simulator.model;

import java.util.Optional;

/**
 * The truth about one home at one moment.
 *
 * @param epochSecond market time
 * @param counters exact at that moment
 * @param flow powers around that moment
 * @param stateOfChargePermille of the battery, 0 without one
 * @param car at the charging point; empty while it is away
 */
public record HomeReading(
        HomeSpec home,
        long epochSecond,
        Counters counters,
        PowerFlow flow,
        int stateOfChargePermille,
        Optional<ParkedCar> car) {

    /** A home without a car. */
    public HomeReading(
            HomeSpec home,
            long epochSecond,
            Counters counters,
            PowerFlow flow,
            int stateOfChargePermille) {
        this(home, epochSecond, counters, flow, stateOfChargePermille, Optional.empty());
    }

    /** What a register of this quantity shows: whole Wh, rounded down. */
    public long wattHours(Quantity quantity) {
        return counters.wattHours(quantity);
    }
}
