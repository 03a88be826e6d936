package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.island.BlockLoads;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.model.StoreRules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a plan does in an outage.
 *
 * @param horizon of the plan
 * @param tiers those that have load, the critical one first
 * @param missed vehicles and appliances that do not get all they were to have
 * @param missedCost what that costs
 * @param storedWh in all batteries when the connection opens, and when it closes
 * @param course what happens when
 */
public record IslandReport(
        Outage outage,
        Horizon horizon,
        List<Tier> tiers,
        List<Missed> missed,
        Cost missedCost,
        Stored storedWh,
        IslandCourse course) {

    /**
     * Load of a tier in the slots of the outage.
     *
     * @param loadWh of its blocks, and for tier 1 of load in no block
     * @param unservedWh of that not served
     * @param lastsSlots slots from the opening until the first block of the tier is off; those of
     *     the whole outage if none ever is
     * @param back the slot from which on all its blocks are on again, if any is ever off
     */
    public record Tier(
            int number, long loadWh, long unservedWh, int lastsSlots, Optional<Integer> back) {}

    /** What a device gets of what it was to have, Wh. */
    public record Missed(String device, long gotWh, long neededWh) {}

    /** Wh in all batteries at both ends of the outage. */
    public record Stored(long opening, long closing) {}

    public IslandReport {
        tiers = List.copyOf(tiers);
        missed = List.copyOf(missed);
    }

    /** Reports on {@code plan}; nothing if there is no outage. */
    static Optional<IslandReport> of(Community community, Plan plan, CheckReport report) {
        Optional<Island> island = community.island();
        return island.flatMap(Island::outage)
                .map(outage ->
                        new IslandReport(
                                outage,
                                community.horizon(),
                                tiers(community, island.get(), plan),
                                missed(community, island.get(), plan),
                                report.parts().missed(),
                                new Stored(
                                        stored(community, plan, outage.window().from()),
                                        stored(community, plan, outage.window().until())),
                                IslandCourse.of(community, plan, report.violations())));
    }

    /** Whether all load of tier 1, and in no block, is served. */
    public boolean servesCritical() {
        return tiers.stream().noneMatch(tier -> tier.number() == 1 && tier.unservedWh() > 0);
    }

    private static List<Tier> tiers(Community community, Island island, Plan plan) {
        List<Tier> tiers = new ArrayList<>();
        BlockLoads loads = new BlockLoads(community);
        for (int number = 1; number <= ShedBlock.LAST_TIER; number++) {
            Tier tier = tier(community, island, loads, plan, number);
            if (tier.loadWh() > 0) {
                tiers.add(tier);
            }
        }
        return tiers;
    }

    private static Tier tier(
            Community community, Island island, BlockLoads loads, Plan plan, int number) {
        int from = island.outage().orElseThrow().window().from();
        int until = island.outage().orElseThrow().window().until();
        long load = 0;
        long unserved = 0;
        int lasts = until - from;
        int lastOff = -1;
        for (int slot = from; slot < community.slots(); slot++) {
            long off = 0;
            for (ShedBlock block : island.shedding().blocks()) {
                boolean mine = block.tier() == number;
                long watts = mine ? loads.of(block, slot) : 0;
                load += slot < until ? watts : 0;
                boolean isOff = mine && isOff(plan, block, slot);
                off += isOff ? watts : 0;
                lastOff = isOff ? slot : lastOff;
                lasts = isOff ? Math.min(lasts, slot - from) : lasts;
            }
            unserved += off;
            load += number == 1 && slot < until ? outside(community, island, loads, slot) : 0;
        }
        return new Tier(
                number,
                Math.ceilDiv(load, 4L),
                Math.ceilDiv(unserved, 4L),
                Math.min(lasts, until - from),
                lastOff < 0 ? Optional.empty() : Optional.of(lastOff + 1));
    }

    private static boolean isOff(Plan plan, ShedBlock block, int slot) {
        Series off = plan.off().get(block.id());
        return off != null && off.at(slot) != 0;
    }

    /** Load in no block, W. */
    private static long outside(Community community, Island island, BlockLoads loads, int slot) {
        long watts = community.homes().stream().mapToLong(home -> home.loadWatts().at(slot)).sum();
        for (ShedBlock block : island.shedding().blocks()) {
            watts -= loads.of(block, slot);
        }
        return watts;
    }

    private static List<Missed> missed(Community community, Island island, Plan plan) {
        List<Missed> all = new ArrayList<>();
        for (Device device : community.devices()) {
            long needed = needed(community, island, device);
            Series watts = plan.devices().get(device.id());
            long got = watts == null ? 0 : watts.sum();
            if (needed > 0 && got < needed) {
                all.add(new Missed(device.id(), got / 4, Math.ceilDiv(needed, 4L)));
            }
        }
        return all;
    }

    /** Four times the Wh that a device is to have which may miss some; 0 for all others. */
    static long needed(Community community, Island island, Device device) {
        return switch (device) {
            case Battery battery -> 0;
            case HeatPump pump -> 0;
            case Charger charger ->
                    island.touches(charger)
                            ? (long) ChargeNeed.of(charger, community.horizon()).units()
                                    * charger.steps().unitWatts()
                            : 0;
            case Appliance appliance ->
                    island.touches(appliance) ? appliance.cycleWatts().sum() : 0;
        };
    }

    private static long stored(Community community, Plan plan, int slot) {
        long sum = 0;
        for (Device device : community.devices()) {
            Series watts = plan.devices().get(device.id());
            if (device instanceof Battery battery && watts != null) {
                StoreRules rules = StoreRules.of(battery, community.horizon());
                long[] levels = rules.levels(watts.toArray());
                long level = slot == 0 ? rules.level().initial() : levels[slot - 1];
                sum += level / StoreRules.MWQ_PER_WH;
            }
        }
        return sum;
    }

    /** In sentences for people. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "The connection is open from "
                        + horizon.startOf(outage.window().from())
                        + " to "
                        + horizon.startOf(outage.window().until())
                        + "; the batteries hold "
                        + kwh(storedWh.opening())
                        + " when it opens and "
                        + kwh(storedWh.closing())
                        + " when it closes.");
        for (Tier tier : tiers) {
            lines.add(sentence(tier));
        }
        if (!missed.isEmpty()) {
            lines.add(missedSentence());
        }
        lines.addAll(course.sentences(horizon, outage.window().until() - outage.window().from()));
        return lines;
    }

    private String sentence(Tier tier) {
        String name = "Tier " + tier.number() + (tier.number() == 1 ? " (critical)" : "") + ": ";
        if (tier.back().isEmpty()) {
            return name + "all " + kwh(tier.loadWh()) + " are served to the end.";
        }
        int back = tier.back().get();
        String end =
                back >= horizon.slots() ? "" : " and again from " + horizon.startOf(back) + " on";
        return name
                + kwh(tier.unservedWh())
                + " of "
                + kwh(tier.loadWh())
                + " are not served; it is whole for "
                + hours(tier.lastsSlots())
                + " from the opening on"
                + end
                + ".";
    }

    private String missedSentence() {
        List<String> each =
                missed.stream()
                        .map(one ->
                                one.device()
                                        + " "
                                        + kwh(one.gotWh())
                                        + " of "
                                        + kwh(one.neededWh()))
                        .toList();
        return "Vehicles and appliances get less than they need, which costs "
                + missedCost.toCents()
                + ": "
                + String.join(", ", each)
                + ".";
    }

    static String kwh(long wattHours) {
        return BigDecimal.valueOf(wattHours)
                        .movePointLeft(3)
                        .setScale(1, RoundingMode.HALF_UP)
                        .toPlainString()
                + " kWh";
    }

    static String hours(int slots) {
        Duration time = Duration.ofMinutes(15L * slots);
        return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
}
