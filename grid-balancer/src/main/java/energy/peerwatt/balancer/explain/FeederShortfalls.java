package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.network.Breach;
import energy.peerwatt.balancer.network.Breach.Kind;
import energy.peerwatt.balancer.network.LinearFlow;
import energy.peerwatt.balancer.network.PlanFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What a plan breaks of its feeder, the worst of each kind and phase, and what would help. */
final class FeederShortfalls {

    private final Community community;
    private final Feeder feeder;
    private final Plan plan;

    private FeederShortfalls(Community community, Feeder feeder, Plan plan) {
        this.community = community;
        this.feeder = feeder;
        this.plan = plan;
    }

    /** Empty if the exact flow is clean or there is no feeder. */
    static List<Shortfall> of(Community community, Plan plan) {
        Feeder feeder = community.feeder();
        return feeder == null
                ? List.of()
                : new FeederShortfalls(community, feeder, plan).shortfalls();
    }

    private List<Shortfall> shortfalls() {
        Map<String, List<Breach>> groups = new TreeMap<>();
        for (Breach breach : PlanFlow.breaches(community, plan)) {
            String key = isLow(breach) + " " + breach.kind().equals(Kind.CURRENT) + breach.phase();
            groups.computeIfAbsent(key, none -> new ArrayList<>()).add(breach);
        }
        List<Shortfall> found = new ArrayList<>();
        for (List<Breach> group : groups.values()) {
            Breach worst = group.getFirst();
            for (Breach breach : group) {
                boolean graver = isStatutory(breach) && !isStatutory(worst);
                boolean same = isStatutory(breach) == isStatutory(worst);
                worst = graver || (same && breach.amount() > worst.amount()) ? breach : worst;
            }
            found.add(shortfall(worst, group));
        }
        return found;
    }

    private static boolean isLow(Breach breach) {
        return breach.kind() == Kind.STATUTORY_LOW || breach.kind() == Kind.PLANNING_LOW;
    }

    private static boolean isStatutory(Breach breach) {
        return breach.kind() == Kind.STATUTORY_LOW || breach.kind() == Kind.STATUTORY_HIGH;
    }

    private Shortfall shortfall(Breach worst, List<Breach> group) {
        List<Integer> slots =
                group.stream()
                        .filter(breach -> breach.node().equals(worst.node()))
                        .map(Breach::slot)
                        .toList();
        String where = worst.node() + " on " + worst.phaseName();
        String when = " in slots " + Slots.ranges(slots) + ".";
        String by = String.format(Locale.ROOT, "%.3f", worst.amount() / 1000.0);
        return switch (worst.kind()) {
            case CURRENT ->
                    new Shortfall(
                            where,
                            "The cable to "
                                    + where
                                    + " carries up to "
                                    + by
                                    + " A more than the "
                                    + ampacity(worst.node())
                                    + " A it may"
                                    + when,
                            "A cable for "
                                    + Math.ceilDiv(
                                            worst.amount() + 1000L * ampacity(worst.node()), 1000L)
                                    + " A would do.");
            case COLLAPSE ->
                    new Shortfall(
                            where,
                            "No voltages fit what is taken" + when,
                            "Less has to be taken in those slots.");
            case STATUTORY_LOW, PLANNING_LOW, STATUTORY_HIGH, PLANNING_HIGH ->
                    new Shortfall(
                            where,
                            "The voltage at "
                                    + where
                                    + " is up to "
                                    + by
                                    + " V "
                                    + (isLow(worst) ? "below " : "above ")
                                    + limit(worst)
                                    + when,
                            remedy(worst));
        };
    }

    private String limit(Breach breach) {
        String source = isStatutory(breach) ? " of EN 50160" : " of the planning band";
        return hundredths(limitMillivolts(breach)) + " V" + source;
    }

    private long limitMillivolts(Breach breach) {
        Feeder.Band band = isStatutory(breach) ? Feeder.Band.EN_50160 : feeder.planning();
        return isLow(breach) ? band.lowest() : band.highest();
    }

    private String remedy(Breach worst) {
        OptionalInt tap = tap(isLow(worst) ? 1 : -1);
        if (tap.isPresent()) {
            int steps = Math.abs(tap.getAsInt() - feeder.source().tap().position());
            return "The tap "
                    + (steps == 1 ? "one step " : steps + " steps ")
                    + (isLow(worst) ? "up" : "down")
                    + ", at "
                    + tap.getAsInt()
                    + ", would keep every voltage.";
        }
        return "About "
                + watts(worst)
                + " W less "
                + (isLow(worst) ? "taken" : "given")
                + " there would do.";
    }

    /** The nearest tap position with which this plan is clean. */
    private OptionalInt tap(int direction) {
        Feeder.Tap tap = feeder.source().tap();
        int position = tap.position() + direction;
        while (tap.stepPermille() > 0 && Math.abs(position) <= tap.steps()) {
            Community moved = community.withFeeder(feeder.withTap(position));
            if (PlanFlow.breaches(moved, plan).isEmpty()) {
                return OptionalInt.of(position);
            }
            position += direction;
        }
        return OptionalInt.empty();
    }

    /** What the linear model says has to change at the place itself. */
    private long watts(Breach worst) {
        double limit = limitMillivolts(worst) / 1000.0;
        double amount = worst.amount() / 1000.0;
        double reached = isLow(worst) ? limit - amount : limit + amount;
        double square = Math.abs(limit * limit - reached * reached);
        double perWatt =
                new LinearFlow(feeder)
                        .dropPerWatt(worst.node(), worst.phase(), worst.node(), worst.phase());
        return (long) Math.ceil(square / perWatt / 10) * 10;
    }

    private int ampacity(String node) {
        return feeder.cables().stream()
                .filter(cable -> cable.to().equals(node))
                .findFirst()
                .orElseThrow()
                .ampacity();
    }

    /** Volts or amperes: such as 216.20 for 216200. */
    static String hundredths(long amount) {
        return String.format(Locale.ROOT, "%.2f", amount / 1000.0);
    }
}
