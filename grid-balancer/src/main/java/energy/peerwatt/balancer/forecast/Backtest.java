package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How good an expectation would have been on measured values, beside persistence.
 *
 * @param ahead from the end of the last known interval to the end of the expected one
 * @param count intervals that were expected and measured
 * @param meanWattHours measured on average
 * @param error mean of the expectation's absolute errors, Wh
 * @param persistenceError that of {@link PersistenceForecast} for the same intervals
 * @param dayBeforeError that of the same interval of the day before
 * @param bias mean of expected minus measured, Wh
 * @param within share of intervals between the low and the high quantile; 0.8 is right
 */
public record Backtest(
        Duration ahead,
        int count,
        double meanWattHours,
        double error,
        double persistenceError,
        double dayBeforeError,
        double bias,
        double within) {

    /** What is needed before the first expectation counts. */
    private static final Duration RUN_UP = Duration.ofDays(28);

    private static final Duration DAY = Duration.ofDays(1);

    /** Between two moments that are tried; no divisor of a day, so that all times of day come. */
    private static final Duration STEP = Duration.ofHours(5);

    /** 1 for no error, 0 for that of persistence, negative for worse. */
    public double skill() {
        return 1 - error / persistenceError;
    }

    /**
     * Tries an expectation on its own history.
     *
     * @param oneWay as in {@link Spread}
     * @return one for each of {@code leads}, a multiple of the intervals' length; empty where
     *     nothing could be compared
     */
    public static List<Backtest> of(
            EnergyHistory history, Expectation expectation, boolean oneWay, List<Duration> leads) {
        return of(history, expectation, oneWay, leads, RUN_UP);
    }

    /**
     * Likewise.
     *
     * @param runUp what must be known before the first expectation counts
     */
    public static List<Backtest> of(
            EnergyHistory history,
            Expectation expectation,
            boolean oneWay,
            List<Duration> leads,
            Duration runUp) {
        List<Backtest> found = new ArrayList<>();
        for (Duration lead : leads) {
            Sums sums = new Sums(history, expectation, new Spread(history, expectation, oneWay));
            sums.addAll(lead, runUp);
            if (sums.count > 0) {
                found.add(sums.mean(lead));
            }
        }
        return found;
    }

    private static final class Sums {

        private final EnergyHistory history;
        private final Expectation expectation;
        private final Spread spread;
        private final PersistenceForecast persistence;
        private int count;
        private double measured;
        private double error;
        private double persistenceError;
        private double dayBeforeError;
        private double bias;
        private int banded;
        private int within;

        Sums(EnergyHistory history, Expectation expectation, Spread spread) {
            this.history = history;
            this.expectation = expectation;
            this.spread = spread;
            persistence = new PersistenceForecast(history);
        }

        void addAll(Duration lead, Duration runUp) {
            if (history.intervals().isEmpty()) {
                return;
            }
            DeliveryInterval first = history.intervals().getFirst();
            DeliveryInterval last = history.intervals().getLast();
            long intervals = lead.dividedBy(first.length());
            long step = STEP.dividedBy(first.length());
            DeliveryInterval now = first.plus(runUp.dividedBy(first.length()));
            for (; now.compareTo(last) <= 0; now = now.plus(step)) {
                add(now, now.plus(intervals - 1));
            }
        }

        private void add(DeliveryInterval now, DeliveryInterval target) {
            long perDay = DAY.dividedBy(target.length());
            OptionalDouble expected = expectation.at(now, target);
            OptionalDouble persistent = persistence.at(now, target);
            var before = history.at(target.plus(-perDay));
            var actual = history.at(target);
            if (actual.isEmpty()
                    || before.isEmpty()
                    || expected.isEmpty()
                    || persistent.isEmpty()) {
                return;
            }
            long truth = actual.getAsLong();
            count++;
            measured += truth;
            error += Math.abs(expected.getAsDouble() - truth);
            bias += expected.getAsDouble() - truth;
            persistenceError += Math.abs(persistent.getAsDouble() - truth);
            dayBeforeError += Math.abs(before.getAsLong() - truth);
            Optional<QuantileForecast> band = spread.at(now, target);
            if (band.isPresent()) {
                banded++;
                within += truth >= band.get().low() && truth <= band.get().high() ? 1 : 0;
            }
        }

        Backtest mean(Duration lead) {
            return new Backtest(
                    lead,
                    count,
                    measured / count,
                    error / count,
                    persistenceError / count,
                    dayBeforeError / count,
                    bias / count,
                    banded == 0 ? Double.NaN : (double) within / banded);
        }
    }
}
