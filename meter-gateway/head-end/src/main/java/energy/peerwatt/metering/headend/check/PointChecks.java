package energy.peerwatt.metering.headend.check;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.Site.Location;
import energy.peerwatt.metering.headend.check.PointDay.Value;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Looks at one metering point's day. */
public record PointChecks(CheckRules rules) {

    private static final int QUARTERS_OF_AN_HOUR = 4;

    /** Everything that is odd, in no order. */
    public List<Finding> check(PointDay day) {
        List<Finding> findings = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            spike(day, channel, findings);
            sum(day, channel, findings);
        }
        frozen(day, findings);
        bothDirections(day, findings);
        exportWithoutSource(day, findings);
        exportAboveGeneration(day, findings);
        generationAbovePeak(day, findings);
        day.location().ifPresent(place -> nightSun(day, place, findings));
        return findings;
    }

    /**
     * A connection that neither takes nor gives, or panels that give nothing. A home with storage
     * may rest.
     */
    private void frozen(PointDay day, List<Finding> findings) {
        if (!day.site().sources().hasStorage()) {
            Map<Instant, Value> exported = day.byStart(Channel.EXPORT);
            frozen(day, Channel.IMPORT, exported, findings);
        }
        frozen(day, Channel.GENERATION, Map.of(), findings);
    }

    private void frozen(
            PointDay day, Channel channel, Map<Instant, Value> other, List<Finding> findings) {
        runs(
                day.of(channel),
                value -> value.wattHours() == 0 && wattHours(other, value) == 0,
                (run, last) -> {
                    long expected = run.stream().mapToLong(v -> least(v, other)).sum();
                    if (run.size() >= rules.frozen().intervals()
                            && expected >= rules.frozen().expectedWh()) {
                        findings.add(
                                finding(
                                        day,
                                        channel,
                                        last,
                                        Check.FROZEN,
                                        "0 Wh in %d intervals, at least %d Wh on days before"
                                                .formatted(run.size(), expected)));
                    }
                });
    }

    private static long least(Value value, Map<Instant, Value> other) {
        Value also = other.get(value.start());
        return value.leastBefore().orElse(0) + (also == null ? 0 : also.leastBefore().orElse(0));
    }

    private void spike(PointDay day, Channel channel, List<Finding> findings) {
        List<Value> highest =
                day.of(channel).stream()
                        .sorted(Comparator.comparingLong(Value::wattHours).reversed())
                        .limit(3)
                        .toList();
        if (highest.size() < 3) {
            return;
        }
        long third = highest.getLast().wattHours();
        for (Value value : highest) {
            if (value.wattHours() > rules.spike().factor() * third
                    && value.wattHours() * QUARTERS_OF_AN_HOUR > rules.spike().watts()) {
                findings.add(
                        finding(
                                day,
                                channel,
                                value.start(),
                                Check.DAY_SPIKE,
                                "%d Wh, the third highest of the day is %d Wh"
                                        .formatted(value.wattHours(), third)));
            }
        }
    }

    /** Between values that come from registers, what lies between must add up. */
    private void sum(PointDay day, Channel channel, List<Finding> findings) {
        OptionalLong soFar = OptionalLong.empty();
        Instant expected = Instant.MIN;
        for (Value value : day.of(channel)) {
            boolean follows = value.start().equals(expected);
            if (follows && soFar.isPresent() && value.registerWh().isPresent()) {
                long start = value.registerWh().getAsLong() - value.wattHours();
                if (start != soFar.getAsLong()) {
                    findings.add(
                            finding(
                                    day,
                                    channel,
                                    value.start(),
                                    Check.SUM,
                                    "values before differ from the register by %d Wh"
                                            .formatted(soFar.getAsLong() - start)));
                }
            }
            soFar =
                    value.registerWh().isPresent()
                            ? value.registerWh()
                            : follows && soFar.isPresent()
                                    ? OptionalLong.of(soFar.getAsLong() + value.wattHours())
                                    : OptionalLong.empty();
            expected = value.start().plus(DeliveryInterval.QUARTER_HOUR);
        }
    }

    private void bothDirections(PointDay day, List<Finding> findings) {
        Map<Instant, Value> exported = day.byStart(Channel.EXPORT);
        long least = rules.directions().wattHours();
        runs(
                day.of(Channel.IMPORT),
                value -> value.wattHours() >= least && wattHours(exported, value) >= least,
                (run, last) -> {
                    if (run.size() >= rules.directions().intervals()) {
                        findings.add(
                                finding(
                                        day,
                                        Channel.IMPORT,
                                        last,
                                        Check.BOTH_DIRECTIONS,
                                        "import and export of %d Wh or more in %d intervals"
                                                .formatted(least, run.size())));
                    }
                });
    }

    private void exportWithoutSource(PointDay day, List<Finding> findings) {
        if (day.site().sources().peakWatts() > 0
                || day.site().sources().hasStorage()
                || !day.of(Channel.GENERATION).isEmpty()) {
            return;
        }
        day.of(Channel.EXPORT).stream()
                .filter(value -> value.wattHours() >= rules.directions().wattHours())
                .findFirst()
                .ifPresent(value ->
                        findings.add(
                                finding(
                                        day,
                                        Channel.EXPORT,
                                        value.start(),
                                        Check.EXPORT_WITHOUT_SOURCE,
                                        "%d Wh given, no panels and no storage known"
                                                .formatted(value.wattHours()))));
    }

    /** The two registers are not read at the same moment, so a whole hour must exceed. */
    private void exportAboveGeneration(PointDay day, List<Finding> findings) {
        Map<Instant, Value> generated = day.byStart(Channel.GENERATION);
        if (day.site().sources().hasStorage()) {
            return;
        }
        runs(
                day.of(Channel.EXPORT),
                value ->
                        generated.containsKey(value.start())
                                && value.wattHours()
                                        > wattHours(generated, value)
                                                + rules.directions().wattHours(),
                (run, last) -> {
                    if (run.size() >= QUARTERS_OF_AN_HOUR) {
                        findings.add(
                                finding(
                                        day,
                                        Channel.EXPORT,
                                        last,
                                        Check.EXPORT_ABOVE_GENERATION,
                                        "more given than generated in %d intervals"
                                                .formatted(run.size())));
                    }
                });
    }

    private void generationAbovePeak(PointDay day, List<Finding> findings) {
        long peak = day.site().sources().peakWatts();
        long most = peak * rules.sun().peakPercent() / (100 * QUARTERS_OF_AN_HOUR);
        day.of(Channel.GENERATION).stream()
                .filter(value -> peak > 0 && value.wattHours() > most)
                .findFirst()
                .ifPresent(value ->
                        findings.add(
                                finding(
                                        day,
                                        Channel.GENERATION,
                                        value.start(),
                                        Check.GENERATION_ABOVE_PEAK,
                                        "%d Wh by panels of %d W"
                                                .formatted(value.wattHours(), peak))));
    }

    private void nightSun(PointDay day, Location place, List<Finding> findings) {
        List<Value> generated = day.of(Channel.GENERATION);
        long peak = generated.stream().mapToLong(Value::wattHours).max().orElse(0);
        generated.stream()
                .filter(value -> value.wattHours() * 1_000 > peak * rules.sun().nightPermille())
                .filter(value -> isNight(value.start(), place))
                .findFirst()
                .ifPresent(value ->
                        findings.add(
                                finding(
                                        day,
                                        Channel.GENERATION,
                                        value.start(),
                                        Check.NIGHT_SUN,
                                        "%d Wh with the sun %d degrees below the horizon"
                                                .formatted(
                                                        value.wattHours(),
                                                        Math.round(
                                                                -SunElevation.degrees(
                                                                        value.start(), place))))));
    }

    /** All of the interval. */
    private boolean isNight(Instant start, Location place) {
        Instant end = start.plus(DeliveryInterval.QUARTER_HOUR);
        return SunElevation.degrees(start, place) < rules.sun().nightDegrees()
                && SunElevation.degrees(end, place) < rules.sun().nightDegrees();
    }

    private static long wattHours(Map<Instant, Value> values, Value at) {
        Value other = values.get(at.start());
        return other == null ? 0 : other.wattHours();
    }

    /** Hands on each longest run of consecutive intervals that match, with its last start. */
    private static void runs(
            List<Value> values, Predicate<Value> matches, BiConsumer<List<Value>, Instant> use) {
        List<Value> run = new ArrayList<>();
        for (Value value : values) {
            boolean follows =
                    run.isEmpty()
                            || run.getLast()
                                    .start()
                                    .plus(DeliveryInterval.QUARTER_HOUR)
                                    .equals(value.start());
            if (!run.isEmpty() && (!follows || !matches.test(value))) {
                use.accept(List.copyOf(run), run.getLast().start());
                run.clear();
            }
            if (matches.test(value)) {
                run.add(value);
            }
        }
        if (!run.isEmpty()) {
            use.accept(List.copyOf(run), run.getLast().start());
        }
    }

    private Finding finding(
            PointDay day, Channel channel, Instant start, Check check, String detail) {
        return new Finding(
                day.site().meteringPoint(), channel, start, check, rules.severity(check), detail);
    }
}
