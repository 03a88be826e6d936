package energy.peerwatt.balancer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.balancer.testkit.HomeLimits;
import energy.peerwatt.balancer.testkit.Islands;
import energy.peerwatt.balancer.testkit.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Planted situations: what the explanation must say of them is known. */
class ExplanationTest {

    private static final int SLOTS = 8;
    private static final Settings SHORT = new Settings(Duration.ofMillis(600), 0);

    /** Four cheap slots, four dear ones with load; the limit keeps the battery from filling. */
    @Test
    void namesTheTransformerThatBindsAndTheWorthOfAKilowatt() {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(10_000, 0, 0, 0),
                        new Battery.Converter(8_000, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Community community = community(battery, 3_000, 2_000);

        Explanation explanation = explain(community);

        // 1 kW more over four cheap slots: 1 kWh moved from 40 to 10 ct.
        assertThat(explanation.shortfalls()).isEmpty();
        assertThat(explanation.binding()).hasSize(1);
        BindingLimit binding = explanation.binding().getFirst();
        assertThat(binding.limit().id()).isEqualTo("transformer");
        assertThat(binding.slots()).containsExactly(0, 1, 2, 3);
        assertThat(binding.worthOfKilowatt()).isEqualTo(Cost.ofDecimal("0.30"));
        assertThat(explanation.sentences())
                .endsWith(
                        "Limit transformer (3000 W) binds in slots 0-3; a kW more would save"
                                + " 0.30.",
                        "Of limit transformer, in slot 0: battery 3000 W.");
        assertThat(explanation.uses())
                .containsExactly(
                        new LimitUse(
                                "limit transformer",
                                "W",
                                List.of(0, 1, 2, 3),
                                Map.of("battery", Series.constant(4, 3_000))));
    }

    /** The same with a limit of the home: it says whose it is. */
    @Test
    void namesTheLimitOfAHomeThatBinds() {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(10_000, 0, 0, 0),
                        new Battery.Converter(8_000, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Limit limit =
                Limit.ofHome(
                        "dimmed",
                        Limit.Source.GRID_OPERATOR,
                        "home",
                        Limit.Direction.IMPORT,
                        3_000,
                        new Limit.Window(0, 4));
        Community community = community(battery, 20_000, 2_000).withLimits(List.of(limit));

        assertThat(explain(community).sentences())
                .endsWith(
                        "Limit dimmed (3000 W for home) binds in slots 0-3; a kW more would save"
                                + " 0.30.",
                        "Of limit dimmed, in slot 0: battery 3000 W.");
    }

    @Test
    void saysByHowMuchTheLimitOfAHomeIsTooLow() {
        Limit limit =
                Limit.ofHome(
                        "dimmed",
                        Limit.Source.GRID_OPERATOR,
                        "home",
                        Limit.Direction.IMPORT,
                        4_200,
                        new Limit.Window(0, SLOTS));
        Community community = community(car(4_000, 0, 2), 20_000, 1_000).withLimits(List.of(limit));

        assertThat(explain(community).shortfalls())
                .containsExactly(
                        new Shortfall(
                                "dimmed",
                                "Limit dimmed (4200 W for home) is exceeded by up to 4800 W in slots"
                                        + " 0-1.",
                                "This plan would keep it at 9000 W in those slots, or without car in"
                                        + " them."));
    }

    /** A battery of 8 kW that keeps 6 kW of it: 2 kW remain to charge while it is cheap. */
    @Test
    void namesTheReserveThatBindsAndWhatItCosts() {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(10_000, 0, 0, 0),
                        new Battery.Converter(8_000, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Limit limit = reserve(Limit.Direction.IMPORT, 6_000);
        Community community = community(battery, 20_000, 2_000).withLimits(List.of(limit));

        assertThat(explain(community).sentences())
                .endsWith(
                        "Limit spare (6000 W in reserve to take) binds in slots 0-3; a kW less"
                                + " would save 0.30.",
                        "Of limit spare, in slot 0: battery 6000 W.");
    }

    @Test
    void saysWhatAReserveLacks() {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(10_000, 0, 5_000, 0),
                        new Battery.Converter(3_000, 3_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Limit limit = reserve(Limit.Direction.EXPORT, 5_000);
        Community community = community(battery, 20_000, 0).withLimits(List.of(limit));

        assertThat(explain(community).shortfalls())
                .containsExactly(
                        new Shortfall(
                                "spare",
                                "Limit spare (5000 W in reserve to give) lacks up to 2000 W in slots"
                                        + " 0-3.",
                                "This plan keeps 3000 W in reserve; a battery with 2000 W more, for"
                                        + " a quarter-hour, would do."));
    }

    private static Limit reserve(Limit.Direction direction, int watts) {
        return new Limit(
                "spare",
                Limit.Source.CONTRACT,
                Limit.Scope.RESERVE,
                direction,
                watts,
                new Limit.Window(0, 4));
    }

    /** Half an ohm: at 3 kW the voltage is 223.282 V, which is as low as the band goes. */
    @Test
    void namesTheVoltageThatBindsAndTheWorthOfAKilowatt() {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(10_000, 0, 0, 0),
                        new Battery.Converter(8_000, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Community community =
                community(battery, 20_000, 2_000)
                        .withFeeder(feeder(new Feeder.Band(223_282, 253_000)));

        Explanation explanation = explain(community);

        assertThat(explanation.shortfalls()).isEmpty();
        assertThat(explanation.places()).hasSize(1);
        BindingPlace place = explanation.places().getFirst();
        assertThat(place.kind()).isEqualTo(BindingPlace.Kind.LOWEST_VOLTAGE);
        assertThat(place.slots()).contains(0, 1, 2, 3);
        List<String> sentences = explanation.sentences();
        assertThat(sentences.getLast())
                .matches("Of the voltage at end on L1, in slot \\d: battery 67[01]\\d mV\\.");
        assertThat(sentences.get(sentences.size() - 2))
                .matches(
                        "The voltage at end on L1 is as low as it may be, 223\\.(28|29|30) V, in"
                                + " slots 0-3[0-9, -]*; a kW more there would save 0\\.(29|30|31)\\.");
    }

    /** 8 kW over half an ohm leave 211.05 V; from a tap step higher they leave 217.35 V. */
    @Test
    void saysByHowMuchAVoltageIsTooLowAndThatATapStepHelps() {
        Community community =
                community(car(4_000, 0, 2), 20_000, 0)
                        .withFeeder(feeder(new Feeder.Band(216_200, 253_000)));

        Explanation explanation = explain(community);

        assertThat(explanation.shortfalls())
                .containsExactly(
                        new Shortfall(
                                "end on L1",
                                "The voltage at end on L1 is up to 5.154 V below 216.20 V of the"
                                        + " planning band in slots 0-1.",
                                "The tap one step up, at 1, would keep every voltage."));
    }

    @Test
    void saysWhatACableWouldHaveToCarry() {
        Feeder.Cable thin = new Feeder.Cable("start", "end", Connection.L1, HALF_AN_OHM, 30);
        Community community =
                community(car(4_000, 0, 2), 20_000, 0)
                        .withFeeder(feeder(Feeder.Band.EN_50160).withCables(List.of(thin)));

        Explanation explanation = explain(community);

        // 8000 W at 211.05 V.
        assertThat(explanation.shortfalls())
                .containsExactly(
                        new Shortfall(
                                "end on L1",
                                "The cable to end on L1 carries up to 7.907 A more than the 30 A it"
                                        + " may in slots 0-1.",
                                "A cable for 38 A would do."));
    }

    private static final Feeder.Impedance HALF_AN_OHM = new Feeder.Impedance(500_000, 0, 0, 0);

    private static Feeder feeder(Feeder.Band planning) {
        return new Feeder(
                new Feeder.Source(
                        "start", 230_000, new Feeder.Tap(0, 25, 2), Feeder.Impedance.NONE),
                planning,
                1000,
                List.of(
                        new Feeder.Cable(
                                "start", "end", Connection.L1, HALF_AN_OHM, Feeder.Cable.UNRATED)),
                Map.of("home", "end"));
    }

    @Test
    void saysThatNoLimitBinds() {
        Explanation explanation = explain(community(car(4_000, 0, 8), 20_000, 0));

        assertThat(explanation.sentences().getLast()).isEqualTo("No limit binds.");
    }

    @Test
    void saysByHowMuchADepartureIsTooEarly() {
        Explanation explanation = explain(community(car(10_000, 2, 5), 20_000, 0));

        assertThat(explanation.shortfalls())
                .containsExactly(
                        new Shortfall(
                                "car",
                                "Vehicle at car needs 10000 Wh by 2026-06-01T11:15:00Z but can get"
                                        + " only 6000 Wh at 8000 W: 4000 Wh are missing.",
                                "It would suffice to leave 30 minutes later, at"
                                        + " 2026-06-01T11:45:00Z."));
    }

    @Test
    void saysByHowMuchAVehicleThatGivesBackLeavesTooEarly() {
        Explanation explanation = explain(community(givingBack(10_000, 2, 5), 20_000, 0));

        assertThat(explanation.shortfalls().getFirst().problem())
                .isEqualTo(
                        "Vehicle at car needs 10000 Wh by 2026-06-01T11:15:00Z but can get only"
                                + " 6000 Wh at 8000 W: 4000 Wh are missing.");
    }

    /** Four cheap slots, then four dear ones with 4 kW of load. */
    @Test
    void aVehicleGivesBackWhenItIsDear() {
        Community community = community(givingBack(0, 0, 8), 20_000, 2_000);

        Plan plan = Balancer.plan(community, SHORT).plan();

        CheckReport report = Checker.check(community, plan);
        assertThat(report.violations()).isEmpty();
        int[] car = Objects.requireNonNull(plan.devices().get("car")).toArray();
        assertThat(Arrays.stream(car, 4, 8)).allMatch(watts -> watts <= -4_000);
        // 1.80 if it stood idle, 0.60 at best; its steps are coarse.
        assertThat(report.cost()).isLessThan(Cost.ofDecimal("0.80"));
    }

    @Test
    void saysByHowMuchALimitIsTooLow() {
        Explanation explanation = explain(community(car(4_000, 0, 2), 6_500, 1_000));

        assertThat(explanation.shortfalls()).hasSize(1);
        assertThat(explanation.shortfalls().getFirst().problem())
                .isEqualTo("Limit transformer (6500 W) is exceeded by up to 2500 W in slots 0-1.");
        assertThat(explanation.shortfalls().getFirst().remedy())
                .isEqualTo(
                        "This plan would keep it at 9000 W in those slots, or without car in"
                                + " them.");
    }

    @Test
    void saysWhichFloorAnExpiredLimitFallsBackTo() {
        Community open = community(car(4_000, 0, 2), 20_000, 1_000);
        Limit limit = open.limits().getFirst();
        Limit expiring =
                new Limit(
                        limit.id(),
                        limit.source(),
                        limit.scope(),
                        limit.direction(),
                        limit.watts(),
                        limit.window(),
                        Optional.of(new Limit.Expiry(1, 4_200)));

        Explanation explanation = explain(open.withLimits(List.of(expiring)));

        assertThat(explanation.shortfalls().getFirst().problem())
                .isEqualTo(
                        "Limit transformer (20000 W, and its floor of 4200 W from its expiry in"
                                + " slot 1 on) is exceeded by up to 4800 W in slots 1.");
        assertThat(explanation.shortfalls().getFirst().remedy())
                .isEqualTo(
                        "This plan would keep it at 9000 W in those slots, or without car in"
                                + " them.");
    }

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

    /** 2 kWh in the battery, 2 kW of load from slot 4 on, half of it critical: an hour of all. */
    @Test
    void saysHowLongEachTierLastsWithoutTheGrid() {
        Explanation explanation = explain(islanded(shedding("lamps", "pumps")));

        assertThat(explanation.shortfalls()).isEmpty();
        IslandReport report = explanation.island().orElseThrow();
        assertThat(report.servesCritical()).isTrue();
        assertThat(report.tiers()).hasSize(2);
        assertThat(report.tiers().getFirst().unservedWh()).isZero();
        assertThat(report.tiers().getLast().unservedWh()).isEqualTo(1_000L);
        assertThat(explanation.sentences())
                .anyMatch(line -> line.startsWith("The connection is open from 2026-06-01T11:00"))
                .anyMatch(line ->
                        line.equals("Tier 1 (critical): all 1.0 kWh are served to the end."));
    }

    @Test
    void saysWhatIsMissingWhereNothingMayBeOff() {
        Explanation explanation = explain(islanded(Island.Shedding.NONE));

        assertThat(explanation.shortfalls()).hasSize(1);
        assertThat(explanation.shortfalls().getFirst().problem())
                .startsWith("Without the grid, load and supply differ by up to ")
                .contains("W in slots");
        assertThat(explanation.shortfalls().getFirst().remedy()).startsWith("Blocks with ");
    }

    private static Island.Shedding shedding(String last, String critical) {
        ShedBlock.Times times = new ShedBlock.Times(1, 1);
        List<ShedBlock.Part> half = List.of(new ShedBlock.Part("home", 500));
        return new Island.Shedding(
                List.of(
                        new ShedBlock(last, 2, half, times, ShedBlock.Before.ON),
                        new ShedBlock(critical, 1, half, times, ShedBlock.Before.ON)),
                OptionalInt.empty());
    }

    /** The grid is lost for the last hour, with 1.2 kWh in a battery that cannot be charged. */
    private static Community islanded(Island.Shedding shedding) {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(1_200, 0, 1_200, 0),
                        new Battery.Converter(0, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Outage outage = new Outage(Outage.Kind.UNPLANNED, new Limit.Window(4, SLOTS), 0);
        Island island =
                new Island(
                        Optional.of(outage),
                        shedding,
                        Island.Reserve.NONE,
                        new Island.Forming(List.of("battery"), 0, 0, 0),
                        600_000);
        return community(battery, 5_000, 1_000).withIsland(Optional.of(island));
    }

    private static Explanation explain(Community community) {
        Planned planned = Balancer.plan(community, SHORT);
        return Explanation.of(community, planned.plan());
    }

    private static Charger car(int energyWh, int arrival, int departure) {
        return new Charger(
                "car",
                Connection.L1,
                Charger.Steps.onOff(8_000),
                new Charger.Stay(arrival, departure),
                energyWh,
                OptionalInt.empty());
    }

    private static Charger givingBack(int energyWh, int arrival, int departure) {
        return new Charger(
                "car",
                Connection.L1,
                Charger.Steps.onOff(8_000),
                new Charger.Stay(arrival, departure),
                energyWh,
                OptionalInt.empty(),
                Optional.of(
                        new Charger.ToHome(
                                new Charger.Pack(60_000, 5_000, 30_000),
                                new Charger.Steps(1_000, 1, 8),
                                new Charger.Losses(1000, 1000),
                                0)));
    }

    private static Community community(Device device, int limitWatts, int loadWatts) {
        int[] load = new int[SLOTS];
        int[] price = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean dear = slot >= 4;
            load[slot] = dear ? 2 * loadWatts : device instanceof Charger ? loadWatts : 0;
            price[slot] = dear ? 400_000 : 100_000;
        }
        Home home =
                new Home(
                        "home",
                        Connection.L1,
                        Series.of(load),
                        new Home.Solar(Series.constant(SLOTS, 0), false),
                        List.of(device));
        int until = device instanceof Battery ? 4 : SLOTS;
        Limit limit =
                new Limit(
                        "transformer",
                        Limit.Source.TRANSFORMER,
                        Limit.Scope.TOTAL,
                        Limit.Direction.IMPORT,
                        limitWatts,
                        new Limit.Window(0, until));
        Tariff tariff =
                new Tariff(
                        Series.of(price), Series.constant(SLOTS, 50_000), Tariff.PeakCharge.NONE);
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), SLOTS, false);
        return new Community("planted", horizon, tariff, List.of(limit), List.of(home));
    }
}
