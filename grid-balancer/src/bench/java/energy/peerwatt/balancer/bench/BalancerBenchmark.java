package energy.peerwatt.balancer.bench;

import com.sun.management.OperatingSystemMXBean;
import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.balancer.testkit.Agreement;
import energy.peerwatt.balancer.testkit.HomeLimits;
import energy.peerwatt.balancer.testkit.Islands;
import energy.peerwatt.balancer.testkit.Neighbourhood;
import energy.peerwatt.balancer.testkit.Profiles;
import energy.peerwatt.balancer.testkit.Reserves;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Plans seeded streets and writes how far above the LP bound the plans are. A budget of a second is
 * a second of the process's CPU time, compiling and collecting garbage included.
 *
 * <p>Arguments: the file to write; then the parts to measure, of 30, 100, 300, 1000, homes, reserve,
 * replan, network and island; all if none is named.
 */
public final class BalancerBenchmark {

    private static final long[] SOLVER_SEEDS = {0, 1};

    private final Map<String, Double> figures = new TreeMap<>();
    private final List<Profiles> sources = new ArrayList<>();
    private final List<Community> planned = new ArrayList<>();
    private final Baselines baselines = new Baselines();
    private int disagreements;

    /** Said to keep all limits, but the checker finds one that they break. */
    private int broken;

    /** Said not to keep all limits: the time was too short. */
    private int notFound;


    private BalancerBenchmark() {}

    public static void main(String[] args) throws IOException {
        List<String> parts = List.of(args).subList(1, args.length);
        BalancerBenchmark benchmark = new BalancerBenchmark();
        benchmark.run(parts.isEmpty() ? List.of("30", "100", "300", "1000", "homes", "reserve", "replan", "network", "island") : parts);
        Files.writeString(Path.of(args[0]), benchmark.json());
    }

    private void run(List<String> parts) {
        Profiles.folder()
                .ifPresentOrElse(
                        folder -> {
                            sources.add(Profiles.feeder(folder));
                            sources.add(Profiles.cityLearn(folder));
                        },
                        () -> {
                            System.out.println("No shared/data here: made-up profiles instead.");
                            sources.add(Profiles.synthetic(1));
                            sources.add(Profiles.synthetic(2));
                        });
        for (String part : parts) {
            switch (part) {
                case "30" -> gap("gap30At20s", 30, 20, new long[] {1, 2, 12});
                case "100" -> gap("gap100At5s", 100, 5, new long[] {1, 2, 12});
                case "300" -> gap("gap300At10s", 300, 10, new long[] {1, 12});
                case "1000" -> gap("gap1000At10s", 1000, 10, new long[] {5});
                case "homes" ->
                        gap("gap100HomesAt5s", 100, 5, new long[] {1, 2, 12}, HomeLimits::on);
                case "reserve" ->
                        gap("gap100ReserveAt5s", 100, 5, new long[] {1, 2, 12}, Reserves::on);
                case "replan" -> replan();
                case "network" -> network();
                case "island" -> island();
                default -> throw new IllegalArgumentException("no part " + part);
            }
        }
        figures.put("checkerDisagreements", (double) disagreements);
        figures.put("brokenPlans", (double) broken);
        figures.put("plansNotFound", (double) notFound);
        figures.putAll(baselines.figures());
        baselines.figures().forEach((key, value) -> System.out.printf("%s %.1f%n", key, value));
    }

    private void gap(String key, int homes, double seconds, long[] seeds) {
        gap(key, homes, seconds, seeds, community -> community);
    }

    private void gap(
            String key, int homes, double seconds, long[] seeds, UnaryOperator<Community> change) {
        double sum = 0;
        double worst = 0;
        double spread = 0;
        int count = 0;
        for (Profiles source : sources) {
            for (long seed : seeds) {
                for (Neighbourhood.Options options :
                        List.of(Neighbourhood.Options.PLAIN, Neighbourhood.Options.PEAK)) {
                    Community street = Neighbourhood.of(homes, seed, source, options);
                    Community community = change.apply(street);
                    double bound = LpBound.of(community);
                    double low = Double.POSITIVE_INFINITY;
                    double high = 0;
                    for (long solverSeed : SOLVER_SEEDS) {
                        Planned best = plan(community, seconds, solverSeed);
                        baselines.add(best);
                        double gap = percent(best, bound);
                        low = Math.min(low, gap);
                        high = Math.max(high, gap);
                        sum += gap;
                        count++;
                    }
                    worst = Math.max(worst, high);
                    spread = Math.max(spread, high - low);
                    System.out.printf(
                            Locale.ROOT,
                            "%-16s source %d bound %.3f gap %.3f to %.3f %%%n",
                            community.name(),
                            sources.indexOf(source),
                            bound,
                            low,
                            high);
                }
            }
        }
        figures.put(key, sum / count);
        figures.put(key + "Worst", worst);
        figures.put(key + "SeedSpread", spread);
    }

