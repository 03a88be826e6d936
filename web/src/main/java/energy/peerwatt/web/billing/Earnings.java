package energy.peerwatt.web.billing;

import energy.peerwatt.market.Quality;
import energy.peerwatt.settlement.billing.Origin;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.registry.MemberTariffs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a member's energy came to in a span of time, and what its supplier alone would have made of
 * it. Immutable.
 *
 * @param from inclusive
 * @param to exclusive
 * @param origins in the order of {@link Origin}, those that occurred; own energy among them
 * @param amount positive is credited; all origins together
 * @param alone the same with the supplier alone, without what was used behind the meter; empty if
 *     unknown
 * @param ownWorth what the energy used behind the meter would have cost; never below zero
 * @param intervals how many of the span's intervals are settled
 * @param quality the worst of the values; empty where there is none
 */
public record Earnings(
        Instant from,
        Instant to,
        List<OfOrigin> origins,
        Money amount,
        Optional<Money> alone,
        Money ownWorth,
        int intervals,
        Optional<Quality> quality) {

    public Earnings {
        origins = List.copyOf(origins);
    }

    /**
     * The part of one origin.
     *
     * @param energy never below zero
     * @param amount positive is credited, with fees
     * @param alone the same energy at the supplier's prices; empty if unknown
     */
    public record OfOrigin(Origin origin, Energy energy, Money amount, Optional<Money> alone) {

        private OfOrigin plus(OfOrigin other) {
            return new OfOrigin(
                    origin,
                    energy.plus(other.energy),
                    amount.plus(other.amount),
                    sum(alone, other.alone));
        }
    }

    /** How much better this is than the supplier alone; empty if unknown. */
    public Optional<Money> better() {
        return alone.map(amount::minus);
    }

    /**
     * The lines of each span.
     *
     * @param bounds ascending; each span reaches from one to the next
     * @param lines lines outside of the bounds are left out
     */
    public static List<Earnings> of(
            List<Instant> bounds, List<OriginLine> lines, MemberTariffs tariffs) {
        TreeMap<Instant, List<OriginLine>> byStart = new TreeMap<>();
        bounds.forEach(bound -> byStart.put(bound, new ArrayList<>()));
        for (OriginLine line : lines) {
            Map.Entry<Instant, List<OriginLine>> span = byStart.floorEntry(line.interval().start());
            if (span != null) {
                span.getValue().add(line);
            }
        }
        List<Earnings> spans = new ArrayList<>();
        for (int i = 0; i + 1 < bounds.size(); i++) {
            List<OriginLine> own = byStart.getOrDefault(bounds.get(i), List.of());
            spans.add(of(bounds.get(i), bounds.get(i + 1), own, tariffs));
        }
        return spans;
    }

    private static Earnings of(
            Instant from, Instant to, List<OriginLine> lines, MemberTariffs tariffs) {
        EnumMap<Origin, OfOrigin> origins = new EnumMap<>(Origin.class);
        Optional<Money> alone = Optional.of(Money.ZERO);
        Money amount = Money.ZERO;
        Money ownWorth = Money.ZERO;
        Optional<Quality> quality = Optional.empty();
        for (OriginLine line : lines) {
            OfOrigin part = part(line, tariffs);
            origins.merge(line.origin(), part, OfOrigin::plus);
            amount = amount.plus(part.amount());
            quality = Optional.of(quality.map(line.quality()::worst).orElse(line.quality()));
            if (line.origin() == Origin.OWN) {
                ownWorth = ownWorth.minus(part.alone().orElseThrow());
            } else {
                alone = sum(alone, part.alone());
            }
        }
        return new Earnings(
                from,
                to,
                List.copyOf(origins.values()),
                amount,
                alone,
                ownWorth,
                settled(lines),
                quality);
    }

    private static OfOrigin part(OriginLine line, MemberTariffs tariffs) {
        return new OfOrigin(
                line.origin(),
                line.energy(),
                line.amounts().total(),
                SupplierAlone.of(line, tariffs.at(line.interval().start())));
    }

    private static int settled(List<OriginLine> lines) {
        return (int)
                lines.stream()
                        .filter(line -> line.origin() != Origin.OWN)
                        .map(OriginLine::interval)
                        .distinct()
                        .count();
    }

    private static Optional<Money> sum(Optional<Money> one, Optional<Money> other) {
        return one.flatMap(known -> other.map(known::plus));
    }
}
