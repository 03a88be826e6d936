package energy.peerwatt.metering.headend.estimation;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/**
 * How missing values are estimated.
 *
 * @param longestLinear a gap of at most this long is spread evenly, a longer one like like days
 * @param longestShaped a gap longer than this is spread evenly too
 * @param zone of metering points whose site is unknown
 * @param holidays days that are like Sundays, in local time
 */
public record EstimationRules(
        Duration longestLinear, Duration longestShaped, ZoneId zone, Set<LocalDate> holidays) {

    /** Two hours (market rules 4.8), 35 days, UTC, no holidays. */
    public static final EstimationRules DEFAULTS =
            new EstimationRules(
                    Duration.ofHours(2), Duration.ofDays(35), ZoneId.of("UTC"), Set.of());

    public EstimationRules {
        if (longestLinear.isNegative() || longestShaped.compareTo(longestLinear) < 0) {
            throw new IllegalArgumentException(
                    "even up to " + longestLinear + ", shaped up to " + longestShaped);
        }
        if (longestShaped.compareTo(Duration.ofDays(100)) > 0) {
            throw new IllegalArgumentException("shaped up to 100 days: " + longestShaped);
        }
        holidays = Set.copyOf(holidays);
    }

    /** Whether a gap of this length gets a shape. */
    public boolean isShaped(Duration gap) {
        return gap.compareTo(longestLinear) > 0 && gap.compareTo(longestShaped) <= 0;
    }
}
