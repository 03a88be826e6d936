package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.market.Quality;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Duration;

/**
 * Energy of one register in one interval. Known by metering point, channel, interval and version; a
 * correction is a new version.
 *
 * @param uncertaintyWh the true energy is at most this many Wh away; 0 is exact
 * @param version from 1
 */
public record IntervalValue(
        MeteringPointId meteringPoint,
        Channel channel,
        DeliveryInterval interval,
        Energy energy,
        Quality quality,
        long uncertaintyWh,
        int version) {

    public IntervalValue {
        if (uncertaintyWh < 0 || version < 1) {
            throw new IllegalArgumentException(
                    "uncertainty " + uncertaintyWh + " Wh, version " + version);
        }
    }

    /**
     * Version 1 of the interval between two consecutive boundaries: their difference, the worse
     * quality, the sum of the uncertainties.
     */
    public static IntervalValue between(
            RegisterId register, BoundaryValue start, BoundaryValue end) {
        return new IntervalValue(
                register.meteringPoint(),
                register.channel(),
                new DeliveryInterval(start.at(), Duration.between(start.at(), end.at())),
                Energy.ofWattHours(end.registerWh() - start.registerWh()),
                start.quality().worst(end.quality()),
                Math.addExact(start.uncertaintyWh(), end.uncertaintyWh()),
                1);
    }

    public RegisterId register() {
        return new RegisterId(meteringPoint, channel);
    }
}
