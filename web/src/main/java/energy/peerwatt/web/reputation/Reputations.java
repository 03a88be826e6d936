package energy.peerwatt.web.reputation;

import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.check.Severity;
import energy.peerwatt.metering.headend.store.FindingStore;
import energy.peerwatt.metering.headend.store.FindingStore.Recorded;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.settlement.Direction;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.StatementLine;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.reputation.Reputation.Anomalies;
import energy.peerwatt.web.reputation.Reputation.Delivery;
import energy.peerwatt.web.reputation.Reputation.Reason;
import energy.peerwatt.web.trading.store.TradingLedger;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts together what is on record of a metering point; keeps nothing of its own. */
@ApplicationScoped
public class Reputations {

    /** How far back it looks. */
    public static final Duration SPAN = Duration.ofDays(30);

    private static final int WORST = 100;

    private final IntervalValueStore values;
    private final FindingStore findings;
    private final SettlementStore settlements;
    private final TradingLedger trading;

    public Reputations(
            IntervalValueStore values,
            FindingStore findings,
            SettlementStore settlements,
            TradingLedger trading) {
        this.values = values;
        this.findings = findings;
        this.settlements = settlements;
        this.trading = trading;
    }

    /** Of the last {@link #SPAN}. */
    public Uni<Reputation> of(MeteringPoint point, Instant now) {
        Instant from = now.minus(SPAN);
        return Uni.combine()
                .all()
                .unis(
                        delivery(point, from, now),
                        values.qualities(point.id(), from, now).map(Reputations::quality),
                        findings.of(point.id(), from, now).map(Reputations::anomalies))
                .with((delivery, quality, anomalies) ->
                        new Reputation(from, now, delivery, quality, anomalies));
    }

    /** Up to the last interval of which the member has a line: what came later is not settled. */
    private Uni<Delivery> delivery(MeteringPoint point, Instant from, Instant to) {
        return settlements
                .lines(point.participant(), from, to)
                .map(lines ->
                        lines.stream().filter(line -> line.area().equals(point.area())).toList())
                .chain(lines ->
                        trading.sold(
                                        point.area(),
                                        point.participant(),
                                        from,
                                        settledTo(lines, from))
                                .map(sold -> new Delivery(sold, delivered(lines))));
    }

    private static Instant settledTo(List<StatementLine> lines, Instant from) {
        return lines.stream()
                .map(line -> line.interval().end())
                .max(Comparator.naturalOrder())
                .orElse(from);
    }

    private static long delivered(List<StatementLine> lines) {
        return lines.stream()
                .map(StatementLine::line)
                .filter(line ->
                        line.kind() == LineKind.MATCHED_ENERGY
                                && line.direction() == Direction.SOLD)
                .mapToLong(line -> line.energy().wattHours())
                .sum();
    }

    private static Reputation.Quality quality(Map<Quality, Long> counts) {
        long actual = counts.getOrDefault(Quality.ACTUAL, 0L);
        long substituted = counts.getOrDefault(Quality.SUBSTITUTED, 0L);
        long estimated = counts.getOrDefault(Quality.ESTIMATED, 0L);
        return new Reputation.Quality(
                actual, substituted, estimated, actual + substituted + estimated);
    }

    static Anomalies anomalies(List<Recorded> recorded) {
        Map<Check, List<Recorded>> byCheck =
                recorded.stream()
                        .filter(Recorded::stands)
                        .collect(
                                Collectors.groupingBy(
                                        found -> found.finding().check(),
                                        TreeMap::new,
                                        Collectors.toList()));
        List<Reason> reasons = new ArrayList<>();
        byCheck.forEach((check, found) -> reasons.add(reason(check, found)));
        int score = reasons.stream().mapToInt(Reason::points).sum();
        return new Anomalies(Math.min(WORST, score), reasons);
    }

    private static Reason reason(Check check, List<Recorded> found) {
        Severity worst =
                found.stream()
                        .map(one -> one.finding().severity())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        Instant last =
                found.stream()
                        .map(one -> one.finding().start())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        int points = found.stream().mapToInt(one -> points(one.finding())).sum();
        return new Reason(check, worst, found.size(), points, last);
    }

    private static int points(Finding finding) {
        if (finding.check().isOfGateway()) {
            return 0;
        }
        return switch (finding.severity()) {
            case INFO -> 1;
            case SUSPECT -> 5;
            case REJECT -> 10;
        };
    }
}
