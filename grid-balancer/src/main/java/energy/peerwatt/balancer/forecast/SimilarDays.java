package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Expects of an interval what the same time of day brought on similar days, corrected by how far
 * the last hours and the last day were from that.
 *
 * <p>Days are of three kinds: working days, Saturdays, and Sundays with holidays. Of the four weeks
 * before, those of the same kind count five times as much as others, and half as much every five
 * days back. The intervals beside the target's count in part, because nobody cooks to the minute.
 * Times of day are the wall clock's, so changes to and from daylight saving time need nothing more.
 *
 * <p>The numbers were chosen on a year of hourly loads of 13 measured homes (CityLearn 2022): the
 * mean error is 4 % below that of {@link PersistenceForecast} an hour ahead and 8 % from four hours
 * on; 29 % and 15 % below that of the day before.
 */
public final class SimilarDays implements Expectation {

    private static final int DAYS_BACK = 28;
    private static final double HALVES_IN_DAYS = 5;
    private static final double OTHER_KIND = 0.2;
    private static final double BESIDE = 0.4;

    private static final double RECENT_PART = 0.7;
    private static final Duration RECENT_FADES = Duration.ofHours(2);
    private static final double RECENT_HALVES_IN_HOURS = 0.7;
    private static final Duration RECENT = Duration.ofHours(6);
    private static final Duration DAY = Duration.ofDays(1);
    private static final double DAY_PART = 0.3;

    /** So far ahead, yesterday's intervals are over, even on a day of 23 hours. */
    private static final Duration NEAR = Duration.ofHours(21);

    private final EnergyHistory history;
    private final ZoneId zone;
    private final Predicate<LocalDate> holiday;

    /** What similar days say of near intervals, which does not depend on now. */
    private final Map<DeliveryInterval, OptionalDouble> usual = new ConcurrentHashMap<>();

    /** How far the time before an interval was from what is usual, which depends on now alone. */
    private final Map<DeliveryInterval, Deviation> deviations = new ConcurrentHashMap<>();

    /** Wh above what is usual, in the last day and in the last hours. */
    private record Deviation(double day, double recent) {}

    /**
     * Expects what similar days of this history brought.
     *
     * @param zone of the days
     * @param holiday whether a date is like a Sunday
     */
    public SimilarDays(EnergyHistory history, ZoneId zone, Predicate<LocalDate> holiday) {
        this.history = history;
        this.zone = zone;
        this.holiday = holiday;
    }

    @Override
    public OptionalDouble at(DeliveryInterval now, DeliveryInterval target) {
        history.requireLength(target);
        OptionalDouble usually = usually(now, target);
        if (usually.isEmpty()) {
            return usually;
        }
        double lead = hours(Duration.between(now.start(), target.start()));
        Deviation before = deviations.computeIfAbsent(now, this::deviation);
        double fading = RECENT_PART * Math.exp(-lead / hours(RECENT_FADES));
        double level = DAY_PART * before.day();
        return OptionalDouble.of(
                usually.getAsDouble() + level + fading * (before.recent() - level));
    }

    private Deviation deviation(DeliveryInterval now) {
        return new Deviation(
                deviation(now, DAY, Double.POSITIVE_INFINITY),
                deviation(now, RECENT, RECENT_HALVES_IN_HOURS));
    }

    /** How far the intervals before {@code now} were above what is usual, Wh; 0 if unknown. */
    private double deviation(DeliveryInterval now, Duration back, double halvesInHours) {
        double sum = 0;
        double weights = 0;
        long count = back.dividedBy(now.length());
        for (int i = 1; i <= count; i++) {
            DeliveryInterval past = now.plus(-i);
            OptionalLong measured = history.at(past);
            OptionalDouble usually = measured.isEmpty() ? OptionalDouble.empty() : usual(past);
            if (usually.isPresent()) {
                double weight = Math.pow(0.5, (i - 1) * hours(now.length()) / halvesInHours);
                sum += weight * (measured.getAsLong() - usually.getAsDouble());
                weights += weight;
            }
        }
        return weights == 0 ? 0 : sum / weights;
    }

    private OptionalDouble usually(DeliveryInterval now, DeliveryInterval target) {
        boolean near = Duration.between(now.start(), target.start()).compareTo(NEAR) <= 0;
        return near ? usual(target) : spread(now, target);
    }

    private OptionalDouble usual(DeliveryInterval target) {
        return usual.computeIfAbsent(target, one -> spread(one, one));
    }

    /** The mean of similar days, with that of the intervals beside. */
    private OptionalDouble spread(DeliveryInterval now, DeliveryInterval target) {
        double sum = 0;
        double weights = 0;
        for (int beside = -1; beside <= 1; beside++) {
            OptionalDouble mean = mean(now, target, beside);
            if (mean.isPresent()) {
                double weight = beside == 0 ? 1 : BESIDE;
                sum += weight * mean.getAsDouble();
                weights += weight;
            }
        }
        return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
    }

    private OptionalDouble mean(DeliveryInterval now, DeliveryInterval target, int beside) {
        ZonedDateTime local = target.start().atZone(zone);
        double sum = 0;
        double weights = 0;
        for (int back = 1; back <= DAYS_BACK; back++) {
            ZonedDateTime then = local.minusDays(back);
            DeliveryInterval similar =
                    DeliveryInterval.containing(then.toInstant(), target.length()).plus(beside);
            OptionalLong measured =
                    similar.compareTo(now) < 0 ? history.at(similar) : OptionalLong.empty();
            if (measured.isPresent()) {
                double weight = Math.pow(0.5, back / HALVES_IN_DAYS);
                weight *= kind(then) == kind(local) ? 1 : OTHER_KIND;
                sum += weight * measured.getAsLong();
                weights += weight;
            }
        }
        return weights == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / weights);
    }

    private DayOfWeek kind(ZonedDateTime time) {
        LocalDate date = time.toLocalDate();
        DayOfWeek day = date.getDayOfWeek();
        if (day == DayOfWeek.SUNDAY || holiday.test(date)) {
            return DayOfWeek.SUNDAY;
        }
        return day == DayOfWeek.SATURDAY ? day : DayOfWeek.MONDAY;
    }

    private static double hours(Duration duration) {
        return duration.toSeconds() / 3_600.0;
    }
}
