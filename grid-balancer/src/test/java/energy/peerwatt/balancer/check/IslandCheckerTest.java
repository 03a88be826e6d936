package energy.peerwatt.balancer.check;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.model.Tariff;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One home of 1000 W, half of it critical, without the grid in slots 1 to 4 of 6; by hand. */
class IslandCheckerTest {

    private static final Series WHOLE = Series.of(0, -1_000, -1_000, -1_000, -1_000, 0);
    private static final Series HALF = Series.of(0, -500, -500, -500, -500, 0);
    private static final Series LAMPS = Series.of(0, 1, 1, 1, 1, 0);

    private static final ShedBlock PUMPS = block("pumps", 1, 500);
    private static final ShedBlock LIGHTS = block("lamps", 2, 500);

    @Test
    void aPlanThatBalancesBreaksNothing() {
        CheckReport whole = check(WHOLE, Map.of());
        CheckReport half = check(HALF, Map.of("lamps", LAMPS));

        assertThat(whole.violations()).isEmpty();
        assertThat(half.violations()).isEmpty();
        assertThat(half.unserved().wattHours(2)).isEqualTo(500);
        assertThat(half.unserved().wattHours(1)).isZero();
        // 1000 W in slots 0 and 5 at 20 ct, 1000 W of 4 slots at 1 ct of wear.
        assertThat(whole.cost().quarterNano()).isEqualTo(2_000L * 200_000 + 4_000L * 10_000);
        // The car misses nothing yet: see the test of a car.
        assertThat(whole.parts().missed().quarterNano()).isZero();
    }

    @Test
    void findsPowerThatIsMissing() {
        assertThat(check(HALF, Map.of()).violations())
                .contains(new Violation(Violation.Kind.BALANCE, "island", 1, 500, "W"));
    }

    @Test
    void findsALowerTierThatIsOnWhileAHigherIsOff() {
        assertThat(check(HALF, Map.of("pumps", LAMPS)).violations())
                .contains(new Violation(Violation.Kind.SHED_ORDER, "lamps", 1, 500, "W"));
    }

    @Test
    void findsABreakerThatChangesTooSoon() {
        Series watts = Series.of(0, -500, -1_000, -500, -500, 0);

        assertThat(check(watts, Map.of("lamps", Series.of(0, 1, 0, 1, 1, 0))).violations())
                .contains(new Violation(Violation.Kind.SHED_TIME, "lamps", 2, 1, "slots"))
                .contains(new Violation(Violation.Kind.SHED_TIME, "lamps", 3, 1, "slots"));
    }

    @Test
    void findsABreakerThatOpensThoughTheGridIsThere() {
        assertThat(check(WHOLE, Map.of("lamps", Series.of(0, 0, 0, 0, 0, 1))).violations())
                .contains(new Violation(Violation.Kind.SHED_TIME, "lamps", 5, 1, "slots"));
    }

    @Test
    void findsTooLittleHeadroom() {
        Island tight = island(Outage.Kind.UNPLANNED, new Island.Forming(list(), 1_500, 0, 0));

        assertThat(check(tight, WHOLE, Map.of()).violations())
                .contains(new Violation(Violation.Kind.HEADROOM, "giving", 1, 500, "W"));
    }

    @Test
    void findsWhatFlowsBeforeAPlannedOpening() {
        Island planned = island(Outage.Kind.PLANNED, forming());

        assertThat(check(planned, WHOLE, Map.of()).violations())
                .contains(new Violation(Violation.Kind.OPENING, "connection", 0, 700, "W"));
    }

    @Test
    void findsMoreThanCanBePickedUpInABlackStart() {
        // All was off; the headroom is 500 W, and both blocks come at once.
        Island dead = island(Outage.Kind.BLACK_START, forming());

        assertThat(check(dead, WHOLE, offBefore()).violations())
                .contains(new Violation(Violation.Kind.PICKUP, "island", 1, 500, "W"));
    }

