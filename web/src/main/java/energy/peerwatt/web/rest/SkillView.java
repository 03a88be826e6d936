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

    private static final double THOUSAND = 1_000;

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
     * @param skill 1 for no error, 0 for that of persistence, negative for worse; null if
     *     persistence had no error
     * @param within part of the quarter-hours between the low and the high quantile, 0.8 is right;
     *     null if there were no quantiles
     */
    public record SeriesView(
            String what,
            long aheadMinutes,
            int count,
            double meanWh,
            double errorWh,
            double persistenceErrorWh,
            double dayBeforeErrorWh,
            @Nullable Double skill,
            @Nullable Double within) {

        static SeriesView of(String what, Backtest backtest) {
            return new SeriesView(
                    what,
                    backtest.ahead().toMinutes(),
                    backtest.count(),
                    rounded(backtest.meanWattHours()),
                    rounded(backtest.error()),
                    rounded(backtest.persistenceError()),
                    rounded(backtest.dayBeforeError()),
                    finite(backtest.skill()),
                    finite(backtest.within()));
        }

        private static @Nullable Double finite(double value) {
            return Double.isFinite(value) ? Double.valueOf(rounded(value)) : null;
        }
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSAND) / THOUSAND;
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
