package energy.peerwatt.web.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.Area;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads query and path parameters; what cannot be read is a problem that names the field. */
final class Inputs {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-12-31T23:59:59Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Inputs() {}

    static Optional<Instant> instant(String field, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse).map(Inputs::requireCalendar);
        } catch (DateTimeException e) {
            throw invalid(field, "is not a time such as 2026-06-18T07:15:00Z");
        }
    }

    /** Neither databases nor sums of times know every time that Java does. */
    private static Instant requireCalendar(Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DateTimeException("not in the years 2000 to 2100: " + instant);
        }
        return instant;
    }

    static Instant requiredInstant(String field, @Nullable String text) {
        return instant(field, text).orElseThrow(() -> invalid(field, "is missing"));
    }

    static YearMonth requiredMonth(String field, @Nullable String text) {
        try {
            YearMonth month = YearMonth.parse(text == null ? "" : text);
            requireCalendar(month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
            return month;
        } catch (DateTimeException e) {
            throw invalid(field, "is not a month such as 2026-06");
        }
    }

    static Optional<LocalDate> date(String field, @Nullable String text) {
        try {
            Optional<LocalDate> date = Optional.ofNullable(text).map(LocalDate::parse);
            date.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .ifPresent(Inputs::requireCalendar);
            return date;
        } catch (DateTimeException e) {
            throw invalid(field, "is not a date such as 2026-06-18");
        }
    }

    /** The area's interval that starts then. */
    static DeliveryInterval interval(String field, Area area, Instant start) {
        try {
            return area.intervalAt(start);
        } catch (IllegalArgumentException e) {
            throw invalid(field, "is not the start of an interval of the area");
        }
    }

    /** A span of time to read, not longer than {@code mostDays}. */
    static void requireSpan(Instant from, Instant to, int mostDays) {
        if (!from.isBefore(to)) {
            throw invalid("to", "is not after from");
        }
        if (Duration.between(from, to).toDays() > mostDays) {
            throw invalid("to", "is more than " + mostDays + " days after from");
        }
    }

    static int limit(@Nullable String given, int usual, int most) {
        long limit = number("limit", given).orElse(usual);
        if (limit < 1 || limit > most) {
            throw invalid("limit", "is not from 1 to " + most);
        }
        return (int) limit;
    }

    static long requiredNumber(String field, @Nullable String text) {
        return number(field, text).orElseThrow(() -> invalid(field, "is missing"));
    }

    static OptionalLong number(String field, @Nullable String text) {
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw invalid(field, "is not a whole number");
        }
    }

    static <E extends Enum<E>> Optional<E> name(
            String field, Class<E> type, @Nullable String text) {
        try {
            return Optional.ofNullable(text).map(name -> Enum.valueOf(type, name));
        } catch (IllegalArgumentException e) {
            throw invalid(field, "is none of " + Arrays.toString(type.getEnumConstants()));
        }
    }

    /** JSON that was kept as text. */
    static JsonNode json(String kept) {
        try {
            return JSON.readTree(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not what was written", e);
        }
    }

    static ProblemException invalid(String field, String why) {
        return new ProblemException(Problem.ofField(field, field + " " + why + "."));
    }
}
