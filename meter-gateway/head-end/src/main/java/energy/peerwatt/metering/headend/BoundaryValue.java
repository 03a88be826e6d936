package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Quality;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The energy so far at the change of an interval.
 *
 * @param registerWh Wh since the register's first reading began, plus what it showed then; runs on
 *     where the register starts again
 * @param uncertaintyWh the true value is at most this many Wh away; 0 is exact
 * @param reasons why it is not exact, or which change of the register lies around it
 */
public record BoundaryValue(
        Instant at,
        long registerWh,
        Quality quality,
        long uncertaintyWh,
        Set<ValueReason> reasons) {

    public BoundaryValue {
        reasons = Set.copyOf(reasons);
    }

    /** The same boundary inside a gap whose energy is not spread evenly. */
    public BoundaryValue spread(long wattHours, ValueReason how) {
        Set<ValueReason> with = EnumSet.of(how);
        with.addAll(reasons);
        return new BoundaryValue(at, wattHours, quality, uncertaintyWh, with);
    }
}
