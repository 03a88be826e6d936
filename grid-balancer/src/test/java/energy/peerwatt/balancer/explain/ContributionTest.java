package energy.peerwatt.balancer.explain;

import static energy.peerwatt.balancer.explain.Planted.SHORT;
import static energy.peerwatt.balancer.explain.Planted.SLOTS;
import static energy.peerwatt.balancer.explain.Planted.car;
import static energy.peerwatt.balancer.explain.Planted.community;
import static energy.peerwatt.balancer.explain.Planted.explain;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.testkit.HomeLimits;
import energy.peerwatt.balancer.testkit.Islands;
import energy.peerwatt.balancer.testkit.Plans;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who pays, who uses what binds, and what becomes of a plan otherwise. */
class ContributionTest {

    /** Every limit in every slot: who uses what adds up to what flows, within roundings. */
    @Test
    void usesOfALimitAddUpToItsFlow() {
        Community community = HomeLimits.on(Plans.variety(12, 9));
        Plan plan = Balancer.plan(community, SHORT).plan();

        List<LimitUse> uses = Explanation.of(community, plan).uses();

        assertThat(uses).isNotEmpty();
        for (Limit limit : community.limits()) {
            for (LimitUse use : uses) {
                boolean flow = limit.scope() != Limit.Scope.RAMP;
                if (flow && use.constraint().equals("limit " + limit.id())) {
                    requireNear(limit, use);
                }
            }
        }
    }

    private static void requireNear(Limit limit, LimitUse use) {
        for (int i = 0; i < use.slots().size(); i++) {
            int at = i;
            long sum = use.parts().values().stream().mapToLong(part -> part.at(at)).sum();
            int watts = limit.wattsAt(use.slots().get(i)).orElseThrow();
            assertThat(sum)
                    .as("%s in slot %s", limit.id(), use.slots().get(i))
                    .isGreaterThan(watts - BindingLimit.NEAR_WATTS - 30L);
        }
    }

    /** 8 kW of charging and 1 kW of load: 10 kW hold unless the load is 2.5 kW. */
    @Test
    void saysWhatBecomesOfAPlanIfLoadIsNotAsExpected() {
        Community certain = community(car(4_000, 0, 2), 10_000, 1_000);
        Home home = certain.homes().getFirst();
        Series zero = Series.constant(SLOTS, 0);
        Home.Spread spread =
                new Home.Spread(
                        Series.constant(SLOTS, 500), Series.constant(SLOTS, 2_500), zero, zero);
        Home unsure =
                new Home(
                        home.id(),
                        home.connection(),
                        home.loadWatts(),
                        home.solar(),
                        home.devices(),
                        Optional.of(spread));

        Explanation explanation = explain(certain.withHomes(List.of(unsure)));

        Robustness found = explanation.robustness().orElseThrow();
        assertThat(found.taking().broken()).isEqualTo(2);
        assertThat(found.giving().broken()).isZero();
        // 4 kWh of car at 10 ct; 2.5 kWh of load at 10 ct and as much at 40 ct.
        assertThat(found.taking().cost()).isEqualTo(Cost.ofDecimal("1.65"));
        assertThat(found.drawn()).hasSize(20).extracting(Robustness.Case::broken).contains(0, 2);
        assertThat(explanation.sentences())
                .contains(
                        "With all loads at their 90 % and panels at their 10 % quantile the same"
                                + " plan costs 1.65 and breaks 2 limits in 2 slots, limit"
                                + " transformer by up to 500 W.",
                        "With all loads at their 10 % and panels at their 90 % quantile the same"
                                + " plan costs 0.65 and breaks nothing.")
                .last()
                .asString()
                .startsWith(
                        "Of 20 days drawn between the quantiles (seed 1) it breaks nothing in ");
        assertThat(explain(certain).robustness()).isEmpty();
    }

