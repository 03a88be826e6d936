package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is known of a participant's intervals. Reactive, safe for use by several threads. */
@ApplicationScoped
public class Statements {

    /** A participant's lines with everything that proves them. */
    public record Proven(
            List<StatementLine> lines,
            Map<SettlementKey, IntervalProof> proofs,
            Map<SettlementKey, OutboxEntry> batches) {}

    /**
     * What was metered and settled at one metering point, by interval start.
     *
     * @param lines the participant's in the point's area
     */
    public record Span(
            Map<Instant, Map<Channel, IntervalValue>> values,
            Map<Instant, List<SettlementLine>> lines,
            Map<Instant, OutboxEntry> batches) {}

    private final SettlementStore settlements;
    private final IntervalValueStore metering;
    private final Proofs proofs;

    public Statements(SettlementStore settlements, IntervalValueStore metering, Proofs proofs) {
        this.settlements = settlements;
        this.metering = metering;
        this.proofs = proofs;
    }

    /** A participant's lines in all areas of the intervals that start in [from, to). */
    public Uni<Proven> proven(ParticipantId participant, Instant from, Instant to) {
        return settlements
                .lines(participant, from, to)
                .chain(lines -> {
                    Set<SettlementKey> keys = keys(lines);
                    return proofs.of(keys)
                            .chain(found ->
                                    proofs.batches(keys)
                                            .map(batches -> new Proven(lines, found, batches)));
                });
    }

    /** The key of a line's settlement. */
    public static SettlementKey key(StatementLine line) {
        return new SettlementKey(line.area(), line.interval(), line.version());
    }

    private static Set<SettlementKey> keys(List<StatementLine> lines) {
        return lines.stream().map(Statements::key).collect(Collectors.toSet());
    }

    /** What is known of the intervals of a metering point that start in [from, to). */
    public Uni<Span> span(Area area, MeteringPoint point, Instant from, Instant to) {
        return metering.values(point.id(), from, to)
                .chain(values ->
                        settlements
                                .lines(point.participant(), from, to)
                                .map(lines -> ofArea(lines, area.rules().area()))
                                .chain(lines ->
                                        proofs.batches(keys(lines))
                                                .map(batches -> span(values, lines, batches))));
    }

    private static List<StatementLine> ofArea(List<StatementLine> lines, AreaId area) {
        return lines.stream().filter(line -> line.area().equals(area)).toList();
    }

    private static Span span(
            List<IntervalValue> values,
            List<StatementLine> lines,
            Map<SettlementKey, OutboxEntry> batches) {
        Map<Instant, Map<Channel, IntervalValue>> byChannel = new HashMap<>();
        for (IntervalValue value : values) {
            byChannel
                    .computeIfAbsent(value.interval().start(), _ -> new HashMap<>())
                    .put(value.channel(), value);
        }
        Map<Instant, List<SettlementLine>> byStart =
                lines.stream()
                        .collect(
                                Collectors.groupingBy(
                                        line -> line.interval().start(),
                                        TreeMap::new,
                                        Collectors.mapping(
                                                StatementLine::line, Collectors.toList())));
        Map<Instant, OutboxEntry> batchByStart = new HashMap<>();
        batches.forEach((key, entry) -> batchByStart.put(key.interval().start(), entry));
        return new Span(byChannel, byStart, batchByStart);
    }
}
