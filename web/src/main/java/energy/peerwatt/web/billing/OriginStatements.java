package energy.peerwatt.web.billing;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.settlement.billing.OriginLine;
import energy.peerwatt.settlement.billing.OriginStatement;
import energy.peerwatt.settlement.billing.OriginStatement.Placed;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.web.registry.MeteringPoint;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Statements with one line per origin of a kWh. */
@ApplicationScoped
public class OriginStatements {

    private final SettlementStore settlements;
    private final IntervalValueStore metering;

    public OriginStatements(SettlementStore settlements, IntervalValueStore metering) {
        this.settlements = settlements;
        this.metering = metering;
    }

    /** The member's lines of the intervals that start in [from, to), by interval. */
    public Uni<List<OriginLine>> of(MeteringPoint point, Instant from, Instant to) {
        return lines(point.participant(), from, to).chain(lines -> withOwn(point, lines, from, to));
    }

    /** The same of lines that are known already. */
    public Uni<List<OriginLine>> withOwn(
            MeteringPoint point, List<StatementLine> lines, Instant from, Instant to) {
        return metering.values(point.id(), from, to)
                .map(values ->
                        Stream.concat(own(values).stream(), settled(lines).stream())
                                .sorted(Comparator.comparing(OriginLine::interval))
                                .toList());
    }

    /** The member's settlement lines in all areas. */
    public Uni<List<StatementLine>> lines(ParticipantId member, Instant from, Instant to) {
        return settlements.lines(member, from, to);
    }

    /** What was settled, without what was used behind the meter. */
    public static List<OriginLine> settled(List<StatementLine> lines) {
        return OriginStatement.of(
                lines.stream()
                        .map(line ->
                                new Placed(
                                        line.area(), line.interval(), line.version(), line.line()))
                        .toList());
    }

    private static List<OriginLine> own(List<IntervalValue> values) {
        Map<Instant, Map<Channel, IntervalValue>> byStart = new TreeMap<>();
        for (IntervalValue value : values) {
            byStart.computeIfAbsent(value.interval().start(), _ -> new TreeMap<>())
                    .put(value.channel(), value);
        }
        List<OriginLine> own = new ArrayList<>();
        byStart.values().forEach(channels -> own(channels).ifPresent(own::add));
        return own;
    }

    /**
     * What was generated and not exported. Unknown if one of both is, and where more was exported
     * than generated, which a battery does with energy of another time.
     */
    private static Optional<OriginLine> own(Map<Channel, IntervalValue> channels) {
        IntervalValue made = channels.get(Channel.GENERATION);
        IntervalValue given = channels.get(Channel.EXPORT);
        if (made == null || given == null || made.energy().compareTo(given.energy()) <= 0) {
            return Optional.empty();
        }
        Energy used = made.energy().minus(given.energy());
        return Optional.of(
                OriginStatement.own(made.interval(), used, made.quality().worst(given.quality())));
    }
}
