package energy.peerwatt.settlement.billing;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local days that a statement is about: a year, half-year, quarter or month.
 *
 * @param name {@code 2024}, {@code 2024-H1}, {@code 2024-Q1} or {@code 2024-01}
 * @param first first day
 * @param end the day after the last one
 */
public record BillingPeriod(String name, LocalDate first, LocalDate end) {

    private static final Pattern NAME =
            Pattern.compile("(\\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?");

    private static final int MONTHS = 12;
    private static final int HALF = 6;
    private static final int QUARTER = 3;

    /** The period of that name; empty if there is none. */
    public static Optional<BillingPeriod> parse(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group(2) != null) {
            return Optional.of(of(parts, 2, HALF));
        }
        if (parts.group(3) != null) {
            return Optional.of(of(parts, 3, QUARTER));
        }
        return Optional.of(parts.group(4) != null ? of(parts, 4, 1) : of(parts, 0, MONTHS));
    }

    /** The last day. */
    public LocalDate last() {
        return end.minusDays(1);
    }

    /** {@code group} holds the number of the part within the year; 0: the year is the part. */
    private static BillingPeriod of(Matcher parts, int group, int months) {
        int number = group == 0 ? 1 : Integer.parseInt(parts.group(group));
        YearMonth begin =
                YearMonth.of(Integer.parseInt(parts.group(1)), 1)
                        .plusMonths((long) (number - 1) * months);
        return new BillingPeriod(parts.group(), begin.atDay(1), begin.plusMonths(months).atDay(1));
    }
}
