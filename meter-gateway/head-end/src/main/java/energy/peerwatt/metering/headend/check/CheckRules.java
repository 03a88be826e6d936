package energy.peerwatt.metering.headend.check;

import java.time.Duration;
import java.util.Map;

/**
 * When values are odd.
 *
 * @param frozen when a register stood still
 * @param spike when an interval stands out of its day
 * @param directions when import and export exclude each other
 * @param sun when panels are not believed
 * @param power when a register does not fit the power beside it
 * @param severities of checks that matter more or less than by default
 */
public record CheckRules(
        Frozen frozen,
        Spike spike,
        Directions directions,
        Sun sun,
        Power power,
        Map<Check, Severity> severities) {

    /** Sources: market rules 4.8, reference 5.4; the rest measured, see the README. */
    public static final CheckRules DEFAULTS =
            new CheckRules(
                    new Frozen(8, 200),
                    new Spike(3, 11_500),
                    new Directions(8, 100),
                    new Sun(-6, 1, 120, 6, 4),
                    new Power(10, 200, Duration.ofHours(1), Duration.ofMinutes(3)),
                    Map.of());

    public CheckRules {
        severities = Map.copyOf(severities);
    }

    /** How much a check matters. */
    public Severity severity(Check check) {
        return severities.getOrDefault(check, check.severity());
    }

    /**
     * A register that stood still.
     *
     * @param intervals for at least so many, 1 or more
     * @param expectedWh in which it counted at least so much on each of the days before, in sum
     */
    public record Frozen(int intervals, long expectedWh) {}

    /**
     * An interval that stands out.
     *
     * @param factor more than so many times the third highest of the day
     * @param watts and more than so much on average
     */
    public record Spike(int factor, long watts) {}

    /**
     * Both directions at once.
     *
     * @param intervals for at least so many, 1 or more
     * @param wattHours at least so much each way in each
     */
    public record Directions(int intervals, long wattHours) {}

    /**
     * Panels.
     *
     * @param nightDegrees night is when the sun is lower than so many degrees
     * @param nightPermille of the day's highest interval that may seem to be generated at night
     * @param peakPercent of the panels' peak that they cannot exceed
     * @param robustZ how unlike the neighbours' median
     * @param intervals for so many in a row, 1 or more
     */
    public record Sun(
            int nightDegrees, int nightPermille, int peakPercent, int robustZ, int intervals) {}

    /**
     * A register and the power beside it.
     *
     * @param tolerancePercent of the larger of both by which they may differ on a day, 0 to 100
     * @param floorWh and by so much in any case
     * @param covered is judged only if so much of the day is covered
     * @param gap between two readings with power, at most; a longer one is not covered
     */
    public record Power(int tolerancePercent, long floorWh, Duration covered, Duration gap) {

        public Power {
            if (tolerancePercent < 0
                    || tolerancePercent > 100
                    || floorWh < 0
                    || covered.isNegative()
                    || gap.isNegative()) {
                throw new IllegalArgumentException(
                        "power: %d %%, %d Wh, %s, %s"
                                .formatted(tolerancePercent, floorWh, covered, gap));
            }
        }
    }
}
