package energy.peerwatt.web.rest;

import energy.peerwatt.balancer.explain.Explanation;
import energy.peerwatt.balancer.explain.IslandCourse;
import energy.peerwatt.balancer.explain.IslandReport;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.web.balancing.IslandRehearsal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How hours without the grid would go. Powers are W, energies Wh at the terminals of batteries.
 *
 * @param heldMinutes from the opening until critical load is not served or load and supply differ
 * @param kept whether it is kept if forecasts hold, and in {@code range} too if that is known
 * @param keptAsForecast whether critical load is served for the whole outage, nothing else is
 *     broken, and something is known of all homes and batteries; only as far as what is assumed
 *     holds
 * @param switchings of breakers, in order of time
 * @param missed what cars get less than they need
 * @param range how the same hours would go with more load and less sun; null if nothing is known of
 *     how far forecasts may be off
 * @param problems what cannot be kept if forecasts hold, and what would help, in sentences
 * @param assumed what nobody has said or measured
 */
public record RehearsalView(
        int areaId,
        String timeZone,
        String kind,
        Instant opensAt,
        Instant closesAt,
        int heldMinutes,
        boolean kept,
        boolean keptAsForecast,
        List<TierView> tiers,
        List<SwitchingView> switchings,
        ReserveView reserve,
        HeadroomView headroom,
        ReconnectionView reconnection,
        List<MissedView> missed,
        @Nullable RangeView range,
        List<String> problems,
        AssumedView assumed) {

    private static final int SLOT_MINUTES = 15;

    /**
     * Load of one importance: 1 is critical, 2 important, 3 comfort.
     *
     * @param wholeMinutes from the opening until the first of it is off
     * @param backAt from when on all of it is on again; null if it is never off
     */
    public record TierView(
            int tier, long loadWh, long unservedWh, int wholeMinutes, @Nullable Instant backAt) {}

    /** A breaker that opens ({@code off}) or closes. */
    public record SwitchingView(Instant at, String block, int tier, boolean off, int watts) {}

    /**
     * Energy of the batteries above their own reserves when the connection opens.
     *
     * @param criticalWh that critical load takes over its stated time
     * @param criticalMostWh that all batteries can hold for it
     * @param storedWh that they hold then
     * @param blackStartWh that a black start takes, as stated
     * @param blackStartMostWh that the forming batteries can hold for it
     * @param formingStoredWh that they hold then
     * @param closingWh in all batteries when the connection closes, their reserves included
     */
    public record ReserveView(
            long criticalWh,
            long criticalMostWh,
            long storedWh,
            long blackStartWh,
            long blackStartMostWh,
            long formingStoredWh,
            long closingWh) {}

    /**
     * What the forming batteries have left beyond what they must have free, where that is least;
     * below 0 it is missing.
     */
    public record HeadroomView(long giveW, Instant giveAt, long takeW, Instant takeAt) {}

    /**
     * The end.
     *
     * @param netW over the connection then, positive takes
     * @param wholeAt from when on all load is on; null if not within the rehearsal
     */
    public record ReconnectionView(Instant at, long netW, @Nullable Instant wholeAt) {}

    /** What a car gets of what it needs by its departure. */
    public record MissedView(String device, long gotWh, long neededWh) {}

    /**
     * The hours if all homes took what is exceeded in one case of ten, and all panels gave what is
     * not reached in one of ten, planned for that; what is known of homes and batteries is as in
     * the answer itself.
     *
     * @param heldMinutes likewise
     * @param kept as {@code keptAsForecast}
     * @param unservedCriticalWh of critical load
     * @param homes that have such ranges; others are taken as forecast
     */
    public record RangeView(int heldMinutes, boolean kept, long unservedCriticalWh, int homes) {}

    /**
     * What the answer rests on.
     *
     * @param formingUnits batteries that form the grid
     * @param leftOut homes that give no values
     * @param leftOutW critical load that is taken for each of them, W
     * @param looseBatteries that cannot be planned now and are not in it
     * @param forecastsExact that loads and panels are taken to be as forecast but in {@code range}
     * @param networkChecked whether voltages and cables were looked at; never
     */
    public record AssumedView(
            int criticalPermille,
            int importantPermille,
            int comfortPermille,
            List<String> formingUnits,
            int leftOut,
            int leftOutW,
            int looseBatteries,
            boolean forecastsExact,
            boolean networkChecked) {}

    static RehearsalView of(
            int area, String zone, IslandRehearsal.Question asked, IslandRehearsal.Answer answer) {
        IslandReport report = answer.explanation().island().orElseThrow();
        IslandCourse course = report.course();
        Horizon horizon = answer.community().horizon();
        Optional<RangeView> range = answer.range().map(worse -> range(answer, worse));
        boolean keptAsForecast = kept(answer, answer.explanation());
        return new RehearsalView(
                area,
                zone,
                report.outage().kind().name(),
                horizon.startOf(report.outage().window().from()),
                horizon.startOf(report.outage().window().until()),
                course.heldSlots() * SLOT_MINUTES,
                keptAsForecast && range.map(RangeView::kept).orElse(true),
                keptAsForecast,
                report.tiers().stream().map(tier -> tier(horizon, tier)).toList(),
                course.switchings().stream().map(one -> switching(horizon, one)).toList(),
                reserve(course.reserve(), report.storedWh().closing()),
                new HeadroomView(
                        course.margins().give(),
                        horizon.startOf(course.margins().giveSlot()),
                        course.margins().take(),
                        horizon.startOf(course.margins().takeSlot())),
                reconnection(horizon, course.reconnection()),
                report.missed().stream()
                        .map(one -> new MissedView(one.device(), one.gotWh(), one.neededWh()))
                        .toList(),
                range.orElse(null),
                problems(answer),
                assumed(asked.parts(), answer));
    }

    private static boolean kept(IslandRehearsal.Answer answer, Explanation explanation) {
        IslandReport report = explanation.island().orElseThrow();
        int length = report.outage().window().until() - report.outage().window().from();
        return report.course().heldSlots() >= length
                && explanation.shortfalls().isEmpty()
                && explanation.report().keepsAll()
                && unknown(answer).isEmpty();
    }

    private static RangeView range(IslandRehearsal.Answer answer, IslandRehearsal.Range range) {
        IslandReport report = range.explanation().island().orElseThrow();
        return new RangeView(
                report.course().heldSlots() * SLOT_MINUTES,
                kept(answer, range.explanation()),
                report.tiers().stream()
                        .filter(tier -> tier.number() == 1)
                        .mapToLong(IslandReport.Tier::unservedWh)
                        .sum(),
                range.homes());
    }

    private static List<String> problems(IslandRehearsal.Answer answer) {
        Stream<String> known =
                answer.explanation().shortfalls().stream()
                        .map(one -> one.problem() + " " + one.remedy());
        return Stream.concat(known, unknown(answer).stream()).toList();
    }

    /** Why nothing is promised, whatever the plan says. */
    private static List<String> unknown(IslandRehearsal.Answer answer) {
        List<String> lines = new ArrayList<>();
        if (answer.leftOut() > 0) {
            lines.add(
                    "Of %s nothing is known: %d W of critical load are taken for each, and it may be more."
                            .formatted(
                                    answer.leftOut() == 1
                                            ? "one home"
                                            : answer.leftOut() + " homes",
                                    IslandRehearsal.SILENT_W));
        }
        if (answer.loose() > 0) {
            lines.add(
                    "%s cannot be planned now: what it does without the grid is not known."
                            .formatted(
                                    answer.loose() == 1
                                            ? "One battery"
                                            : "Each of " + answer.loose() + " batteries"));
        }
        return lines;
    }

    private static TierView tier(Horizon horizon, IslandReport.Tier tier) {
        return new TierView(
                tier.number(),
                tier.loadWh(),
                tier.unservedWh(),
                tier.lastsSlots() * SLOT_MINUTES,
                tier.back().map(horizon::startOf).orElse(null));
    }

    private static SwitchingView switching(Horizon horizon, IslandCourse.Switching one) {
        return new SwitchingView(
                horizon.startOf(one.slot()), one.block(), one.tier(), one.off(), one.watts());
    }

    private static ReserveView reserve(IslandCourse.Reserve reserve, long closing) {
        return new ReserveView(
                reserve.critical(),
                reserve.criticalMost(),
                reserve.stored(),
                reserve.start(),
                reserve.startMost(),
                reserve.startStored(),
                closing);
    }

    private static ReconnectionView reconnection(Horizon horizon, IslandCourse.Reconnection end) {
        return new ReconnectionView(
                horizon.startOf(end.slot()),
                end.netWatts(),
                end.wholeSlot().map(horizon::startOf).orElse(null));
    }

    private static AssumedView assumed(IslandRehearsal.Parts parts, IslandRehearsal.Answer answer) {
        return new AssumedView(
                parts.criticalPermille(),
                parts.importantPermille(),
                1_000 - parts.criticalPermille() - parts.importantPermille(),
                answer.forming(),
                answer.leftOut(),
                IslandRehearsal.SILENT_W,
                answer.loose(),
                /* forecastsExact= */ true,
                /* networkChecked= */ false);
    }
}
