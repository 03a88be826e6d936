package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Polish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Why a plan is as it is.
 *
 * @param binding limits the plan reaches, the most worth first
 * @param places of the feeder where it reaches voltages or currents, the most worth first
 * @param shortfalls what it cannot meet; empty if it meets all
 * @param uses who uses how much of each constraint that it reaches or breaks
 * @param robustness what becomes of it if loads and panels are not as expected, if the community
 *     says how far they may be off
 * @param island what it does in an outage, if there is one
 */
public record Explanation(
        CheckReport report,
        List<BindingLimit> binding,
        List<BindingPlace> places,
        List<Shortfall> shortfalls,
        List<LimitUse> uses,
        Optional<Robustness> robustness,
        Optional<IslandReport> island) {

    private static final int TRIES = 600;

    /** If more limits are broken it would take too long to look how high each would have to be. */
    private static final int SEARCHED = 3;

    /** With a feeder a try takes longer. */
    private static final int FEEDER_TRIES = 150;

    /** Worth less than this is noise of the search: a thousandth of a currency unit. */
    private static final Cost LEAST_WORTH = new Cost(4_000_000);

    public Explanation {
        binding = List.copyOf(binding);
        places = List.copyOf(places);
        shortfalls = List.copyOf(shortfalls);
        uses = List.copyOf(uses);
    }

    /** Explains {@code plan}; if it breaks rules of devices, that is a shortfall too. */
    public static Explanation of(Community community, Plan plan) {
        return of(community, plan, limit -> true);
    }

    /**
     * Likewise, in less time.
     *
     * @param asked limits of which somebody wants to know what a kW more would be worth
     */
    public static Explanation of(Community community, Plan plan, Predicate<Limit> asked) {
        return of(community, plan, asked, community);
    }

    /**
     * Likewise, where limits are stricter than they need be because forecasts may be off.
     *
     * @param real the same community with its limits as they are; whether the plan does where
     *     forecasts are off is judged by these
     */
    public static Explanation of(
            Community community, Plan plan, Predicate<Limit> asked, Community real) {
        CheckReport report = Checker.check(community, plan);
        List<Shortfall> shortfalls = shortfalls(community, plan, report);
        shortfalls.addAll(FeederShortfalls.of(community, plan));
        boolean whole = shortfalls.isEmpty();
        Map<String, List<Integer>> near = Slots.near(community, plan);
        List<BindingLimit> binding = whole ? binding(community, plan, near, asked) : List.of();
        List<BindingPlace> places = whole ? FeederReasons.binding(community, plan) : List.of();
        List<BindingPlace> reached = whole ? places : FeederReasons.reached(community, plan);
        List<LimitUse> uses = LimitUses.of(community, plan, near, reached);
        Optional<Robustness> robustness = Robustness.of(real, plan);
        Optional<IslandReport> island = IslandReport.of(community, plan, report);
        return new Explanation(report, binding, places, shortfalls, uses, robustness, island);
    }

    /** In sentences for people. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>();
        CheckReport.Parts parts = report.parts();
        lines.add(
                "The plan costs "
                        + parts.total().toCents()
                        + ": import "
                        + parts.imported().toCents()
                        + ", export "
                        + parts.exported().toCents()
                        + ", peak charge "
                        + parts.peak().toCents()
                        + ", battery wear "
                        + parts.wear().toCents()
                        + (parts.missed().equals(Cost.ZERO)
                                ? ""
                                : ", energy that devices miss " + parts.missed().toCents())
                        + ". The highest import is "
                        + report.peakWatts()
                        + " W.");
        lines.addAll(island.map(IslandReport::sentences).orElse(List.of()));
        for (Shortfall shortfall : shortfalls) {
            lines.add(shortfall.problem() + " " + shortfall.remedy());
        }
        for (BindingLimit limit : binding) {
            lines.add(sentence(limit));
        }
        for (BindingPlace place : places) {
            lines.add(sentence(place));
        }
        if (binding.isEmpty() && places.isEmpty() && shortfalls.isEmpty()) {
            lines.add("No limit binds.");
        }
        uses.forEach(use -> lines.add(use.sentence()));
        robustness.ifPresent(found -> lines.addAll(found.sentences()));
        return lines;
    }

    private static String sentence(BindingLimit binding) {
        Limit limit = binding.limit();
        return "Limit "
                + described(limit)
                + " binds in slots "
                + Slots.ranges(binding.slots())
                + (limit.scope() == Limit.Scope.RESERVE ? "; a kW less " : "; a kW more ")
                + worth(binding.worthOfKilowatt());
    }

    private static String worth(Cost worth) {
        return worth.compareTo(LEAST_WORTH) < 0
                ? "would not make the plan cheaper."
                : "would save " + worth.toCents() + ".";
    }

    private static String sentence(BindingPlace place) {
        String where = place.node() + " on L" + (place.phase() + 1);
        String reached = FeederShortfalls.hundredths(place.reached());
        String slots = " in slots " + Slots.ranges(place.slots());
        String what =
                switch (place.kind()) {
                    case LOWEST_VOLTAGE ->
                            "The voltage at "
                                    + where
                                    + " is as low as it may be, "
                                    + reached
                                    + " V,";
                    case HIGHEST_VOLTAGE ->
                            "The voltage at "
                                    + where
                                    + " is as high as it may be, "
                                    + reached
                                    + " V,";
                    case CURRENT ->
                            "The cable to " + where + " carries what it may, " + reached + " A,";
                };
        return what + slots + "; a kW more there " + worth(place.worthOfKilowatt());
    }

    private static List<Shortfall> shortfalls(Community community, Plan plan, CheckReport report) {
        List<Shortfall> found = new ArrayList<>();
        List<LimitGroup> broken =
                LimitGroup.of(community.limits()).stream()
                        .filter(group -> !group.broken(report.violations()).isEmpty())
                        .toList();
        boolean searches = broken.size() <= SEARCHED;
        for (LimitGroup group : broken) {
            List<Violation> all = group.broken(report.violations());
            found.add(LimitShortfalls.of(community, plan, group, all, searches));
        }
        Set<String> tooEarly = new HashSet<>();
        for (Device device : community.devices()) {
            if (device instanceof Charger charger) {
                ChargeNeed need = ChargeNeed.of(charger, community.horizon());
                if (need.missingWh() > 0) {
                    found.add(shortfall(community, charger, need));
                    tooEarly.add(charger.id());
                }
            }
        }
        found.addAll(IslandShortfalls.of(report.violations()));
        found.addAll(IslandShortfalls.ofReserve(community));
        found.addAll(RuleShortfalls.of(report.violations(), tooEarly));
        return found;
    }

    /** Such as {@code transformer (3000 W)}. */
    static String described(Limit limit) {
        String expiry =
                limit.expiry()
                        .map(end ->
                                ", and its floor of "
                                        + end.floorWatts()
                                        + " W from its expiry in slot "
                                        + end.slot()
                                        + " on")
                        .orElse("");
        String change = limit.scope() == Limit.Scope.RAMP ? " from slot to slot" : "";
        if (limit.scope() == Limit.Scope.RESERVE) {
            String way = limit.direction() == Limit.Direction.IMPORT ? "take" : "give";
            return limit.id() + " (" + limit.watts() + " W in reserve to " + way + ")";
        }
        String home = limit.home().map(id -> " for " + id).orElse("");
        return limit.id() + " (" + limit.watts() + " W" + change + home + expiry + ")";
    }

    private static Shortfall shortfall(Community community, Charger charger, ChargeNeed need) {
        Charger.Steps steps = charger.steps();
        int perSlot = steps.unitWatts() * steps.maxUnits();
        int more = Math.ceilDiv(4 * need.missingWh(), perSlot);
        int departure = charger.stay().departureSlot();
        String problem =
                "Vehicle at "
                        + charger.id()
                        + " needs "
                        + charger.energyWh()
                        + " Wh by "
                        + community.horizon().startOf(departure)
                        + " but can get only "
                        + (charger.energyWh() - need.missingWh())
                        + " Wh at "
                        + perSlot
                        + " W: "
                        + need.missingWh()
                        + " Wh are missing.";
        String remedy =
                "It would suffice to leave "
                        + 15 * more
                        + " minutes later, at "
                        + community.horizon().startOf(departure + more)
                        + ".";
        return new Shortfall(charger.id(), problem, remedy);
    }

    private static List<BindingLimit> binding(
            Community community,
            Plan plan,
            Map<String, List<Integer>> near,
            Predicate<Limit> asked) {
        List<LimitGroup> reached =
                LimitGroup.of(community.limits().stream().filter(asked).toList()).stream()
                        .filter(group -> !group.slots(near).isEmpty())
                        .toList();
        if (reached.isEmpty()) {
            return List.of();
        }
        int tries = community.feeder() == null ? TRIES : FEEDER_TRIES;
        Planned polished = Polish.polish(community, plan, tries);
        Planned same = Polish.polish(community, polished.plan(), tries);
        List<BindingLimit> found = new ArrayList<>();
        for (LimitGroup group : reached) {
            Community wider = community.withLimits(group.eased(community.limits()));
            Planned better = Polish.polish(wider, polished.plan(), tries);
            Cost worth = same.cost().minus(better.cost());
            Cost least = worth.compareTo(Cost.ZERO) < 0 ? Cost.ZERO : worth;
            found.add(new BindingLimit(group.tightest(near), group.slots(near), least));
        }
        found.sort((a, b) -> b.worthOfKilowatt().compareTo(a.worthOfKilowatt()));
        return found;
    }
}
