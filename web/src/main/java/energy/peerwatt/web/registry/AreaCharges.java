package energy.peerwatt.web.registry;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.ZoneFees;
import energy.peerwatt.settlement.tariff.GridZone;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TariffTable;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What buyers of an area pay on shared energy over time.
 *
 * @param opening as registered; its grid fee and its levy each hold until {@code changes} say
 *     something else
 * @param invoicing who issues invoices, by first day
 * @param distance between members of whom one has no zone, a row of the grid fee matrix
 * @param zones of members' metering points, in the order in which they were set
 */
public record AreaCharges(
        AreaFees opening,
        ZoneDistance distance,
        TariffTable changes,
        List<Invoicing> invoicing,
        List<ZoneChange> zones) {

    private static final long WHOLE = 1_000;
    private static final Duration QUARTER_HOUR = Duration.ofMinutes(15);

    public AreaCharges {
        zones = List.copyOf(zones);
        invoicing = invoicing.stream().sorted(Comparator.comparing(Invoicing::validFrom)).toList();
    }

    /** Where no metering point has a zone. */
    public AreaCharges(
            AreaFees opening,
            ZoneDistance distance,
            TariffTable changes,
            List<Invoicing> invoicing) {
        this(opening, distance, changes, invoicing, List.of());
    }

    /** The same for ever, below one transformer. */
    public static AreaCharges constant(AreaFees fees) {
        return new AreaCharges(
                fees,
                ZoneDistance.SAME_TRANSFORMER,
                TariffTable.of(ZoneOffset.UTC, List.of()),
                List.of());
    }

    /**
     * The most that a buyer pays for an interval that starts then, whoever sells: limits are kept
     * by it, and between members that are nearer less is due.
     */
    public AreaFees at(Instant start) {
        AreaFees usual = usual(start);
        Price dearest =
                zones.isEmpty()
                        ? usual.gridFee()
                        : distances(start).stream()
                                .flatMap(one -> gridFee(one, start).stream())
                                .reduce(usual.gridFee(), (a, b) -> a.isAtMost(b) ? b : a);
        return new AreaFees(dearest, usual.levy());
    }

    /**
     * What a buyer pays for an interval that starts then where it or the seller has no zone. Levies
     * and taxes are one sum.
     */
    public AreaFees usual(Instant start) {
        Optional<Price> levies =
                Stream.of(changes.at(TariffKind.LEVY, start), changes.at(TariffKind.TAX, start))
                        .flatMap(Optional::stream)
                        .reduce(Price::plus);
        Price gridFee = gridFee(distance, start).orElse(opening.gridFee());
        return new AreaFees(gridFee, levies.orElse(opening.levy()));
    }

    private Optional<Price> gridFee(ZoneDistance between, Instant start) {
        return changes.at(TariffKind.GRID_FEE, Optional.of(between), start);
    }

    /** What is due between members that have zones, for an interval that starts then. */
    public ZoneFees zoneFees(Instant start) {
        if (zones.isEmpty()) {
            return ZoneFees.NONE;
        }
        Map<ZoneDistance, Price> fees = new EnumMap<>(ZoneDistance.class);
        for (ZoneDistance between : ZoneDistance.values()) {
            gridFee(between, start).ifPresent(fee -> fees.put(between, fee));
        }
        return new ZoneFees(zonesAt(start), fees);
    }

    private Map<ParticipantId, GridZone> zonesAt(Instant start) {
        LocalDate day = start.atZone(changes.zone()).toLocalDate();
        Map<ParticipantId, ZoneChange> latest = new HashMap<>();
        for (ZoneChange one : zones) {
            if (!one.validFrom().isAfter(day)) {
                latest.merge(
                        one.participant(),
                        one,
                        (a, b) -> b.validFrom().isBefore(a.validFrom()) ? a : b);
            }
        }
        Map<ParticipantId, GridZone> at = new HashMap<>();
        latest.forEach((member, change) -> at.put(member, change.zone()));
        return at;
    }

    /** The distances that there are between the zones of an interval that starts then. */
    public Set<ZoneDistance> distances(Instant start) {
        Set<GridZone> all = Set.copyOf(zonesAt(start).values());
        Set<ZoneDistance> distances = EnumSet.noneOf(ZoneDistance.class);
        for (GridZone one : all) {
            all.forEach(other -> distances.add(one.to(other)));
        }
        return distances;
    }

    /** The same with one more zone. */
    public AreaCharges with(ZoneChange change) {
        List<ZoneChange> all = new ArrayList<>(zones);
        all.add(change);
        return new AreaCharges(opening, distance, changes, invoicing, all);
    }

    /** A distance between zones whose fee is not known at some quarter-hour of a local day. */
    public Optional<ZoneDistance> firstUnknown(LocalDate day) {
        Instant end = day.plusDays(1).atStartOfDay(changes.zone()).toInstant();
        Instant start = day.atStartOfDay(changes.zone()).toInstant();
        for (Instant at = start; at.isBefore(end); at = at.plus(QUARTER_HOUR)) {
            Instant now = at;
            Optional<ZoneDistance> unknown =
                    distances(now).stream().filter(one -> gridFee(one, now).isEmpty()).findFirst();
            if (unknown.isPresent()) {
                return unknown;
            }
        }
        return Optional.empty();
    }

    /** Who issues invoices on a local day; empty if nobody did yet. */
    public Optional<Invoicing> invoicingOn(LocalDate day) {
        return invoicing.stream()
                .filter(one -> !one.validFrom().isAfter(day))
                .reduce((_, later) -> later);
    }

    /**
     * The most that a buyer may pay for shared energy, fees included and before VAT, so that with
     * VAT it pays no more than its own supplier's all-in price.
     *
     * @param retail all-in, with VAT
     */
    public Price ceiling(Price retail, Instant start) {
        LocalDate day = start.atZone(changes.zone()).toLocalDate();
        int permille = invoicingOn(day).map(one -> one.buyersPermille(day)).orElse(0);
        return Price.ofMicroPerKwh(
                Math.floorDiv(Math.multiplyExact(retail.microPerKwh(), WHOLE), WHOLE + permille));
    }
}
