package energy.peerwatt.web.rest;

import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.strategy.Preview.Effect;
import energy.peerwatt.web.strategy.Previews.Basis;
import java.util.List;

/**
 * What preferences would have brought a home in a month that is over, or in the current one as far
 * as it has come.
 *
 * @param month such as 2026-06, in the area's time zone
 * @param intervals with values of the home's meter
 * @param tradedIntervals those of them in which neighbours traded
 */
public record StrategyPreviewView(
        String month, String currency, int intervals, long tradedIntervals, List<OfStyle> effects) {

    /**
     * Of one style.
     *
     * @param gain over the own supplier alone
     */
    public record OfStyle(Style style, long soldWh, long boughtWh, String gain) {

        static OfStyle of(Style style, Effect effect) {
            return new OfStyle(
                    style, effect.soldWh(), effect.boughtWh(), effect.gain().toDecimalString());
        }
    }

    static StrategyPreviewView of(
            Basis basis, MeteringPoint point, String currency, List<Preference> preferences) {
        return new StrategyPreviewView(
                basis.month().toString(),
                currency,
                basis.past().size(),
                basis.tradedIntervals(),
                preferences.stream()
                        .map(one -> OfStyle.of(one.style(), basis.effect(one, point)))
                        .toList());
    }
}
