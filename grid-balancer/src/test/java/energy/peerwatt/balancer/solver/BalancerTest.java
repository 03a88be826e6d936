package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.testkit.HomeLimits;
import energy.peerwatt.balancer.testkit.Plans;
import energy.peerwatt.balancer.testkit.Reserves;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.optaplanner.core.config.solver.EnvironmentMode;

class BalancerTest {

    private static final Settings SHORT = new Settings(Duration.ofMillis(1_500), 0);

    @Test
    void keepsLimitsThatUncoordinatedHomesBreak() {
        Community community = Plans.plain(20, 1);
        CheckReport alone = Checker.check(community, uncoordinated(community));

        Planned planned = Balancer.plan(community, SHORT);

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(alone.violations()).isNotEmpty();
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isLessThan(alone.cost());
        assertThat(report.cost()).isEqualTo(planned.cost());
    }

    @Test
    void devicesThatTheSearchHadNoTimeForKeepTheirRules() {
        Community community = Plans.variety(18, 2).withLimits(List.of());

        Planned planned = Balancer.planned(new StreetPlan(community, Adoption.blank(community)));

        assertThat(planned.plan().devices()).hasSameSizeAs(community.devices());
        assertThat(Checker.check(community, planned.plan()).violations()).isEmpty();
    }

    @Test
    void plansEveryKindOfDeviceExactly() {
        Community community = Plans.variety(18, 2);

        Planned planned = Balancer.plan(community, SHORT);

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(planned.isFeasible()).isTrue();
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isEqualTo(planned.cost());
    }

    @Test
    void keepsRampsThatPlansWithoutThemBreak() {
        Community open = Plans.plain(24, 1);
        List<Limit> limits = new ArrayList<>(open.limits());
        for (Limit.Direction direction : Limit.Direction.values()) {
            limits.add(
                    new Limit(
                            "ramp-" + direction,
                            Limit.Source.CONTRACT,
                            Limit.Scope.RAMP,
                            direction,
                            7_200,
                            new Limit.Window(0, open.slots())));
        }
        Community steady = open.withLimits(limits);

        Planned free = Balancer.plan(open, SHORT);
        Planned kept = Balancer.plan(steady, new Settings(Duration.ofSeconds(4), 0));

        assertThat(Checker.check(steady, free.plan()).violations()).isNotEmpty();
        assertThat(Checker.check(steady, kept.plan()).violations()).isEmpty();
        assertThat(kept.isFeasible()).isTrue();
    }

    @Test
    void keepsLimitsOfHomesThatPlansWithoutThemBreak() {
        Community open = Plans.plain(24, 1);
        Community limited = HomeLimits.on(open);

        Planned free = Balancer.plan(open, SHORT);
        Planned kept = Balancer.plan(limited, new Settings(Duration.ofSeconds(3), 0));

        CheckReport report = Checker.check(limited, kept.plan());
        assertThat(Checker.check(limited, free.plan()).violations()).isNotEmpty();
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isEqualTo(kept.cost());
        assertThat(kept.isFeasible()).isTrue();
    }

    @Test
    void keepsReservesThatPlansWithoutThemBreak() {
        Community open = Plans.plain(24, 1);
        Community ready = Reserves.on(open);

        Planned free = Balancer.plan(open, SHORT);
        Planned kept = Balancer.plan(ready, SHORT);

        CheckReport report = Checker.check(ready, kept.plan());
        assertThat(Checker.check(ready, free.plan()).violations()).isNotEmpty();
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isEqualTo(kept.cost());
        assertThat(kept.isFeasible()).isTrue();
    }

    @Test
    void neverCallsAPlanFeasibleThatCannotKeepAReserve() {
        Community open = Plans.plain(9, 1);
        Limit.Window day = new Limit.Window(0, open.slots());
        Limit limit =
                new Limit(
                        "spare",
                        Limit.Source.CONTRACT,
                        Limit.Scope.RESERVE,
                        Limit.Direction.EXPORT,
                        1_000_000,
                        day);
        Community community = open.withLimits(List.of(limit));

        Planned planned = Balancer.plan(community, new Settings(Duration.ofMillis(300), 0));

        assertThat(planned.isFeasible()).isFalse();
        assertThat(Checker.check(community, planned.plan()).violations())
                .isNotEmpty()
                .allMatch(violation -> violation.subject().equals("spare"));
    }

