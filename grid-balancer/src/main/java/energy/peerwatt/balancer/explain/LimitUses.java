package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.island.BlockLoads;
import energy.peerwatt.balancer.island.SharedReserve;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import energy.peerwatt.balancer.network.Flow;
import energy.peerwatt.balancer.network.LinearFlow;
import energy.peerwatt.balancer.network.NetworkCheck;
import energy.peerwatt.balancer.network.PlanFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who uses how much of the constraints that a plan reaches or breaks. */
final class LimitUses {

    private final Community community;
    private final Plan plan;
    private final List<Part> parts = new ArrayList<>();
    private final List<LimitUse> found = new ArrayList<>();

    /**
     * A device, or a home's load less its panels.
     *
     * @param watts in each slot
     * @param load of it, what takes reactive power too, W
     */
    private record Part(String id, Home home, Connection connection, Series watts, Series load) {}

    /** What a part adds in a slot. */
    private interface Amount {
        long of(Part part, int slot);
    }

    private LimitUses(Community community, Plan plan) {
        this.community = community;
        this.plan = plan;
        Series none = Series.constant(community.slots(), 0);
        for (Home home : community.homes()) {
            parts.add(new Part(home.id(), home, home.connection(), own(home), home.loadWatts()));
            for (Device device : home.devices()) {
                Series watts = plan.devices().getOrDefault(device.id(), none);
                parts.add(new Part(device.id(), home, device.connection(), watts, none));
            }
        }
    }

    private Series own(Home home) {
        int[] watts = home.loadWatts().toArray();
        Series curtailed = plan.curtailed().get(home.id());
        for (int slot = 0; slot < watts.length; slot++) {
            watts[slot] -= home.solar().watts().at(slot);
            watts[slot] += curtailed == null ? 0 : curtailed.at(slot);
            watts[slot] -= BlockLoads.off(community, plan, home, slot);
        }
        return Series.of(watts);
    }

    /**
     * The uses of all limits, of the worst places of the feeder and of the peak that is charged.
     *
     * @param near slots in which each limit is reached, by id
     */
    static List<LimitUse> of(
            Community community,
            Plan plan,
            Map<String, List<Integer>> near,
            List<BindingPlace> places) {
        LimitUses uses = new LimitUses(community, plan);
        for (Limit limit : community.limits()) {
            List<Integer> slots = near.get(limit.id());
            if (slots != null) {
                uses.add("limit " + limit.id(), "W", slots, uses.amount(limit));
            }
        }
        uses.addPeak();
        Feeder feeder = community.feeder();
        if (feeder != null) {
            uses.addPlaces(feeder, places);
        }
        return uses.found;
    }

    /** The use of one limit in {@code slots}. */
    static LimitUse of(Community community, Plan plan, Limit limit, List<Integer> slots) {
        LimitUses uses = new LimitUses(community, plan);
        uses.add("limit " + limit.id(), "W", slots, uses.amount(limit));
        return uses.found.getFirst();
    }

    private void add(String constraint, String unit, List<Integer> slots, Amount amount) {
        Map<String, Series> amounts = new HashMap<>();
        for (Part part : parts) {
            int[] own = new int[slots.size()];
            for (int i = 0; i < own.length; i++) {
                own[i] = Math.toIntExact(amount.of(part, slots.get(i)));
            }
            Series series = Series.of(own);
            if (!series.isZero()) {
                amounts.put(part.id(), series);
            }
        }
        found.add(new LimitUse(constraint, unit, slots, amounts));
    }

    private Amount amount(Limit limit) {
        long sign = limit.direction() == Limit.Direction.IMPORT ? 1 : -1;
        return switch (limit.scope()) {
            case TOTAL -> (part, slot) -> sign * part.watts().at(slot);
            case L1 -> (part, slot) -> sign * onPhase(part, 0, slot);
            case L2 -> (part, slot) -> sign * onPhase(part, 1, slot);
            case L3 -> (part, slot) -> sign * onPhase(part, 2, slot);
            case RAMP -> (part, slot) -> sign * rise(part.watts(), slot);
            case HOME ->
                    (part, slot) ->
                            part.home().id().equals(limit.home().orElse(""))
                                    ? sign * part.watts().at(slot)
                                    : 0;
            case RESERVE -> reserve(limit);
        };
    }

