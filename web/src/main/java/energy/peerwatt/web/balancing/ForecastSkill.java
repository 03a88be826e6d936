package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.Backtest;
import energy.peerwatt.balancer.forecast.EnergyHistory;
import energy.peerwatt.balancer.forecast.SimilarDays;
import energy.peerwatt.balancer.forecast.SolarOutput;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How good the forecasts of an area would have been on its stored past, beside persistence. Blocks,
 * a second or so; changes nothing.
 */
@ApplicationScoped
public class ForecastSkill {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** From the end of the last known quarter-hour to the end of the expected one. */
    private static final List<Duration> LEADS =
            List.of(
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(4),
                    Duration.ofHours(24));

    /** What must be known before the first forecast that counts. */
    private static final Duration RUN_UP = Duration.ofDays(7);

    private final Registry registry;
    private final PastEnergies energies;
    private final Skies skies;
    private final PlanningSlot slot;
    private final MarketClock clock;
    private final Predicate<LocalDate> holiday;

    public ForecastSkill(
            Registry registry,
            PastEnergies energies,
            Skies skies,
            PlanningSlot slot,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.energies = energies;
        this.skies = skies;
        this.slot = slot;
        this.clock = clock;
        this.holiday = config.metering().holidays().orElse(Set.of())::contains;
    }

    /**
     * What came of it.
     *
     * @param homes whose sums were forecast, their devices included
     * @param unknown homes of which less than a week is known
     * @param load one for each time ahead of which anything could be compared
     * @param solar likewise, of the panels
     */
    public record Result(
            Instant from,
            Instant until,
            int homes,
            int unknown,
            List<Backtest> load,
            List<Backtest> solar) {}

    /** The forecasts of the days before the running quarter-hour. */
    public Result of(Area area, int days) {
        return slot.run(() -> result(area, days));
    }

    private Result result(Area area, int days) {
        Instant now = clock.now();
        Instant until = DeliveryInterval.containing(now, DeliveryInterval.QUARTER_HOUR).start();
        Instant from = until.minus(Duration.ofDays(days));
        AreaPast past = new AreaPast();
        for (MeteringPoint point :
                registry.meteringPoints(area.rules().area()).await().atMost(TIMEOUT)) {
            PastEnergy known = energies.between(point.id(), from.minus(RUN_UP), until);
            past.add(HomeHistory.of(known, Set.of()));
        }
        AreaPast.Totals totals = past.totals();
        EnergyHistory load = new EnergyHistory(totals.load());
        EnergyHistory solar = new EnergyHistory(totals.solar());
        boolean shines = totals.solar().stream().anyMatch(value -> value.wattHours() > 0);
        return new Result(
                from,
                until,
                totals.homes(),
                totals.unknown(),
                Backtest.of(load, new SimilarDays(load, area.zone(), holiday), true, LEADS, RUN_UP),
                shines
                        ? Backtest.of(
                                solar,
                                new SolarOutput(
                                        solar,
                                        skies.over(area.zone(), now),
                                        SolarOutput.Weather.UNKNOWN),
                                true,
                                LEADS,
                                RUN_UP)
                        : List.of());
    }
}
