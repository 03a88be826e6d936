package energy.peerwatt.settlement.tariff;

import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Dated prices of one grid zone: for every moment at most one price of each charge.
 *
 * <p>A price without an end holds until the next of the same charge and hours begins. A price of
 * certain hours goes before one of all hours. Everything else that would leave two prices for one
 * moment is refused. Immutable.
 */
public final class TariffTable {

    private final ZoneId zone;
    private final List<DatedPrice> prices;

    private TariffTable(ZoneId zone, List<DatedPrice> prices) {
        this.zone = zone;
        this.prices = prices;
    }

    /**
     * A table of these prices.
     *
     * @param zone in whose local time days and hours are meant
     * @throws IllegalArgumentException naming the field of a price that contradicts another
     */
    public static TariffTable of(ZoneId zone, List<DatedPrice> prices) {
        List<DatedPrice> sorted =
                prices.stream()
                        .sorted(
                                Comparator.comparing((DatedPrice one) -> one.validity().from())
                                        .thenComparing(one -> one.item().name())
                                        .thenComparing(one -> one.item().window().from()))
                        .toList();
        List<DatedPrice> ended = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            ended.add(endedBySuccessor(sorted.get(i), sorted.subList(i + 1, sorted.size())));
        }
        for (int i = 0; i < ended.size(); i++) {
            for (int k = i + 1; k < ended.size(); k++) {
                requireCompatible(ended.get(i), ended.get(k));
            }
        }
        return new TariffTable(zone, List.copyOf(ended));
    }

    private static DatedPrice endedBySuccessor(DatedPrice one, List<DatedPrice> later) {
        if (one.validity().until().isPresent()) {
            return one;
        }
        return later.stream()
                .filter(next -> next.item().equals(one.item()))
                .filter(next -> next.validity().from().isAfter(one.validity().from()))
                .findFirst()
                .map(one::endingBefore)
                .orElse(one);
    }

    private static void requireCompatible(DatedPrice one, DatedPrice other) {
        boolean bothAlways = one.item().window().isAlways() && other.item().window().isAlways();
        boolean bothHours = !one.item().window().isAlways() && !other.item().window().isAlways();
        if (one.isSameCharge(other)
                && (bothAlways || bothHours)
                && one.item().window().overlaps(other.item().window())
                && one.validity().overlaps(other.validity())) {
            throw new IllegalArgumentException(
                    "validFrom: two prices of %s (%s) hold on %s"
                            .formatted(
                                    one.item().kind(), one.item().name(), other.validity().from()));
        }
    }

    /** The prices by first day, each with the end that a successor gives it. */
    public List<DatedPrice> prices() {
        return prices;
    }

    /** In whose local time days and hours are meant. */
    public ZoneId zone() {
        return zone;
    }

    /** What this table and a further price make. */
    public TariffTable with(DatedPrice price) {
        List<DatedPrice> all = new ArrayList<>(prices);
        all.add(price);
        return of(zone, all);
    }

    /**
     * The sum of all charges of a kind that hold at a moment; empty if none does, which is unknown
     * and not zero.
     *
     * @param distance of grid fees; {@link Optional#empty} for all others
     */
    public Optional<Price> at(TariffKind kind, Optional<ZoneDistance> distance, Instant moment) {
        Map<String, DatedPrice> byName = new TreeMap<>();
        ZonedDateTime local = moment.atZone(zone);
        for (DatedPrice one : prices) {
            if (one.item().kind() == kind
                    && one.item().distance().equals(distance)
                    && holds(one, local)) {
                byName.merge(one.item().name(), one, TariffTable::moreSpecific);
            }
        }
        return byName.values().stream().map(DatedPrice::price).reduce(Price::plus);
    }

    /** The same for kinds without distance. */
    public Optional<Price> at(TariffKind kind, Instant moment) {
        return at(kind, Optional.empty(), moment);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TariffTable table
                && zone.equals(table.zone)
                && prices.equals(table.prices);
    }

    @Override
    public int hashCode() {
        return prices.hashCode();
    }

    private static boolean holds(DatedPrice one, ZonedDateTime local) {
        return one.validity().holdsOn(local.toLocalDate()) && one.item().window().contains(local);
    }

    private static DatedPrice moreSpecific(DatedPrice one, DatedPrice other) {
        return one.item().window().isAlways() ? other : one;
    }
}