    @Test
    void findsAReserveThatIsNotKept() {
        Island ready =
                new Island(
                        Optional.empty(), shedding(), new Island.Reserve(4, 0), forming(), 600_000);

        // Four slots of 500 W are 500 Wh, 556 in the store at 90 %; 1 kWh less 250 Wh / 0.9 is
        // more.
        assertThat(check(ready, Series.of(-1_000, 0, 0, 0, 0, 0), Map.of()).violations()).isEmpty();
        assertThat(check(ready, Series.of(-1_000, -1_000, 0, 0, 0, 0), Map.of()).violations())
                .contains(new Violation(Violation.Kind.RESERVE, "battery", 1, 446_224, "mWq"));
    }

    @Test
    void aVehicleMayMissEnergyAtAPriceIfItsStayTouchesTheOutage() {
        Charger car =
                new Charger(
                        "car",
                        Connection.L1,
                        Charger.Steps.onOff(1_000),
                        new Charger.Stay(0, 6),
                        500,
                        OptionalInt.empty());
        Community community =
                community(Optional.of(island(Outage.Kind.UNPLANNED, forming())), List.of(car));
        Plan plan =
                new Plan(
                        Map.of("battery", WHOLE, "car", Series.of(1_000, 0, 0, 0, 0, 0)),
                        Map.of(),
                        Map.of());

        CheckReport report = Checker.check(community, plan);

        assertThat(report.violations()).isEmpty();
        assertThat(report.parts().missed().quarterNano()).isEqualTo(1_000L * 600_000);
        assertThat(Checker.check(community.withIsland(Optional.empty()), plan).violations())
                .contains(new Violation(Violation.Kind.DEPARTURE, "car", -1, 250, "Wh"));
    }

    private static Map<String, Series> offBefore() {
        Series first = Series.of(1, 0, 0, 0, 0, 0);
        return Map.of("lamps", first, "pumps", first);
    }

    private static ShedBlock block(String id, int tier, int permille) {
        return new ShedBlock(
                id,
                tier,
                List.of(new ShedBlock.Part("home", permille)),
                new ShedBlock.Times(2, 2),
                ShedBlock.Before.ON);
    }

    private static List<String> list() {
        return List.of("battery");
    }

    private static Island.Forming forming() {
        return new Island.Forming(list(), 0, 100, 0);
    }

    private static Island.Shedding shedding() {
        return new Island.Shedding(List.of(PUMPS, LIGHTS), OptionalInt.empty());
    }

    private static Island island(Outage.Kind kind, Island.Forming forming) {
        Outage outage = new Outage(kind, new Limit.Window(1, 5), 300);
        return new Island(Optional.of(outage), shedding(), Island.Reserve.NONE, forming, 600_000);
    }

    private static CheckReport check(Series battery, Map<String, Series> off) {
        return check(island(Outage.Kind.UNPLANNED, forming()), battery, off);
    }

    private static CheckReport check(Island island, Series battery, Map<String, Series> off) {
        Plan plan = new Plan(Map.of("battery", battery), Map.of(), off);
        return Checker.check(community(Optional.of(island), List.of()), plan);
    }

    private static Community community(Optional<Island> island, List<Charger> chargers) {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(5_000, 0, island.isEmpty() ? 2_000 : level(island), 0),
                        new Battery.Converter(2_000, 2_000, 900, 900),
                        10_000,
                        OptionalInt.empty());
        List<Device> devices = new ArrayList<>(chargers);
        devices.add(battery);
        Home home =
                new Home(
                        "home",
                        Connection.L1,
                        Series.constant(6, 1_000),
                        new Home.Solar(Series.constant(6, 0), false),
                        devices);
        Tariff tariff =
                new Tariff(
                        Series.constant(6, 200_000),
                        Series.constant(6, 70_000),
                        Tariff.PeakCharge.NONE);
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), 6, false);
        return new Community("hand", horizon, tariff, List.of(), List.of(home)).withIsland(island);
    }

    private static int level(Optional<Island> island) {
        return island.get().outage().isPresent() ? 2_000 : 1_000;
    }
}
