package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.island.BlockLoads;
import energy.peerwatt.balancer.island.Headroom;
import energy.peerwatt.balancer.island.ReserveFloors;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.model.StoreRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How an outage goes: until when it holds, what is switched when, and what is left of energy and
 * power.
 *
 * @param heldSlots from the opening until critical load is not served or load and supply differ;
 *     those of the whole outage if that never happens
 * @param switchings of blocks, in order of time; within a slot higher tiers go off last and come on
 *     first
 */
public record IslandCourse(
        int heldSlots,
        List<Switching> switchings,
        Reserve reserve,
        Margins margins,
        Reconnection reconnection) {

    /** So many switchings are told in sentences. */
    private static final int TOLD = 12;

    private static final Set<Violation.Kind> ENDING =
            EnumSet.of(Violation.Kind.BALANCE, Violation.Kind.HEADROOM);

    /**
     * A breaker that opens or closes.
     *
     * @param slot from which on it is so
     * @param watts of its load in that slot
     */
    public record Switching(int slot, String block, int tier, boolean off, int watts) {}

    /**
     * Energy for an outage, Wh at the terminals of batteries above their own reserves.
     *
     * @param critical that load of tier 1 takes over its stated time
     * @param criticalMost that all batteries can hold for it
     * @param stored in all batteries when the connection opens
     * @param start that a black start takes
     * @param startMost that the forming units can hold for it
     * @param startStored in them when the connection opens
     */
    public record Reserve(
            long critical,
            long criticalMost,
            long stored,
            long start,
            long startMost,
            long startStored) {

        /** Whether no charge of the batteries would be enough for what is asked for. */
        public boolean isBeyondBatteries() {
            return critical > criticalMost || start > startMost;
        }
    }

    /**
     * What the forming units have left beyond the headroom they must have, where that is least;
     * below 0 it is missing.
     *
     * @param give W they could give more, in {@code giveSlot}
     * @param take W they could take more, in {@code takeSlot}
     */
    public record Margins(long give, int giveSlot, long take, int takeSlot) {}

    /**
     * The end of the outage.
     *
     * @param slot in which the connection is closed again; the horizon's end if that is later
     * @param netWatts that flow over it then, positive is import; 0 at the horizon's end
     * @param wholeSlot from which on all blocks are on, if that is within the horizon
     */
    public record Reconnection(int slot, long netWatts, Optional<Integer> wholeSlot) {}

    public IslandCourse {
        switchings = List.copyOf(switchings);
    }

    static IslandCourse of(Community community, Plan plan, List<Violation> violations) {
        Island island = community.island().orElseThrow();
        Limit.Window window = island.outage().orElseThrow().window();
        List<Switching> switchings = switchings(community, island, plan, window.from());
        return new IslandCourse(
                held(community, island, plan, window, violations),
                switchings,
                reserve(community, island, plan, window.from()),
                margins(community, island, plan, window),
                reconnection(community, island, plan, window));
    }

    private static int held(
            Community community,
            Island island,
            Plan plan,
            Limit.Window window,
            List<Violation> violations) {
        int until = window.until();
        for (Violation violation : violations) {
            if (ENDING.contains(violation.kind()) && window.has(violation.slot())) {
                until = Math.min(until, violation.slot());
            }
        }
        BlockLoads loads = new BlockLoads(community);
        for (ShedBlock block : island.shedding().blocks()) {
            for (int slot = window.from(); slot < until && block.tier() == 1; slot++) {
                if (isOff(plan, block, slot) && loads.of(block, slot) > 0) {
                    until = slot;
                }
            }
        }
        return until - window.from();
    }

    private static List<Switching> switchings(
            Community community, Island island, Plan plan, int from) {
        BlockLoads loads = new BlockLoads(community);
        List<Switching> found = new ArrayList<>();
        for (int slot = from; slot < community.slots(); slot++) {
            for (ShedBlock block : island.shedding().blocks()) {
                boolean before = slot == 0 ? block.before().off() : isOff(plan, block, slot - 1);
                boolean now = isOff(plan, block, slot);
                if (now != before) {
                    found.add(
                            new Switching(
                                    slot, block.id(), block.tier(), now, loads.of(block, slot)));
                }
            }
        }
        found.sort(
                Comparator.comparingInt(Switching::slot)
                        .thenComparingInt(each -> each.off() ? -each.tier() : each.tier()));
        return found;
    }

    private static boolean isOff(Plan plan, ShedBlock block, int slot) {
        Series off = plan.off().get(block.id());
        return off != null && off.at(slot) != 0;
    }

    private static Reserve reserve(Community community, Island island, Plan plan, int opening) {
        long most = 0;
        long stored = 0;
        long startMost = 0;
        long startStored = 0;
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                boolean forming = island.forming().units().contains(battery.id());
                long now = storedWh(community, plan, battery, opening);
                most += battery.mostGivenWh();
                stored += now;
                startMost += forming ? battery.mostGivenWh() : 0;
                startStored += forming ? now : 0;
            }
        }
        return new Reserve(
                ReserveFloors.criticalWh(community, island),
                most,
                stored,
                island.reserve().blackStartWh(),
                startMost,
                startStored);
    }

    /** Wh at the terminals above its own reserve at the start of a slot. */
    private static long storedWh(Community community, Plan plan, Battery battery, int slot) {
        StoreRules rules = StoreRules.of(battery, community.horizon());
        Series watts = plan.devices().get(battery.id());
        long level =
                slot > 0 && watts != null
                        ? rules.levels(watts.toArray())[slot - 1]
                        : rules.level().initial();
        long above = level / StoreRules.MWQ_PER_WH - battery.store().reserveWh();
        return Math.max(0, above) * battery.converter().dischargePermille() / 1000;
    }

    private static Margins margins(
            Community community, Island island, Plan plan, Limit.Window window) {
        Headroom headroom = new Headroom(community);
        Margins least = null;
        for (int slot = window.from(); slot < window.until(); slot++) {
            long taken = 0;
            for (String unit : island.forming().units()) {
                Series watts = plan.devices().get(unit);
                taken += watts == null ? 0 : watts.at(slot);
            }
            long give = taken - headroom.lowest(slot);
            long take = headroom.highest(slot) - taken;
            if (least == null) {
                least = new Margins(give, slot, take, slot);
            }
            least =
                    new Margins(
                            Math.min(give, least.give()),
                            give < least.give() ? slot : least.giveSlot(),
                            Math.min(take, least.take()),
                            take < least.take() ? slot : least.takeSlot());
        }
        return Objects.requireNonNull(least, "a window has a slot");
    }

    private static Reconnection reconnection(
            Community community, Island island, Plan plan, Limit.Window window) {
        int closes = window.until();
        int whole = closes;
        for (ShedBlock block : island.shedding().blocks()) {
            for (int slot = closes; slot < community.slots(); slot++) {
                whole = isOff(plan, block, slot) ? Math.max(whole, slot + 1) : whole;
            }
        }
        boolean within = closes < community.slots();
        return new Reconnection(
                closes,
                within ? Slots.net(community, plan, closes) : 0,
                within && whole < community.slots() ? Optional.of(whole) : Optional.empty());
    }

    /** In sentences for people, after those of the tiers. */
    List<String> sentences(Horizon horizon, int slots) {
        List<String> lines = new ArrayList<>();
        lines.add(
                heldSlots >= slots
                        ? "It holds to the end, " + IslandReport.hours(slots) + "."
                        : "It holds for "
                                + IslandReport.hours(heldSlots)
                                + " of "
                                + IslandReport.hours(slots)
                                + ".");
        lines.addAll(told(horizon));
        lines.addAll(reserveSentences());
        lines.add(
                "The forming units have "
                        + margins.give()
                        + " W more to give than the headroom asks for when that is least, at "
                        + horizon.startOf(margins.giveSlot())
                        + ", and "
                        + margins.take()
                        + " W more to take at "
                        + horizon.startOf(margins.takeSlot())
                        + ".");
        if (reconnection.slot() < horizon.slots()) {
            lines.add(
                    "When the connection closes "
                            + Math.abs(reconnection.netWatts())
                            + (reconnection.netWatts() < 0 ? " W leave" : " W come")
                            + " over it"
                            + reconnection
                                    .wholeSlot()
                                    .map(slot ->
                                            "; all blocks are on from " + horizon.startOf(slot))
                                    .orElse("; not all blocks are on by the end of the plan")
                            + ".");
        }
        return lines;
    }

    private List<String> told(Horizon horizon) {
        List<String> lines = new ArrayList<>();
        for (Switching each : switchings.subList(0, Math.min(TOLD, switchings.size()))) {
            lines.add(
                    horizon.startOf(each.slot())
                            + ": "
                            + each.block()
                            + " (tier "
                            + each.tier()
                            + ", "
                            + each.watts()
                            + " W) is switched "
                            + (each.off() ? "off." : "on."));
        }
        if (switchings.size() > TOLD) {
            lines.add(switchings.size() - TOLD + " more switchings follow.");
        }
        return lines;
    }

    private List<String> reserveSentences() {
        List<String> lines = new ArrayList<>();
        if (reserve.critical() > 0) {
            lines.add(
                    need(
                            "Critical load takes over its stated time ",
                            reserve.critical(),
                            "; the batteries",
                            reserve.criticalMost(),
                            reserve.stored()));
        }
        if (reserve.start() > 0) {
            lines.add(
                    need(
                            "A black start takes ",
                            reserve.start(),
                            "; the forming units",
                            reserve.startMost(),
                            reserve.startStored()));
        }
        return lines;
    }

    private static String need(String what, long needed, String who, long most, long stored) {
        String start = what + IslandReport.kwh(needed) + who;
        String end = " hold " + IslandReport.kwh(stored) + " for it at the opening";
        if (needed > most) {
            return start
                    + end
                    + " and can hold at most "
                    + IslandReport.kwh(most)
                    + ": no charge is enough.";
        }
        return start + end + (stored < needed ? ", which is not enough." : ".");
    }
}