    /** 5 kW of panels and 1 kW of load: 3 kW may go out, so the battery or less sun take 1 kW. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, 4_000})
    void meetsTheExportLimitOfAHomeByItsBatteryOrItsPanels(int batteryWatts) {
        Home home = sunny("home", batteryWatts);
        Home other = sunny("other", 0);
        Limit limit =
                Limit.ofHome(
                        "home-export",
                        Limit.Source.GRID_OPERATOR,
                        "home",
                        Limit.Direction.EXPORT,
                        3_000,
                        new Limit.Window(0, 4));
        Tariff tariff =
                new Tariff(
                        Series.constant(4, 300_000),
                        Series.constant(4, 80_000),
                        Tariff.PeakCharge.NONE);
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), 4, false);
        List<Home> homes = List.of(home, other);
        Community community = new Community("sunny", horizon, tariff, List.of(limit), homes);

        Planned planned = Balancer.plan(community, new Settings(Duration.ofMillis(300), 0));

        assertThat(Checker.check(community, planned.plan()).violations()).isEmpty();
        int stored = Math.min(1_000, batteryWatts);
        // What the battery takes need not be thrown away; the other home's panels go on.
        Series curtailed = planned.plan().curtailed().get("home");
        assertThat(curtailed == null ? 0 : curtailed.sum()).isEqualTo(4L * (1_000 - stored));
        assertThat(planned.plan().curtailed()).doesNotContainKey("other");
    }

    /** A local day from midnight to midnight has as many quarter-hours as its clocks say. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T23:00:00Z, 92, 2026-03-29T22:00:00Z",
        "2026-10-24T22:00:00Z, 100, 2026-10-25T23:00:00Z"
    })
    void plansDaysOnWhichClocksChange(Instant start, int slots, Instant end) {
        Horizon horizon = new Horizon(start, slots, true);
        int[] prices = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            prices[slot] = slot < slots - 8 ? 300_000 : 100_000;
        }
        Tariff tariff =
                new Tariff(
                        Series.of(prices), Series.constant(slots, 80_000), Tariff.PeakCharge.NONE);
        Charger car =
                new Charger(
                        "car",
                        Connection.L1,
                        Charger.Steps.amps(6, 16, Connection.L1),
                        new Charger.Stay(0, slots),
                        7_360,
                        OptionalInt.of(0));
        Home home =
                new Home(
                        "home",
                        Connection.L1,
                        Series.constant(slots, 500),
                        new Home.Solar(Series.constant(slots, 0), false),
                        List.of(car));
        Community community = new Community("change", horizon, tariff, List.of(), List.of(home));

        Planned planned = Balancer.plan(community, new Settings(Duration.ofMillis(300), 0));

        assertThat(horizon.startOf(slots)).isEqualTo(end);
        assertThat(Checker.check(community, planned.plan()).violations()).isEmpty();
        int[] watts = Objects.requireNonNull(planned.plan().devices().get("car")).toArray();
        // The cheap last two hours are just enough.
        assertThat(Arrays.stream(watts, 0, slots - 8)).containsOnly(0);
        assertThat(Arrays.stream(watts, slots - 8, slots)).containsOnly(3_680);
    }

    private static Home sunny(String id, int batteryWatts) {
        Battery battery =
                new Battery(
                        id + "-battery",
                        Connection.L1,
                        new Battery.Store(10_000, 0, 0, Math.min(1_000, batteryWatts)),
                        new Battery.Converter(batteryWatts, batteryWatts, 1000, 1000),
                        0,
                        OptionalInt.empty());
        return new Home(
                id,
                Connection.L1,
                Series.constant(4, 1_000),
                new Home.Solar(Series.constant(4, 5_000), true),
                batteryWatts == 0 ? List.of() : List.of(battery));
    }

    /** OptaPlanner recomputes every score from scratch and every undo in this mode. */
    @Test
    void scoresAreNeverCorrupted() {
        Community community = HomeLimits.on(Plans.variety(8, 3));
        Settings settings = new Settings(Duration.ofSeconds(2), 1);

        Planned planned =
                new Balancer(community, settings, EnvironmentMode.FULL_ASSERT)
                        .plan(Optional.empty(), better -> {});

        requireDeviceRules(community, planned);
    }

