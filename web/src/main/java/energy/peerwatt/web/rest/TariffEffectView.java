package energy.peerwatt.web.rest;

import energy.peerwatt.web.tariff.HomeEffect;
import energy.peerwatt.web.tariff.PriceSpan;
import energy.peerwatt.web.tariff.SheetEffects;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sheet changes in the week from its first day on, and would have changed for one home.
 *
 * @param week hours whose price becomes another one
 * @param home null while nothing of the home is settled
 */
public record TariffEffectView(String currency, List<Change> week, @Nullable Home home) {

    /** One price in place of one other; {@code kind} is RETAIL, FEED_IN, GRID_FEE or LEVY. */
    public record Change(
            String kind,
            List<String> days,
            LocalTime from,
            LocalTime until,
            long beforeMicro,
            long afterMicro) {

        static Change of(PriceSpan span) {
            return new Change(
                    span.kind().name(),
                    span.days().stream().map(DayOfWeek::name).toList(),
                    span.from(),
                    span.until(),
                    span.before().microPerKwh(),
                    span.after().microPerKwh());
        }
    }

    /** What the home would have paid, without what neighbours paid each other; as decimals. */
    public record Home(
            long participantId,
            Instant from,
            Instant to,
            int intervals,
            long supplyWh,
            long sharedWh,
            long feedInWh,
            String before,
            String after,
            String difference) {

        static Home of(HomeEffect effect) {
            return new Home(
                    effect.home().value(),
                    effect.from(),
                    effect.to(),
                    effect.intervals(),
                    effect.supply().wattHours(),
                    effect.shared().wattHours(),
                    effect.feedIn().wattHours(),
                    effect.before().toDecimalString(),
                    effect.after().toDecimalString(),
                    effect.after().minus(effect.before()).toDecimalString());
        }
    }

    static TariffEffectView of(String currency, SheetEffects.Effect effect) {
        return new TariffEffectView(
                currency,
                effect.week().stream().map(Change::of).toList(),
                effect.home().map(Home::of).orElse(null));
    }
}
