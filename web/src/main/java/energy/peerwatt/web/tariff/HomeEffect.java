package energy.peerwatt.web.tariff;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.view.LineSums;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;

/**
 * What a sheet would have changed for a home in its own past: the same energy in the same hours of
 * the week at the prices of the week in which the sheet begins, the grid fee at the most that is
 * due in the area. What neighbours paid each other stays as it was.
 *
 * @param from intervals that start before are not counted
 * @param to nor those that start then or later
 * @param intervals settled ones among them
 * @param supply taken from the own supplier
 * @param shared taken from neighbours, which bears grid fee and levies
 * @param feedIn left to the own supplier
 * @param before paid for supply, grid fees and levies less what was paid for feed-in
 */
public record HomeEffect(
        ParticipantId home,
        Instant from,
        Instant to,
        int intervals,
        Energy supply,
        Energy shared,
        Energy feedIn,
        Money before,
        Money after) {

    /** The effect on settled intervals, by start. */
    static HomeEffect of(
            ParticipantId home,
            Span span,
            Map<Instant, LineSums> settled,
            Charged before,
            Charged after) {
        HomeEffect sum =
                new HomeEffect(
                        home,
                        span.from(),
                        span.to(),
                        settled.size(),
                        Energy.ZERO,
                        Energy.ZERO,
                        Energy.ZERO,
                        Money.ZERO,
                        Money.ZERO);
        for (Map.Entry<Instant, LineSums> one : settled.entrySet()) {
            Instant priced = sameHour(one.getKey(), span.priced(), span.zone());
            sum = sum.plus(one.getValue(), before.at(priced), after.at(priced));
        }
        return sum;
    }

    /**
     * Which past is looked at, and at the prices of which week.
     *
     * @param priced first day of that week
     */
    record Span(Instant from, Instant to, LocalDate priced, ZoneId zone) {}

    private static Instant sameHour(Instant past, LocalDate week, ZoneId zone) {
        ZonedDateTime local = past.atZone(zone);
        DayOfWeek day = local.getDayOfWeek();
        return week.with(TemporalAdjusters.nextOrSame(day))
                .atTime(local.toLocalTime())
                .atZone(zone)
                .toInstant();
    }

    private HomeEffect plus(
            LineSums energy, Map<TariffKind, Price> old, Map<TariffKind, Price> changed) {
        return new HomeEffect(
                home,
                from,
                to,
                intervals,
                supply.plus(energy.residualSupply()),
                shared.plus(energy.bought()),
                feedIn.plus(energy.residualFeedIn()),
                before.plus(paid(energy, old)),
                after.plus(paid(energy, changed)));
    }

    private static Money paid(LineSums energy, Map<TariffKind, Price> prices) {
        return price(prices, TariffKind.RETAIL)
                .times(energy.residualSupply())
                .plus(price(prices, TariffKind.GRID_FEE).times(energy.bought()))
                .plus(price(prices, TariffKind.LEVY).times(energy.bought()))
                .minus(price(prices, TariffKind.FEED_IN).times(energy.residualFeedIn()));
    }

    private static Price price(Map<TariffKind, Price> prices, TariffKind kind) {
        return prices.getOrDefault(kind, Price.ZERO);
    }
}
