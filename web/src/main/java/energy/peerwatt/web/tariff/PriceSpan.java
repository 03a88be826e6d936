package energy.peerwatt.web.tariff;

import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.unit.Price;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Hours of a week in which one price is replaced by one other.
 *
 * @param days on which it is so, in order
 * @param until exclusive; midnight is the end of the day
 */
public record PriceSpan(
        TariffKind kind,
        List<DayOfWeek> days,
        LocalTime from,
        LocalTime until,
        Price before,
        Price after) {

    private static final int DAYS = 7;
    private static final int QUARTERS = 96;
    private static final int MINUTES = 15;
    private static final List<TariffKind> KINDS =
            List.of(TariffKind.RETAIL, TariffKind.FEED_IN, TariffKind.GRID_FEE, TariffKind.LEVY);

    /**
     * All of the week from a first day on, by kind, day and hour; what stays the same is left out.
     */
    static List<PriceSpan> changes(Charged before, Charged after, LocalDate first, ZoneId zone) {
        List<PriceSpan> all = new ArrayList<>();
        for (TariffKind kind : KINDS) {
            List<PriceSpan> ofKind = new ArrayList<>();
            for (int day = 0; day < DAYS; day++) {
                for (PriceSpan span : ofDay(kind, before, after, first.plusDays(day), zone)) {
                    addDay(ofKind, span);
                }
            }
            all.addAll(ofKind);
        }
        return all;
    }

    private static void addDay(List<PriceSpan> all, PriceSpan span) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).on(span.days).equals(span)) {
                List<DayOfWeek> days = new ArrayList<>(all.get(i).days);
                days.addAll(span.days);
                all.set(i, span.on(days.stream().sorted().toList()));
                return;
            }
        }
        all.add(span);
    }

    private PriceSpan on(List<DayOfWeek> others) {
        return new PriceSpan(kind, others, from, until, before, after);
    }

    private static List<PriceSpan> ofDay(
            TariffKind kind, Charged before, Charged after, LocalDate day, ZoneId zone) {
        List<PriceSpan> spans = new ArrayList<>();
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            LocalTime from = LocalTime.MIDNIGHT.plusMinutes((long) MINUTES * quarter);
            Instant at = day.atTime(from).atZone(zone).toInstant();
            PriceSpan span =
                    new PriceSpan(
                            kind,
                            List.of(day.getDayOfWeek()),
                            from,
                            from.plusMinutes(MINUTES),
                            before.at(at).getOrDefault(kind, Price.ZERO),
                            after.at(at).getOrDefault(kind, Price.ZERO));
            if (!spans.isEmpty() && spans.getLast().isFollowedBy(span)) {
                PriceSpan last = spans.removeLast();
                spans.add(
                        new PriceSpan(
                                kind, last.days, last.from, span.until, last.before, last.after));
            } else {
                spans.add(span);
            }
        }
        return spans.stream().filter(span -> !span.before.equals(span.after)).toList();
    }

    private boolean isFollowedBy(PriceSpan next) {
        return until.equals(next.from) && before.equals(next.before) && after.equals(next.after);
    }
}