    @Test
    void contributionsAddUpToTheCost() {
        Community community = Plans.variety(12, 9);
        Plan plan = Balancer.plan(community, SHORT).plan();

        Cost sum = Cost.ZERO;
        for (Contribution part : Contribution.of(community, plan)) {
            sum = sum.plus(part.cost());
        }

        CheckReport report = Checker.check(community, plan);
        assertThat(sum.plus(report.parts().peak())).isEqualTo(report.cost());
    }

    /** 3 kW of load here, 1 kW of sun there: a third of the load is at the local price. */
    @Test
    void whatStaysInsideCostsTheLocalPrice() {
        Series zero = Series.constant(1, 0);
        Home.Solar none = new Home.Solar(zero, false);
        Home.Solar sun = new Home.Solar(Series.constant(1, 1_000), false);
        List<Home> homes =
                List.of(
                        new Home("one", Connection.L1, Series.of(1_000), none, List.of()),
                        new Home("two", Connection.L1, Series.of(2_000), none, List.of()),
                        new Home("sun", Connection.L2, zero, sun, List.of()));
        Tariff tariff =
                new Tariff(
                        Series.of(300_000),
                        Series.of(50_000),
                        Tariff.PeakCharge.NONE,
                        Optional.of(Series.of(120_000)));
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), 1, false);
        Community community = new Community("local", horizon, tariff, List.of(), homes);
        Plan plan = new Plan(Map.of(), Map.of());

        List<Contribution> parts = Contribution.of(community, plan);

        assertThat(parts)
                .containsExactly(
                        new Contribution(
                                "one", 0, 1_000, new Cost(333L * 120_000 + 667L * 300_000)),
                        new Contribution(
                                "two", 0, 2_000, new Cost(667L * 120_000 + 1_333L * 300_000)),
                        new Contribution("sun", 0, -1_000, new Cost(-1_000L * 120_000)));
        assertThat(parts.stream().map(Contribution::cost).reduce(Cost.ZERO, Cost::plus))
                .isEqualTo(Checker.check(community, plan).cost());
    }

    /** 5 kW of sun into the own battery: nothing at the meter, nothing to pay; not so next door. */
    @Test
    void aHomePaysNothingForWhatItsOwnPanelsGive() {
        Series none = Series.constant(1, 0);
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(5_000, 0, 0, 1_250),
                        new Battery.Converter(5_000, 5_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Home.Solar sun = new Home.Solar(Series.of(5_000), false);
        Home.Solar dark = new Home.Solar(none, false);
        Home own = new Home("own", Connection.L1, none, sun, List.of(battery));
        Home other = new Home("other", Connection.L1, Series.of(5_000), dark, List.of());
        Tariff tariff =
                new Tariff(
                        Series.of(300_000),
                        Series.of(80_000),
                        Tariff.PeakCharge.NONE,
                        Optional.of(Series.of(150_000)));
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), 1, false);
        Community community =
                new Community("local", horizon, tariff, List.of(), List.of(own, other));
        Plan plan = new Plan(Map.of("battery", Series.of(5_000)), Map.of());

        Map<String, Cost> costs =
                Contribution.of(community, plan).stream()
                        .collect(Collectors.toMap(Contribution::subject, Contribution::cost));

        assertThat(costs.get("other")).isEqualTo(Cost.ofDecimal("0.375"));
        assertThat(Objects.requireNonNull(costs.get("own")).plus(costs.get("battery")))
                .isEqualTo(Cost.ZERO);
    }

    @Test
    void contributionsOfAnIslandAddUpToTheCost() {
        Community community = Islands.of(Plans.plain(12, 9), Outage.Kind.PLANNED, 24, 60);
        Plan plan = Balancer.plan(community, SHORT).plan();

        Cost sum = Cost.ZERO;
        for (Contribution part : Contribution.of(community, plan)) {
            sum = sum.plus(part.cost());
        }

        CheckReport report = Checker.check(community, plan);
        assertThat(report.parts().missed()).isGreaterThan(Cost.ZERO);
        assertThat(sum.plus(report.parts().peak())).isEqualTo(report.cost());
    }
}
