package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Energy of one register in one interval. Known by metering point, channel, interval and version; a
 * correction is a new version.
 *
 * @param uncertaintyWh the true energy is at most this many Wh away; 0 is exact
 * @param reasons what explains quality and uncertainty; empty for a plain measurement
 * @param version from 1
 */
public record IntervalValue(
        MeteringPointId meteringPoint,
        Channel channel,
        DeliveryInterval interval,
        Energy energy,
        Quality quality,
        long uncertaintyWh,
        Set<ValueReason> reasons,
        int version) {

    public IntervalValue {
        if (uncertaintyWh < 0 || version < 1) {
            throw new IllegalArgumentException(
                    "uncertainty " + uncertaintyWh + " Wh, version " + version);
        }
        reasons = Set.copyOf(reasons);
    }

    /**
     * Version 1 of the interval between two consecutive boundaries: their difference, the worse
     * quality, the sum of the uncertainties. Where a change leaves energy unknown, the value is an
     * estimate.
     *
     * @param within where the register starts again, after {@code start} and not after {@code end}
     */
    public static IntervalValue between(
            RegisterId register,
            BoundaryValue start,
            BoundaryValue end,
            List<RegisterChange> within) {
        Quality quality = start.quality().worst(end.quality());
        long uncertainty = Math.addExact(start.uncertaintyWh(), end.uncertaintyWh());
        Set<ValueReason> reasons = EnumSet.noneOf(ValueReason.class);
        reasons.addAll(start.reasons());
        reasons.addAll(end.reasons());
        for (RegisterChange change : within) {
            reasons.add(change.reason());
            uncertainty = Math.addExact(uncertainty, change.uncertaintyWh());
            quality = quality.worst(change.quality());
        }
        return new IntervalValue(
                register.meteringPoint(),
                register.channel(),
                new DeliveryInterval(start.at(), Duration.between(start.at(), end.at())),
                Energy.ofWattHours(end.registerWh() - start.registerWh()),
                quality,
                uncertainty,
                reasons,
                1);
    }

    /** The same value, marked as more than its connection can carry. */
    public IntervalValue spike() {
        Set<ValueReason> marked = EnumSet.of(ValueReason.SPIKE);
        marked.addAll(reasons);
        return new IntervalValue(
                meteringPoint, channel, interval, energy, quality, uncertaintyWh, marked, version);
    }

    public RegisterId register() {
        return new RegisterId(meteringPoint, channel);
    }
}
