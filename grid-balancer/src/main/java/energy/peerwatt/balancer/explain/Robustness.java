package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What becomes of a plan, its devices doing exactly what it says, if loads and panels are not as
 * expected: cost and what is broken, computed by the checker. Panels that the plan lets give less
 * give no more than that.
 *
 * @param taking all loads at their 90 % quantile and all panels at their 10 % quantile, all day
 * @param giving all loads at their 10 % quantile and all panels at their 90 % quantile, all day
 * @param drawn days drawn between the quantiles: for each home how high its load is, for all homes
 *     alike how bright it is; the same for the same community
 * @param basis how many homes that is based on
 */
public record Robustness(Case taking, Case giving, List<Case> drawn, Basis basis) {

    private static final int DAYS = 20;
    private static final long SEED = 1;

    /** Parts of a thousand at which quantiles are known. */
    private static final int LOW = 100;

    private static final int MIDDLE = 500;
    private static final int HIGH = 900;

    /**
     * Whose quantiles are known. Of the others nobody knows how far they may be off.
     *
     * @param stating homes that state any
     * @param homes all
     */
    public record Basis(int stating, int homes) {}

    /**
     * One way it may turn out.
     *
     * @param broken rules and limits that are broken, each in each slot
     * @param slots in how many slots any is
     * @param worst the limit that is exceeded most, and by how much, if any is
     */
    public record Case(Cost cost, int broken, int slots, Optional<Violation> worst) {}

    public Robustness {
        drawn = List.copyOf(drawn);
    }

    /** Nothing if no home says how far it may be off. */
    static Optional<Robustness> of(Community community, Plan plan) {
        if (community.homes().stream().allMatch(home -> home.spread().isEmpty())) {
            return Optional.empty();
        }
        SplittableRandom random = new SplittableRandom(SEED);
        List<Case> drawn = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            int bright = random.nextInt(1000);
            List<Home> homes = new ArrayList<>();
            for (Home home : community.homes()) {
                homes.add(turned(home, random.nextInt(1000), bright));
            }
            drawn.add(judge(community, homes, plan));
        }
        return Optional.of(
                new Robustness(
                        judge(community, turned(community, HIGH, LOW), plan),
                        judge(community, turned(community, LOW, HIGH), plan),
                        drawn,
                        basis(community)));
    }

    private static Basis basis(Community community) {
        List<Home> homes = community.homes();
        long stating = homes.stream().filter(home -> home.spread().isPresent()).count();
        return new Basis((int) stating, homes.size());
    }

    private static List<Home> turned(Community community, int load, int solar) {
        return community.homes().stream().map(home -> turned(home, load, solar)).toList();
    }

    /** A home with its load and panels at quantiles, permille. */
    private static Home turned(Home home, int load, int solar) {
        if (home.spread().isEmpty()) {
            return home;
        }
        Home.Spread spread = home.spread().get();
        return home.with(
                at(load, spread.loadLow(), home.loadWatts(), spread.loadHigh()),
                at(solar, spread.solarLow(), home.solar().watts(), spread.solarHigh()));
    }

    /** In proportion between the known quantiles, and no farther out than they are. */
    private static Series at(int permille, Series low, Series middle, Series high) {
        int[] watts = new int[middle.slots()];
        int between = Math.clamp(permille, LOW, HIGH) - MIDDLE;
        Series end = between < 0 ? low : high;
        for (int slot = 0; slot < watts.length; slot++) {
            long whole = (long) end.at(slot) - middle.at(slot);
            long part = whole * Math.abs(between) / (HIGH - MIDDLE);
            watts[slot] = (int) (middle.at(slot) + part);
        }
        return Series.of(watts);
    }

    private static Case judge(Community community, List<Home> homes, Plan plan) {
        Map<String, Series> curtailed = new HashMap<>();
        for (Home home : homes) {
            Series less = plan.curtailed().get(home.id());
            if (less != null) {
                curtailed.put(home.id(), atMost(less, home.solar().watts()));
            }
        }
        Plan done = new Plan(plan.devices(), curtailed, plan.off());
        CheckReport report = Checker.check(community.withHomes(homes), done);
        List<Violation> broken = report.violations();
        long slots = broken.stream().map(Violation::slot).distinct().count();
        Optional<Violation> worst =
                broken.stream()
                        .filter(each -> each.kind() == Violation.Kind.LIMIT)
                        .max((a, b) -> Long.compare(a.amount(), b.amount()));
        return new Case(report.cost(), broken.size(), (int) slots, worst);
    }

    private static Series atMost(Series watts, Series most) {
        int[] least = watts.toArray();
        for (int slot = 0; slot < least.length; slot++) {
            least[slot] = Math.min(least[slot], most.at(slot));
        }
        return Series.of(least);
    }

    /** In sentences for people. */
    List<String> sentences() {
        long whole = drawn.stream().filter(day -> day.broken() == 0).count();
        List<Cost> costs = drawn.stream().map(Case::cost).sorted().toList();
        long sum = costs.stream().mapToLong(Cost::quarterNano).sum();
        List<String> lines = new ArrayList<>();
        if (basis.stating() < basis.homes()) {
            lines.add(
                    "Only "
                            + basis.stating()
                            + " of "
                            + basis.homes()
                            + " homes state quantiles; the others are taken as expected, so more"
                            + " may be broken than is said here.");
        }
        lines.add(sentence("all loads at their 90 % and panels at their 10 % quantile", taking));
        lines.add(sentence("all loads at their 10 % and panels at their 90 % quantile", giving));
        lines.add(
                "Of "
                        + drawn.size()
                        + " days drawn between the quantiles (seed "
                        + SEED
                        + ") it breaks nothing in "
                        + whole
                        + "; it costs "
                        + new Cost(sum / costs.size()).toCents()
                        + " on average, from "
                        + costs.getFirst().toCents()
                        + " to "
                        + costs.getLast().toCents()
                        + ".");
        return lines;
    }

    private static String sentence(String when, Case found) {
        String start = "With " + when + " the same plan costs " + found.cost().toCents();
        if (found.broken() == 0) {
            return start + " and breaks nothing.";
        }
        String worst =
                found.worst()
                        .map(each ->
                                ", limit " + each.subject() + " by up to " + each.amount() + " W")
                        .orElse("");
        return start
                + " and breaks "
                + found.broken()
                + " limits in "
                + found.slots()
                + " slots"
                + worst
                + ".";
    }
}
