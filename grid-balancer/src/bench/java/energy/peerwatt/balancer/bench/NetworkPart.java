package energy.peerwatt.balancer.bench;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.network.PlanFlow;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.testkit.EuropeanFeeder;
import energy.peerwatt.balancer.testkit.Neighbourhood;
import energy.peerwatt.balancer.testkit.Profiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Homes on the IEEE European feeder: what the band costs, and whether the exact flow is clean. */
final class NetworkPart {

    private static final double SECONDS = 5;
    private static final long[] SOLVER_SEEDS = {0, 1};
    private static final long[] SEEDS = {31, 32};

    /** Plans a community within a budget of CPU time. */
    interface Planner {
        Planned plan(Community community, double seconds, long solverSeed);
    }

    /**
     * A season.
     *
     * @param millivolts of the source without load
     */
    private record Scenario(
            String name, int millivolts, Feeder.Band planning, Neighbourhood.Shares shares) {}

    private static final List<Scenario> SCENARIOS =
            List.of(
                    new Scenario(
                            "winter evening, vehicles",
                            230_000,
                            new Feeder.Band(216_200, 253_000),
                            new Neighbourhood.Shares(2, 3, 7, 10)),
                    new Scenario(
                            "summer noon, panels",
                            240_000,
                            new Feeder.Band(216_200, 250_000),
                            new Neighbourhood.Shares(6, 5, 3, 100)),
                    new Scenario(
                            "mixed",
                            230_000,
                            new Feeder.Band(216_200, 243_800),
                            Neighbourhood.Shares.USUAL));

    private final Planner planner;
    private final EuropeanFeeder feeder;
    private final Profiles profiles;
    private double costs;
    private double bounds;
    private double gaps;
    private double spread;
    private int count;
    private int broken;
    private int brokenBlind;

    private NetworkPart(Planner planner, Path folder) {
        this.planner = planner;
        feeder = EuropeanFeeder.read(folder);
        profiles = Profiles.feeder(folder);
    }

    static void run(Planner planner, Path folder, Map<String, Double> figures) {
        NetworkPart part = new NetworkPart(planner, folder);
        for (Scenario scenario : SCENARIOS) {
            for (long seed : SEEDS) {
                part.measure(scenario, seed);
            }
        }
        figures.put("exactFlowViolations", (double) part.broken);
        figures.put("exactFlowViolationsUnaware", (double) part.brokenBlind);
        figures.put("voltageCostPercent", part.costs / part.count);
        figures.put("voltageCostPercentSeedSpread", part.spread);
        figures.put("voltageCostPercentOfBounds", part.bounds / part.count);
        figures.put("networkGapAt5s", part.gaps / part.count);
    }

    private void measure(Scenario scenario, long seed) {
        Neighbourhood.Options options =
                new Neighbourhood.Options(0, 2_500, false, scenario.shares());
        Community aware =
                Neighbourhood.on(
                        feeder,
                        scenario.millivolts(),
                        scenario.planning(),
                        seed,
                        profiles,
                        options);
        Community blind = aware.withFeeder(null);
        double bound = LpBound.of(aware);
        double blindBound = LpBound.of(blind);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (long solverSeed : SOLVER_SEEDS) {
            Planned without = planner.plan(blind, SECONDS, solverSeed);
            Planned with = planner.plan(aware, SECONDS, solverSeed);
            double percent = percent(euros(with), euros(without));
            int left = PlanFlow.breaches(aware, with.plan()).size();
            int before = PlanFlow.breaches(aware, without.plan()).size();
            broken += left;
            brokenBlind += before;
            costs += percent;
            bounds += percent(bound, blindBound);
            gaps += percent(euros(with), bound);
            count++;
            low = Math.min(low, percent);
            high = Math.max(high, percent);
            System.out.printf(
                    Locale.ROOT,
                    "%-24s s%d solver seed %d: %.3f with the band (bound %.3f, %d violations), %.3f"
                            + " without (bound %.3f, %d): %+.3f %%%n",
                    scenario.name(),
                    seed,
                    solverSeed,
                    euros(with),
                    bound,
                    left,
                    euros(without),
                    blindBound,
                    before,
                    percent);
        }
        spread = Math.max(spread, high - low);
    }

    private static double euros(Planned planned) {
        return planned.cost().quarterNano() / 4e9;
    }

    private static double percent(double cost, double base) {
        return (cost - base) / base * 100;
    }
}