    @Test
    void beginsWithAnOlderPlan() {
        Community community = Plans.plain(20, 4);
        Planned older = Balancer.plan(community, SHORT);

        Planned newer =
                new Balancer(community, SHORT).plan(Optional.of(older.plan()), better -> {});

        assertThat(newer.isFeasible()).isTrue();
        assertThat(Checker.check(community, newer.plan()).cost()).isEqualTo(newer.cost());
    }

    /** What the plan without the feeder breaks, the plan with it keeps, by the exact flow. */
    @Test
    void keepsVoltagesAndCablesOfAFeeder() {
        Community community = Plans.onFeeder(20, 6, new Feeder.Band(228_000, 240_000));
        Settings settings = new Settings(Duration.ofSeconds(4), 0);
        Planned blind = Balancer.plan(community.withFeeder(null), settings);

        Planned planned = Balancer.plan(community, settings);

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(Checker.check(community, blind.plan()).violations()).isNotEmpty();
        assertThat(report.violations()).isEmpty();
        assertThat(planned.isFeasible()).isTrue();
        assertThat(report.cost()).isEqualTo(planned.cost());
    }

    /** Panels that no neighbour can use: only single homes' panels can keep the voltage. */
    @Test
    void cutsPanelsOfSingleHomesWhereAVoltageIsTooHigh() {
        Community community = Plans.onFeeder(9, 7, new Feeder.Band(222_000, 239_000));

        Planned planned = Balancer.plan(community, SHORT);

        assertThat(planned.breaches()).isEmpty();
        assertThat(planned.plan().curtailed()).isNotEmpty();
        assertThat(planned.plan().curtailed().size()).isLessThan(9);
    }

    @Test
    void neverCallsAPlanFeasibleThatTheExactFlowBreaks() {
        Community community = Plans.onFeeder(9, 7, new Feeder.Band(236_900, 237_000));

        Planned planned = Balancer.plan(community, SHORT);

        assertThat(Checker.check(community, planned.plan()).violations()).isNotEmpty();
        assertThat(planned.isFeasible()).isFalse();
    }

    /** As {@link #scoresAreNeverCorrupted}, with a feeder. */
    @Test
    void scoresAreNeverCorruptedOnAFeeder() {
        Community community = Plans.onFeeder(8, 3, new Feeder.Band(226_000, 242_000));
        Settings settings = new Settings(Duration.ofSeconds(2), 1);

        Planned planned =
                new Balancer(community, settings, EnvironmentMode.FULL_ASSERT)
                        .plan(Optional.empty(), better -> {});

        assertThat(Checker.check(community, planned.plan()).cost()).isEqualTo(planned.cost());
    }

    @Test
    void stopsWhenAsked() {
        Community community = Plans.plain(10, 5);
        Balancer balancer = new Balancer(community, Settings.seconds(600));

        Planned planned = balancer.plan(Optional.empty(), better -> balancer.stop());

        requireDeviceRules(community, planned);
    }

    private static void requireDeviceRules(Community community, Planned planned) {
        CheckReport report = Checker.check(community, planned.plan());
        assertThat(report.cost()).isEqualTo(planned.cost());
        assertThat(report.violations())
                .allMatch(violation -> violation.kind() == Violation.Kind.LIMIT);
    }

    private static Plan uncoordinated(Community community) {
        Map<String, Series> profiles = new HashMap<>();
        int index = 0;
        for (Device device : community.devices()) {
            DeviceState state =
                    DeviceState.of(
                            index++,
                            Site.of(device.connection()),
                            device,
                            DeviceRules.of(community));
            profiles.put(device.id(), state.firstProfile());
        }
        return new Plan(profiles, Map.of());
    }
}
