package energy.peerwatt.web.strategy;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.strategy.Preview.Effect;
import energy.peerwatt.web.strategy.Preview.PastInterval;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Previews on a home's own last month of stored interval values and trades. */
@ApplicationScoped
public class Previews {

    /** A last month of which less than a day is known is not worth a preview. */
    private static final int LEAST = 96;

    private static final String CLEARED =
            """
            SELECT interval_start, sum(energy_wh)::bigint, sum(energy_wh * price_micro)::bigint
            FROM market.trade
            WHERE area_id = $1 AND interval_start >= $2 AND interval_start < $3
            GROUP BY interval_start
            """;

    private final IntervalValueStore values;
    private final Pool pool;
    private final MarketClock clock;

    public Previews(IntervalValueStore values, Pool pool, MarketClock clock) {
        this.values = values;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * What the effects rest on.
     *
     * @param month calendar month in the area's time zone
     * @param past intervals with values of both registers
     * @param tradedIntervals those of them in which neighbours traded
     */
    public record Basis(YearMonth month, List<PastInterval> past, long tradedIntervals) {

        /** What a preference would have brought the home. */
        public Effect effect(Preference preference, MeteringPoint point) {
            return Preview.of(preference, point.participant(), past);
        }
    }

    private record Cleared(long energyWh, Price mean) {}

    /** The last calendar month; the current one as far as it has come if that is not known. */
    public Uni<Basis> basis(Area area, MeteringPoint point) {
        YearMonth current = YearMonth.from(clock.now().atZone(area.zone()));
        return basis(area, point, current.minusMonths(1))
                .chain(last ->
                        last.past().size() >= LEAST
                                ? Uni.createFrom().item(last)
                                : basis(area, point, current));
    }

    private Uni<Basis> basis(Area area, MeteringPoint point, YearMonth month) {
        Instant from = month.atDay(1).atStartOfDay(area.zone()).toInstant();
        Instant until = month.plusMonths(1).atDay(1).atStartOfDay(area.zone()).toInstant();
        return values.values(point.id(), from, until)
                .chain(metered ->
                        cleared(area.rules().area(), from, until)
                                .map(cleared -> basis(area, point, month, metered, cleared)));
    }

    private Uni<Map<Instant, Cleared>> cleared(AreaId area, Instant from, Instant until) {
        return pool.preparedQuery(CLEARED)
                .execute(
                        Tuple.of(
                                area.value(),
                                from.atOffset(ZoneOffset.UTC),
                                until.atOffset(ZoneOffset.UTC)))
                .map(rows -> {
                    Map<Instant, Cleared> found = new HashMap<>();
                    for (Row row : rows) {
                        Price mean =
                                Price.ofMicroPerKwh(Math.floorDiv(row.getLong(2), row.getLong(1)));
                        found.put(
                                row.getOffsetDateTime(0).toInstant(),
                                new Cleared(row.getLong(1), mean));
                    }
                    return found;
                });
    }

    private static Basis basis(
            Area area,
            MeteringPoint point,
            YearMonth month,
            List<IntervalValue> metered,
            Map<Instant, Cleared> cleared) {
        Map<Instant, Map<Channel, Long>> known = new TreeMap<>();
        for (IntervalValue value : metered) {
            known.computeIfAbsent(value.interval().start(), _ -> new EnumMap<>(Channel.class))
                    .put(value.channel(), value.energy().wattHours());
        }
        List<PastInterval> past = new ArrayList<>();
        known.forEach((start, channels) -> {
            Long taken = channels.get(Channel.IMPORT);
            Long given = channels.get(Channel.EXPORT);
            if (taken != null && given != null) {
                Cleared traded = cleared.getOrDefault(start, new Cleared(0, Price.ZERO));
                past.add(
                        new PastInterval(
                                Corridor.of(area, point, start),
                                taken,
                                given,
                                traded.energyWh(),
                                traded.mean()));
            }
        });
        long traded = past.stream().filter(one -> one.tradedWh() > 0).count();
        return new Basis(month, past, traded);
    }
}
