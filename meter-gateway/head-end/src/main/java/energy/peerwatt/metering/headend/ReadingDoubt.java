package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Quality;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What two readings around a boundary leave open besides the time between them.
 *
 * @param clockMillis both were read at most this many milliseconds from their times; empty if a
 *     clock could not be trusted
 * @param stepWh the longer step of the two, in Wh, rounded up; at least 1
 */
public record ReadingDoubt(OptionalInt clockMillis, long stepWh) {

    /**
     * The value with this doubt added. A register counts whole steps, so in completed Wh it may lag
     * by a step less one. If the clock may be further off than the nearer reading is away, what the
     * connection can carry in the rest is added, rounded up. Without a clock that can be trusted
     * the value is an estimate.
     *
     * @param mostWh what the connection can carry in a quarter-hour
     */
    public BoundaryValue addedTo(
            BoundaryValue value, RegisterReading before, RegisterReading after, long mostWh) {
        long uncertainty = Math.addExact(value.uncertaintyWh(), stepWh - 1);
        if (clockMillis.isEmpty()) {
            Set<ValueReason> reasons = EnumSet.of(ValueReason.CLOCK);
            reasons.addAll(value.reasons());
            Quality quality = value.quality().worst(Quality.ESTIMATED);
            return new BoundaryValue(value.at(), value.registerWh(), quality, uncertainty, reasons);
        }
        long beyond = clockMillis.getAsInt() - nearestMillis(value, before, after);
        if (beyond > 0) {
            long unseen =
                    Math.ceilDiv(
                            Math.multiplyExact(mostWh, beyond),
                            DeliveryInterval.QUARTER_HOUR.toMillis());
            uncertainty = Math.addExact(uncertainty, unseen);
        }
        return new BoundaryValue(
                value.at(), value.registerWh(), value.quality(), uncertainty, value.reasons());
    }

    private static long nearestMillis(
            BoundaryValue value, RegisterReading before, RegisterReading after) {
        return Math.min(
                Duration.between(before.at(), value.at()).toMillis(),
                Duration.between(value.at(), after.at()).toMillis());
    }
}
