package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/**
 * How wrong an expectation was, as far ahead as now and at about this time of day, on the last
 * fourteen days; so it says how sure it is of what comes.
 */
public final class Spread {

    private static final int DAYS_BACK = 14;
    private static final Duration AROUND = Duration.ofHours(1);
    private static final int LEAST_SAMPLES = 20;
    private static final double TAIL = 0.1;

    private final EnergyHistory history;
    private final Expectation expectation;
    private final boolean oneWay;

    /**
     * Measures an expectation on its history.
     *
     * @param oneWay whether the energy is never negative, as that of a load or of panels
     */
    public Spread(EnergyHistory history, Expectation expectation, boolean oneWay) {
        this.history = history;
        this.expectation = expectation;
        this.oneWay = oneWay;
    }

    /** The expected energy with its quantiles; empty until some days are known. */
    public Optional<QuantileForecast> at(DeliveryInterval now, DeliveryInterval target) {
        OptionalDouble expected = expectation.at(now, target);
        double[] errors = errors(now, target);
        if (expected.isEmpty() || errors.length < LEAST_SAMPLES) {
            return Optional.empty();
        }
        double middle = expected.getAsDouble();
        long wattHours = rounded(middle);
        long low = rounded(middle + errors[(int) Math.round(TAIL * (errors.length - 1))]);
        long high = rounded(middle + errors[(int) Math.round((1 - TAIL) * (errors.length - 1))]);
        return Optional.of(
                new QuantileForecast(
                        target, Math.min(low, wattHours), wattHours, Math.max(high, wattHours)));
    }

    private long rounded(double wattHours) {
        long whole = Math.round(wattHours);
        return oneWay ? Math.max(0, whole) : whole;
    }

    /** Measured minus expected, the lowest first. */
    private double[] errors(DeliveryInterval now, DeliveryInterval target) {
        long ahead = target.index() - now.index();
        long perDay = Duration.ofDays(1).dividedBy(target.length());
        long around = AROUND.dividedBy(target.length());
        DoubleStream.Builder errors = DoubleStream.builder();
        for (int day = 1; day <= DAYS_BACK; day++) {
            for (long beside = -around; beside <= around; beside++) {
                DeliveryInterval then = target.plus(-day * perDay + beside);
                OptionalLong measured =
                        then.compareTo(now) < 0 ? history.at(then) : OptionalLong.empty();
                if (measured.isPresent()) {
                    expectation
                            .at(then.plus(-ahead), then)
                            .ifPresent(old -> errors.add(measured.getAsLong() - old));
                }
            }
        }
        double[] sorted = errors.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
