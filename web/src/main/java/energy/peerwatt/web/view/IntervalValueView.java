package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.IntervalValue;
import java.time.Instant;

/** Energy of one register in one interval. */
public record IntervalValueView(
        Instant interval,
        String channel,
        long energyWh,
        String quality,
        long uncertaintyWh,
        int version) {

    public static IntervalValueView of(IntervalValue value) {
        return new IntervalValueView(
                value.interval().start(),
                value.channel().name(),
                value.energy().wattHours(),
                value.quality().name(),
                value.uncertaintyWh(),
                value.version());
    }
}
