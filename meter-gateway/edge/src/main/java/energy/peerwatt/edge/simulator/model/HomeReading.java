package energy.peerwatt.edge.simulator.model;

/**
 * The truth about one home at one moment.
 *
 * @param epochSecond market time
 * @param counters exact at that moment
 * @param flow powers around that moment
 * @param stateOfChargePermille of the battery, 0 without one
 */
public record HomeReading(
        HomeSpec home,
        long epochSecond,
        Counters counters,
        PowerFlow flow,
        int stateOfChargePermille) {

    /** What a register of this quantity shows: whole Wh, rounded down. */
    public long wattHours(Quantity quantity) {
        return counters.wattHours(quantity);
    }
}
