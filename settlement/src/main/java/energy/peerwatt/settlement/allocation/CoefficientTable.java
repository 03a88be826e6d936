package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Coefficients agreed beforehand, constant or for each hour, as Spain's RD 244/2019 has them.
 *
 * <p>Hours are local: the hour that a clock change repeats uses its coefficients twice, and 29
 * February uses those of 28 February. What exceeds a member's consumption is fed in.
 *
 * @param millionths of the whole by member, at least 0; one value, 24 for the hours of a day or
 *     8760 for those of a year, the same number for all members; for each hour they add up to
 *     {@link #WHOLE}
 * @param zone of the hours
 */
public record CoefficientTable(Map<ParticipantId, List<Integer>> millionths, ZoneId zone)
        implements AllocationKey {

    /** What the coefficients of an hour add up to. */
    public static final int WHOLE = 1_000_000;

    private static final int HOURS_OF_DAY = 24;
    private static final int HOURS_OF_YEAR = 8_760;
    private static final MonthDay LEAP_DAY = MonthDay.of(2, 29);

    public CoefficientTable {
        Map<ParticipantId, List<Integer>> copy = new HashMap<>();
        millionths.forEach((member, values) -> copy.put(member, List.copyOf(values)));
        millionths = Map.copyOf(copy);
        int hours = millionths.values().stream().mapToInt(List::size).findFirst().orElse(0);
        if (hours != 1 && hours != HOURS_OF_DAY && hours != HOURS_OF_YEAR) {
            throw new IllegalArgumentException("neither 1, 24 nor 8760 coefficients: " + hours);
        }
        requireSize(millionths, hours);
        for (int hour = 0; hour < hours; hour++) {
            requireWhole(millionths, hour);
        }
    }

    @Override
    public Allocation allocate(Community community) {
        int hour = hourAt(community.interval().start());
        long[] shares =
                Tables.shares(
                        community,
                        community.generated(),
                        member -> {
                            List<Integer> values = millionths.get(member);
                            return values == null ? 0 : values.get(hour);
                        },
                        WHOLE);
        return Allocation.ofShares(community, shares, Allocation.SellerRule.PRO_RATA);
    }

    private int hourAt(Instant instant) {
        int hours = millionths.values().iterator().next().size();
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        if (hours == 1) {
            return 0;
        }
        if (hours == HOURS_OF_DAY) {
            return local.getHour();
        }
        boolean afterLeapDay =
                local.toLocalDate().isLeapYear() && !MonthDay.from(local).isBefore(LEAP_DAY);
        int day = local.getDayOfYear() - (afterLeapDay ? 2 : 1);
        return day * HOURS_OF_DAY + local.getHour();
    }

    private static void requireSize(Map<ParticipantId, List<Integer>> millionths, int hours) {
        millionths.forEach((member, values) -> {
            if (values.size() != hours) {
                throw new IllegalArgumentException(
                        "member %s has %d coefficients, another %d"
                                .formatted(member, values.size(), hours));
            }
        });
    }

    private static void requireWhole(Map<ParticipantId, List<Integer>> millionths, int hour) {
        long sum = 0;
        for (List<Integer> values : millionths.values()) {
            if (values.get(hour) < 0) {
                throw new IllegalArgumentException("negative coefficient in hour " + hour);
            }
            sum += values.get(hour);
        }
        if (sum != WHOLE) {
            throw new IllegalArgumentException(
                    "coefficients of hour %d add up to %d millionths".formatted(hour, sum));
        }
    }
}
