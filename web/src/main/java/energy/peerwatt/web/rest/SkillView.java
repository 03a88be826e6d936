package energy.peerwatt.web.rest;

import energy.peerwatt.balancer.forecast.Backtest;
import energy.peerwatt.web.balancing.ForecastSkill;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How good forecasts of an area would have been; empty lists where too little is stored.
 *
 * @param homes whose sums were forecast
 * @param unknownHomes of which less than a week is known; they are not in it
 */
public record SkillView(
        int areaId,
        Instant from,
        Instant until,
        int homes,
        int unknownHomes,
        List<SeriesView> series) {

    private static final int THOUSAND = 1_000;

    /**
     * Forecasts of one kind so far ahead; energies are Wh of a quarter-hour.
     *
     * @param what LOAD or SOLAR
     * @param aheadMinutes from the end of the last known quarter-hour to the end of the expected
     *     one
     * @param count quarter-hours that were compared
     * @param errorWh mean absolute error
     * @param persistenceErrorWh that of persistence for the same quarter-hours
     * @param dayBeforeErrorWh that of the same quarter-hour of the day before
     * @param skillPermille 1000 for no error, 0 for that of persistence, negative for worse; null
     *     if persistence had no error
     * @param withinPermille part of the quarter-hours between the low and the high quantile, 800 is
     *     right; null if there were no quantiles
     */
    public record SeriesView(
            String what,
            long aheadMinutes,
            int count,
            long meanWh,
            long errorWh,
            long persistenceErrorWh,
            long dayBeforeErrorWh,
            @Nullable Long skillPermille,
            @Nullable Long withinPermille) {

        static SeriesView of(String what, Backtest backtest) {
            return new SeriesView(
                    what,
                    backtest.ahead().toMinutes(),
                    backtest.count(),
                    Math.round(backtest.meanWattHours()),
                    Math.round(backtest.error()),
                    Math.round(backtest.persistenceError()),
                    Math.round(backtest.dayBeforeError()),
                    permille(backtest.skill()),
                    permille(backtest.within()));
        }

        private static @Nullable Long permille(double value) {
            return Double.isFinite(value) ? Long.valueOf(Math.round(value * THOUSAND)) : null;
        }
    }

    static SkillView of(int area, ForecastSkill.Result result) {
        return new SkillView(
                area,
                result.from(),
                result.until(),
                result.homes(),
                result.unknown(),
                Stream.concat(
                                result.load().stream().map(one -> SeriesView.of("LOAD", one)),
                                result.solar().stream().map(one -> SeriesView.of("SOLAR", one)))
                        .toList());
    }
}
