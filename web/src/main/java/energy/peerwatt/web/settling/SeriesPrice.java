package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.unit.Price;
import java.time.Instant;

/**
 * What deviations cost in one interval, as it was published.
 *
 * @param id in the order in which prices were kept
 * @param start of the interval
 * @param version from 1; the highest counts
 * @param whenShort paid per kWh by who took more or gave less than contracted
 * @param whenLong received per kWh by who took less or gave more; at most {@code whenShort}
 * @param source who published it, and where
 * @param actor who entered it, when and why
 */
public record SeriesPrice(
        long id,
        AreaId area,
        Instant start,
        int version,
        Price whenShort,
        Price whenLong,
        String source,
        Actor actor) {}
