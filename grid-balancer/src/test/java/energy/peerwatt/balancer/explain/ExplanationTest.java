package energy.peerwatt.balancer.explain;

import static energy.peerwatt.balancer.explain.Planted.SHORT;
import static energy.peerwatt.balancer.explain.Planted.SLOTS;
import static energy.peerwatt.balancer.explain.Planted.car;
import static energy.peerwatt.balancer.explain.Planted.community;
import static energy.peerwatt.balancer.explain.Planted.explain;
import static energy.peerwatt.balancer.explain.Planted.givingBack;
import static energy.peerwatt.balancer.explain.Planted.islanded;
import static energy.peerwatt.balancer.explain.Planted.shedding;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.solver.Balancer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Planted situations: what the explanation must say of them is known. */
class ExplanationTest {

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
                                "It was found possible to keep 9000 W, and not 8850 W, or without car"
                                        + " in those slots."));
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
                        "It was found possible to keep 9000 W, and not 8843 W, or without car"
                                + " in those slots.");
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
                        "It was found possible to keep 9000 W, and not 8850 W, or without car"
                                + " in those slots.");
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

    /** 8 kW for two slots into a battery for 3 kWh. */
    @Test
    void namesARuleOfADeviceThatIsBroken() {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(3_000, 0, 0, 0),
                        new Battery.Converter(8_000, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Community community = community(battery, 20_000, 0);
        Series watts = Series.of(8_000, 8_000, 0, 0, 0, 0, 0, 0);

        Explanation explanation =
                Explanation.of(community, new Plan(Map.of("battery", watts), Map.of()));

        assertThat(explanation.shortfalls())
                .extracting(Shortfall::problem)
                .containsExactly(
                        "The plan breaks the rule STORE of battery by up to 4000000 mWq in slots"
                                + " 1-7.");
    }
}