    /** Twelve hours without the grid, from six in the evening on, announced at noon. */
    private void island() {
        List<Double> gaps = new ArrayList<>();
        double spread = 0;
        for (Profiles source : sources) {
            for (long seed : new long[] {1, 3, 12}) {
                for (Neighbourhood.Options options :
                        List.of(Neighbourhood.Options.PLAIN, Neighbourhood.Options.PEAK)) {
                    Community street = Neighbourhood.of(100, seed, source, options);
                    Community community = Islands.of(street, Outage.Kind.PLANNED, 24, 72);
                    double bound = LpBound.of(community);
                    double low = Double.POSITIVE_INFINITY;
                    double high = 0;
                    for (long solverSeed : SOLVER_SEEDS) {
                        Planned best = plan(community, 10, solverSeed);
                        double value =
                                best.cost().quarterNano() / 4e9
                                        + IslandBound.valueOf(best.unserved());
                        double gap = (value - bound) / bound * 100;
                        gaps.add(gap);
                        low = Math.min(low, gap);
                        high = Math.max(high, gap);
                        System.out.printf(
                                Locale.ROOT,
                                "island %s source %d bound %.3f value %.3f gap %.3f %%"
                                        + " bill %s unserved %s over %d%n",
                                community.name(),
                                sources.indexOf(source),
                                bound,
                                value,
                                gap,
                                best.cost().toCents(),
                                best.unserved(),
                                best.excessThirds());
                    }
                    spread = Math.max(spread, high - low);
                }
            }
        }
        figures.put(
                "island12hGapAt10s100",
                gaps.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
        figures.put(
                "island12hGapAt10s100Worst",
                gaps.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        figures.put("island12hGapAt10s100SeedSpread", spread);
    }

    private static double percent(Planned planned, double bound) {
        return (planned.cost().quarterNano() / 4e9 - bound) / bound * 100;
    }

    private Planned plan(Community community, double cpuSeconds, long solverSeed) {
        Balancer balancer = new Balancer(community, new Settings(Duration.ofHours(1), solverSeed));
        double end = cpu() + cpuSeconds;
        Thread watch = Thread.ofPlatform().daemon().start(() -> stopAt(end, balancer));
        Planned best = balancer.plan(Optional.empty(), better -> {});
        watch.interrupt();
        check(best);
        return best;
    }

    /** Every plan of the benchmark: its cost, feasibility and unserved load by the checker too. */
    private void check(Planned best) {
        CheckReport report = Checker.check(best.community(), best.plan());
        List<String> differences = Agreement.differences(best, report);
        differences.forEach(each -> System.out.println(best.community().name() + ": " + each));
        disagreements += differences.isEmpty() ? 0 : 1;
        broken += best.isFeasible() && !report.keepsAll() ? 1 : 0;
        notFound += best.isFeasible() ? 0 : 1;
        if (!best.isFeasible()) {
            System.out.println(best.community().name() + ": not found, " + report.violations());
        }
        planned.add(best.community());
    }

    private static void stopAt(double end, Balancer balancer) {
        try {
            while (cpu() < end) {
                Thread.sleep(10);
            }
            balancer.stop();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private void network() {
        Profiles.folder()
                .ifPresentOrElse(
                        folder -> NetworkPart.run(this::plan, folder, figures),
                        () -> System.out.println("No shared/data here: no part network."));
    }

    /** A cloud front halves the sun of the next hours: how soon is a plan good again? */
    private void replan() {
        List<Double> feasible = new ArrayList<>();
        double gaps = 0;
        for (Profiles source : sources) {
            Community before = Neighbourhood.of(300, 3, source, Neighbourhood.Options.PEAK);
            Planned older = plan(before, 10, 0);
            Community after = clouded(before);
            double bound = LpBound.of(after);
            Balancer balancer = new Balancer(after, new Settings(Duration.ofHours(1), 0));
            double start = cpu();
            double[] first = {Double.NaN};
            Thread watch = Thread.ofPlatform().daemon().start(() -> stopAt(start + 3, balancer));
            Planned best =
                    balancer.plan(
                            Optional.of(older.plan()),
                            better -> {
                                boolean good = better.isFeasible() && percent(better, bound) < 2;
                                if (good && Double.isNaN(first[0])) {
                                    first[0] = (cpu() - start) * 1000;
                                }
                            });
            watch.interrupt();
            check(best);
            feasible.add(first[0]);
            gaps += percent(best, bound);
        }
        System.out.println("replanned, ms: " + feasible);
        if (feasible.stream().noneMatch(value -> value.isNaN())) {
            figures.put(
                    "replanFeasibleMillis300",
                    feasible.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        }
        figures.put("replanGapAt3s300", gaps / sources.size());
    }

    private static Community clouded(Community community) {
        List<Home> homes = new ArrayList<>();
        for (Home home : community.homes()) {
            int[] watts = home.solar().watts().toArray();
            for (int slot = 4; slot < 14; slot++) {
                watts[slot] /= 2;
            }
            Home.Solar solar = new Home.Solar(Series.of(watts), home.solar().curtailable());
            homes.add(
                    new Home(
                            home.id(), home.connection(), home.loadWatts(), solar, home.devices()));
        }
        return community.withHomes(homes);
    }

    private String json() {
        List<String> lines = new ArrayList<>();
        figures.forEach(
                (key, value) ->
                        lines.add(String.format(Locale.ROOT, "    \"%s\": %.4f", key, value)));
        return "{\n  \"figures\": {\n" + String.join(",\n", lines) + "\n  },\n  \"runs\": "
                + planned.size() + "\n}\n";
    }
}