    private static long rise(Series watts, int slot) {
        return (long) watts.at(slot) - watts.at(slot - 1);
    }

    private static long onPhase(Part part, int phase, int slot) {
        long thirds = (long) part.watts().at(slot) * part.connection().thirdsOn(phase);
        return Math.floorDiv(2 * thirds + 3, 6L);
    }

    /** What each battery keeps by its own share. */
    private Amount reserve(Limit limit) {
        SharedReserve shares = SharedReserve.of(community);
        Map<String, Series> kept = new HashMap<>();
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                StoreRules.Kept own = shares.of(battery);
                boolean gives = limit.direction() == Limit.Direction.EXPORT;
                kept.put(battery.id(), gives ? own.giveWatts() : own.takeWatts());
            }
        }
        Series none = Series.constant(community.slots(), 0);
        return (part, slot) -> kept.getOrDefault(part.id(), none).at(slot);
    }

    private void addPeak() {
        if (community.tariff().peak().microPerKw() == 0) {
            return;
        }
        long peak = community.tariff().peak().reachedWatts();
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < community.slots(); slot++) {
            int at = slot;
            boolean open = community.island().map(each -> each.isOpen(at)).orElse(false);
            long rest = parts.stream().mapToLong(part -> part.watts().at(at)).sum();
            long net = community.horizon().mean(slot, rest);
            if (open || net < peak || net == community.tariff().peak().reachedWatts()) {
                continue;
            }
            if (net > peak) {
                slots.clear();
            }
            peak = net;
            slots.add(slot);
        }
        if (!slots.isEmpty()) {
            add("the peak charge", "W", slots, (part, slot) -> part.watts().at(slot));
        }
    }

    private void addPlaces(Feeder feeder, List<BindingPlace> places) {
        LinearFlow linear = new LinearFlow(feeder);
        List<Flow> flows = PlanFlow.of(community, feeder, plan);
        for (BindingPlace place : places) {
            String where = place.node() + " on L" + (place.phase() + 1);
            if (place.kind() == BindingPlace.Kind.CURRENT) {
                add(
                        "the cable to " + where,
                        "W",
                        place.slots(),
                        (part, slot) ->
                                linear.feeds(place.node(), node(feeder, part))
                                        ? onPhase(part, place.phase(), slot)
                                        : 0);
            } else {
                int sign = place.kind() == BindingPlace.Kind.LOWEST_VOLTAGE ? 1 : -1;
                add(
                        "the voltage at " + where,
                        "mV",
                        place.slots(),
                        (part, slot) ->
                                sign
                                        * millivolts(
                                                feeder,
                                                linear,
                                                flows.get(slot),
                                                place,
                                                part,
                                                slot));
            }
        }
    }

    private static String node(Feeder feeder, Part part) {
        return NetworkCheck.node(feeder, part.home());
    }

    /** What the voltage falls by. */
    private static long millivolts(
            Feeder feeder, LinearFlow linear, Flow flow, BindingPlace place, Part part, int slot) {
        double square = 0;
        double vars = part.load().at(slot) * PlanFlow.varsPerWatt(feeder);
        String node = node(feeder, part);
        for (int by = 0; by < 3; by++) {
            double share = part.connection().thirdsOn(by) / 3.0;
            double perWatt = linear.dropPerWatt(place.node(), place.phase(), node, by);
            double perVar = linear.dropPerVar(place.node(), place.phase(), node, by);
            square += share * (part.watts().at(slot) * perWatt + vars * perVar);
        }
        double volts = flow.isFound() ? flow.volts(place.node(), place.phase()) : 230;
        return Math.round(1000 * square / (2 * volts));
    }
}
