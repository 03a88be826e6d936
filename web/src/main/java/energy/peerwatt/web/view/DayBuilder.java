package energy.peerwatt.web.view;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.LocalDay;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.Tariff;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.view.DayView.Slot;
import energy.peerwatt.web.view.DayView.SlotState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts a day together from what is known of its intervals.
 *
 * @param values by interval start and channel
 * @param lines the participant's, by interval start
 * @param batches by interval start
 * @param now market time
 */
public record DayBuilder(
        Area area,
        Participant participant,
        MeteringPoint point,
        LocalDate date,
        Map<Instant, Map<Channel, IntervalValue>> values,
        Map<Instant, List<SettlementLine>> lines,
        Map<Instant, OutboxEntry> batches,
        Instant now) {

    /** Kinds of lines whose energy no meter has counted. */
    private static final Set<LineKind> BEYOND_THE_METER =
            EnumSet.of(LineKind.UNDELIVERED, LineKind.IMBALANCE_SHORT, LineKind.IMBALANCE_LONG);

    /** The tariffs shown are those at the day's start. */
    public DayView build() {
        Tariffs tariffs = point.tariffs().at(date.atStartOfDay(area.zone()).toInstant());
        List<Slot> slots =
                new LocalDay(date, area.zone())
                        .intervals(area.rules().intervalLength()).stream().map(this::slot).toList();
        return new DayView(
                participant.id().value(),
                participant.name(),
                date,
                area.zone().getId(),
                area.currency(),
                tariffs.retail().microPerKwh(),
                tariffs.feedIn().microPerKwh(),
                area.rules().intervalLength().toMinutes(),
                slots,
                totals(slots));
    }

    private Slot slot(DeliveryInterval interval) {
        Map<Channel, IntervalValue> metered = values.getOrDefault(interval.start(), Map.of());
        Optional<LineSums> sums =
                Optional.ofNullable(lines.get(interval.start())).map(LineSums::of);
        OutboxEntry batch = batches.get(interval.start());
        return new Slot(
                interval.start(),
                wattHours(metered.get(Channel.GENERATION)),
                wattHours(metered.get(Channel.IMPORT)),
                wattHours(metered.get(Channel.EXPORT)),
                value(sums, s -> s.bought().wattHours()),
                value(sums, s -> s.sold().wattHours()),
                value(sums, s -> s.residualSupply().wattHours()),
                value(sums, s -> s.residualFeedIn().wattHours()),
                price(interval.start()),
                sums.map(s -> s.amount().toDecimalString()).orElse(null),
                quality(metered),
                state(interval, metered, sums.isPresent(), batch),
                TransactionView.of(batch));
    }

    private static @Nullable Long wattHours(@Nullable IntervalValue value) {
        return value == null ? null : value.energy().wattHours();
    }

    private static @Nullable Long value(Optional<LineSums> sums, Function<LineSums, Long> part) {
        return sums.map(part).orElse(null);
    }

    private static @Nullable String quality(Map<Channel, IntervalValue> metered) {
        return metered.values().stream()
                .filter(value -> value.channel() != Channel.GENERATION)
                .map(IntervalValue::quality)
                .reduce(Quality::worst)
                .map(Quality::name)
                .orElse(null);
    }

    private SlotState state(
            DeliveryInterval interval,
            Map<Channel, IntervalValue> metered,
            boolean settled,
            @Nullable OutboxEntry batch) {
        if (settled) {
            return batch != null && batch.state() == OutboxEntry.State.CONFIRMED
                    ? SlotState.CONFIRMED
                    : SlotState.SETTLED;
        }
        if (metered.containsKey(Channel.IMPORT) && metered.containsKey(Channel.EXPORT)) {
            return SlotState.METERED;
        }
        return now.isBefore(area.gateOf(interval)) ? SlotState.OPEN : SlotState.CLOSED;
    }

    private @Nullable Long price(Instant start) {
        List<SettlementLine> all = lines.getOrDefault(start, List.of());
        LineSums sums = LineSums.of(all);
        if (sums.bought().isZero() && sums.sold().isZero()) {
            return null;
        }
        boolean buyer = sums.sold().compareTo(sums.bought()) < 0;
        // A seller's on-chain money is all paid to it; a buyer's is all paid by it, with fees.
        Money sold =
                LineSums.of(all.stream().filter(line -> line.amount().nano() > 0).toList())
                        .onChainAmount();
        Money bought = sums.onChainAmount().minus(sold);
        return buyer ? perKwh(bought.negated(), sums.bought()) : perKwh(sold, sums.sold());
    }

    /** Micro per kWh is nano per Wh; rounded half up. */
    private static long perKwh(Money money, Energy energy) {
        long wattHours = energy.wattHours();
        return Math.floorDiv(
                Math.addExact(Math.multiplyExact(2, money.nano()), wattHours), 2 * wattHours);
    }

    private DayView.Totals totals(List<Slot> slots) {
        Optional<LineSums> sums = lines.values().stream().map(LineSums::of).reduce(LineSums::plus);
        return new DayView.Totals(
                sum(slots, Slot::generationWh),
                sum(slots, Slot::importWh),
                sum(slots, Slot::exportWh),
                value(sums, s -> s.bought().wattHours()),
                value(sums, s -> s.sold().wattHours()),
                value(sums, s -> s.residualSupply().wattHours()),
                value(sums, s -> s.residualFeedIn().wattHours()),
                sums.map(s -> s.amount().toDecimalString()).orElse(null),
                sums.map(s -> betterThanGrid(s).toDecimalString()).orElse(null));
    }

    /**
     * Over settled intervals only: what the supplier alone would have come to is known for them.
     */
    private Money betterThanGrid(LineSums sums) {
        Money gridOnly =
                lines.entrySet().stream()
                        .map(entry -> gridOnly(entry.getKey(), entry.getValue()))
                        .reduce(Money.ZERO, Money::plus);
        return sums.amount().minus(gridOnly);
    }

    /** The lines add up to the meters, unless contracts were paid that were not delivered. */
    private Money gridOnly(Instant start, List<SettlementLine> settled) {
        Tariffs own = point.tariffs().at(start);
        Tariff tariff = new Tariff(own.retail(), own.feedIn());
        IntervalValue imported = metered(start, Channel.IMPORT);
        IntervalValue exported = metered(start, Channel.EXPORT);
        boolean byContract =
                settled.stream().anyMatch(line -> BEYOND_THE_METER.contains(line.kind()));
        if (byContract && imported != null && exported != null) {
            return tariff.gridOnly(imported.energy(), exported.energy());
        }
        return tariff.gridOnly(energy(settled, Direction.BOUGHT), energy(settled, Direction.SOLD));
    }

    private @Nullable IntervalValue metered(Instant start, Channel channel) {
        return values.getOrDefault(start, Map.of()).get(channel);
    }

    private static Energy energy(List<SettlementLine> lines, Direction direction) {
        return lines.stream()
                .filter(line -> line.direction() == direction)
                .map(SettlementLine::energy)
                .reduce(Energy.ZERO, Energy::plus);
    }

    private static @Nullable Long sum(List<Slot> slots, Function<Slot, @Nullable Long> part) {
        return slots.stream()
                .map(part)
                .filter(Objects::nonNull)
                .reduce(Math::addExact)
                .orElse(null);
    }
}
