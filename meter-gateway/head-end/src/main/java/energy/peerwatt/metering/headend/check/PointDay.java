package energy.peerwatt.metering.headend.check;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.Site;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A metering point's values of a day.
 *
 * @param values of each channel, ascending; what was estimated without a register is not here
 */
public record PointDay(Site site, Map<Channel, List<Value>> values) {

    /**
     * The newest version of a value.
     *
     * @param registerWh energy so far at its end; empty if it does not come from registers
     * @param leastBefore least that the same interval had on the days before; empty if fewer than
     *     three of the last seven are known, or if it was not asked for because this one is not 0
     * @param weekBefore sum of the same interval over the seven days before; empty if one of them
     *     is not known, or if it was not asked for because nothing is generated
     */
    public record Value(
            Instant start,
            long wattHours,
            OptionalLong registerWh,
            OptionalLong leastBefore,
            OptionalLong weekBefore) {}

    List<Value> of(Channel channel) {
        return values.getOrDefault(channel, List.of());
    }

    Map<Instant, Value> byStart(Channel channel) {
        return of(channel).stream().collect(Collectors.toMap(Value::start, Function.identity()));
    }

    Optional<Site.Location> location() {
        return site.location();
    }
}
