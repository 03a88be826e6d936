package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.FindingStore.Recorded;
import java.time.Instant;
import java.util.List;

/**
 * Energy of one register in one interval.
 *
 * @param reasons why it is not a plain measurement
 * @param findings checks that found something there and were not withdrawn
 * @param version the newest
 */
public record IntervalValueView(
        Instant interval,
        String channel,
        long energyWh,
        String quality,
        long uncertaintyWh,
        List<String> reasons,
        List<String> findings,
        int version) {

    /** With those of the metering point's findings that are about it. */
    public static IntervalValueView of(IntervalValue value, List<Recorded> findings) {
        return new IntervalValueView(
                value.interval().start(),
                value.channel().name(),
                value.energy().wattHours(),
                value.quality().name(),
                value.uncertaintyWh(),
                value.reasons().stream().sorted().map(Enum::name).toList(),
                findings.stream()
                        .filter(Recorded::stands)
                        .map(Recorded::finding)
                        .filter(found ->
                                found.start().equals(value.interval().start())
                                        && found.channel() == value.channel())
                        .map(found -> found.check().name())
                        .toList(),
                value.version());
    }
}
