package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.island.Headroom;
import energy.peerwatt.balancer.island.ReserveFloors;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.testkit.Islands;
import energy.peerwatt.balancer.testkit.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.optaplanner.core.config.solver.EnvironmentMode;

/** What a plan shows at each transition into and out of an island. */
class IslandTest {

    private static final Settings SHORT = new Settings(Duration.ofSeconds(4), 0);

    @Test
    void beforeAPlannedOpeningHardlyAnythingFlows() {
        Community community = Islands.of(Plans.plain(20, 1), Outage.Kind.PLANNED, 24, 40);

        Planned planned = Balancer.plan(community, SHORT);

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(report.violations()).isEmpty();
        assertThat(Math.abs(flow(community, planned.plan(), 23))).isLessThanOrEqualTo(500);
        for (int slot = 24; slot < 40; slot++) {
            assertThat(flow(community, planned.plan(), slot)).as("slot %s", slot).isZero();
        }
        assertThat(report.cost()).isEqualTo(planned.cost());
    }

    @Test
    void afterTheGridIsLostTheNextPlanBalancesAndShedsLowerTiersFirst() throws Exception {
        Community before = Islands.connected(Plans.plain(20, 1));
        Community after = empty(Islands.of(before, Outage.Kind.UNPLANNED, 0, 24));
        BlockingQueue<Planned> published = new LinkedBlockingQueue<>();
        try (LivePlanner planner =
                new LivePlanner(before, Optional.empty(), Settings.seconds(20), published::add)) {
            Planned calm = published.poll(60, TimeUnit.SECONDS);
            assertThat(calm).isNotNull();
            planner.change(after);
            Planned next = published.poll(60, TimeUnit.SECONDS);
            while (next != null && !next.community().equals(after)) {
                next = published.poll(60, TimeUnit.SECONDS);
            }

            assertThat(next).isNotNull();
            CheckReport report = Checker.check(after, next.plan());
            assertThat(report.violations()).isEmpty();
            assertThat(report.unserved().wattHours(3)).isPositive();
            requireOrder(after, next.plan());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void criticalLoadIsServedForItsHoursFromTheFloor(long seed) {
        Community connected = Islands.connected(Plans.plain(20, seed));
        int hours = connected.island().orElseThrow().reserve().criticalSlots();
        Community dark = dark(floored(connected));
        Community lost = Islands.of(dark, Outage.Kind.UNPLANNED, 0, hours);

        Planned planned = Balancer.plan(lost, SHORT);

        CheckReport report = Checker.check(lost, planned.plan());
        assertThat(report.violations()).as("seed %s", seed).isEmpty();
        assertThat(report.unserved().wattHours(1)).as("seed %s", seed).isZero();
    }

    @Test
    void reconnectionReturnsBlocksInOrderAndNoFasterThanAllowed() {
        Community community = empty(Islands.of(Plans.plain(20, 1), Outage.Kind.UNPLANNED, 0, 12));
        Island island = community.island().orElseThrow();
        int pickup = 2_000;
        Island slow =
                new Island(
                        island.outage(),
                        new Island.Shedding(island.shedding().blocks(), OptionalInt.of(pickup)),
                        island.reserve(),
                        island.forming(),
                        island.missedMicro());
        Community careful = community.withIsland(Optional.of(slow));

        Planned planned = Balancer.plan(careful, SHORT);

        assertThat(Checker.check(careful, planned.plan()).violations()).isEmpty();
        assertThat(offAt(careful, planned.plan(), 11)).isNotEmpty();
        requireOrder(careful, planned.plan());
        int slot = 12;
        while (!offAt(careful, planned.plan(), slot).isEmpty()) {
            slot++;
        }
        assertThat(slot).as("all are back, but not at once").isBetween(13, 40);
        requireReturn(careful, planned.plan(), 12, pickup);
    }

    @Test
    void blackStartPicksUpBlocksWithinHeadroom() {
        Community community = dark(Islands.of(Plans.plain(20, 2), Outage.Kind.BLACK_START, 0, 16));
        Headroom headroom = new Headroom(community);

        Planned planned = Balancer.plan(community, SHORT);

        assertThat(Checker.check(community, planned.plan()).violations()).isEmpty();
        List<ShedBlock> before = community.island().orElseThrow().shedding().blocks();
        for (int slot = 0; slot < 16; slot++) {
            List<ShedBlock> off = offAt(community, planned.plan(), slot);
            List<ShedBlock> on = new ArrayList<>(before);
            on.removeAll(off);
            assertThat(load(community, on, slot)).isLessThanOrEqualTo(headroom.up(slot));
            before = off;
        }
        assertThat(offAt(community, planned.plan(), 0)).isNotEmpty();
        assertThat(offAt(community, planned.plan(), 16)).isEmpty();
    }

    /** The forming units have the power for errors of load and sun until there is a new plan. */
    @Test
    void headroomAbsorbsForecastErrors() {
        Community community = Islands.of(Plans.plain(20, 1), Outage.Kind.UNPLANNED, 8, 32);
        Plan plan = Balancer.plan(community, SHORT).plan();
        Island.Forming forming = community.island().orElseThrow().forming();
        SplittableRandom random = new SplittableRandom(5);

        for (int slot = 8; slot < 32; slot++) {
            long give = 0;
            long take = 0;
            long load = 0;
            long solar = 0;
            for (Home home : community.homes()) {
                load += home.loadWatts().at(slot);
                solar += home.solar().watts().at(slot);
                for (Device device : home.devices()) {
                    if (device instanceof Battery battery
                            && forming.units().contains(battery.id())) {
                        int watts = plan.devices().get(battery.id()).at(slot);
                        give += battery.converter().maxDischargeW() + watts;
                        take += battery.converter().maxChargeW() - watts;
                    }
                }
            }
            assertThat(give)
                    .as("a cloud in slot %s", slot)
                    .isGreaterThanOrEqualTo(solar * forming.pvDropPermille() / 1000);
            long most = load * forming.loadPermille() / 1000;
            for (int i = 0; i < 1_000; i++) {
                long error = random.nextLong(-most, most + 1);
                assertThat(error).as("slot %s", slot).isBetween(-take, give);
            }
        }
    }

    @Test
    void reservesAreKeptWhileTheGridIsThere() {
        Community community = Islands.connected(Plans.plain(20, 1));

        Planned planned = Balancer.plan(community, SHORT);

        CheckReport report = Checker.check(community, planned.plan());
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isEqualTo(planned.cost());
        ReserveFloors floors = ReserveFloors.of(community);
        long stored = 0;
        for (Device device : community.devices()) {
            if (device instanceof Battery battery) {
                stored +=
                        (long) floors.of(battery).at(95) * battery.converter().dischargePermille();
            }
        }
        long critical = ReserveFloors.criticalWh(community, community.island().orElseThrow());
        assertThat(stored / 1000).isGreaterThanOrEqualTo(critical);
    }

    /** OptaPlanner recomputes every score from scratch and every undo in this mode. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void scoresOfIslandsAreNeverCorrupted(long seed) {
        Community street = empty(Islands.of(Plans.plain(10, seed), Outage.Kind.UNPLANNED, 0, 20));
        Settings settings = new Settings(Duration.ofSeconds(3), seed);

        Planned planned =
                new Balancer(street, settings, EnvironmentMode.FULL_ASSERT)
                        .plan(Optional.empty(), better -> {});

        CheckReport report = Checker.check(street, planned.plan());
        assertThat(report.cost()).isEqualTo(planned.cost());
        assertThat(report.unserved().quarterWattHours()).isEqualTo(planned.unserved());
        assertThat(report.keepsAll()).isEqualTo(planned.isFeasible());
    }

    private static void requireOrder(Community community, Plan plan) {
        for (int slot = 0; slot < community.slots(); slot++) {
            List<ShedBlock> off = offAt(community, plan, slot);
            int highest = off.stream().mapToInt(ShedBlock::tier).min().orElse(9);
            for (ShedBlock block : community.island().orElseThrow().shedding().blocks()) {
                assertThat(block.tier() > highest && !off.contains(block))
                        .as("slot %s: %s is on while tier %s is off", slot, block.id(), highest)
                        .isFalse();
            }
        }
    }

    private static void requireReturn(Community community, Plan plan, int from, int pickup) {
        for (int slot = from; slot < community.slots(); slot++) {
            List<ShedBlock> back = new ArrayList<>(offAt(community, plan, slot - 1));
            back.removeAll(offAt(community, plan, slot));
            long watts = load(community, back, slot);
            assertThat(back.size() <= 1 || watts <= pickup).as("slot %s", slot).isTrue();
        }
    }

    private static List<ShedBlock> offAt(Community community, Plan plan, int slot) {
        return community.island().orElseThrow().shedding().blocks().stream()
                .filter(block ->
                        plan.off().containsKey(block.id())
                                && plan.off().get(block.id()).at(slot) == 1)
                .toList();
    }

    private static long load(Community community, List<ShedBlock> blocks, int slot) {
        long watts = 0;
        for (Home home : community.homes()) {
            for (ShedBlock block : blocks) {
                for (ShedBlock.Part part : block.parts()) {
                    boolean mine = part.home().equals(home.id());
                    watts += mine ? home.loadWatts().at(slot) * part.permille() / 1000 : 0;
                }
            }
        }
        return watts;
    }

    /** W over the connection. */
    private static long flow(Community community, Plan plan, int slot) {
        long flow = -load(community, offAt(community, plan, slot), slot);
        for (Home home : community.homes()) {
            Series cut = plan.curtailed().get(home.id());
            flow += home.loadWatts().at(slot) - home.solar().watts().at(slot);
            flow += cut == null ? 0 : cut.at(slot);
            for (Device device : home.devices()) {
                flow += plan.devices().get(device.id()).at(slot);
            }
        }
        return flow;
    }

    /** With hardly anything in the batteries and no sun. */
    private static Community empty(Community community) {
        return dark(withLevels(community, battery -> battery.store().capacityWh() / 12));
    }

    /** With just the reserve in each battery. */
    private static Community floored(Community community) {
        ReserveFloors floors = ReserveFloors.of(community);
        int last = community.slots() - 1;
        return withLevels(community, battery -> floors.of(battery).at(last));
    }

    private interface Level {
        int of(Battery battery);
    }

    private static Community withLevels(Community community, Level level) {
        List<Home> homes = new ArrayList<>();
        for (Home home : community.homes()) {
            List<Device> devices = new ArrayList<>();
            for (Device device : home.devices()) {
                devices.add(
                        device instanceof Battery battery
                                ? withLevel(battery, level.of(battery))
                                : device);
            }
            homes.add(
                    new Home(
                            home.id(), home.connection(), home.loadWatts(), home.solar(), devices));
        }
        return community.withHomes(homes);
    }

    private static Battery withLevel(Battery battery, int level) {
        Battery.Store store = battery.store();
        return new Battery(
                battery.id(),
                battery.connection(),
                new Battery.Store(store.capacityWh(), store.reserveWh(), level, store.reserveWh()),
                battery.converter(),
                battery.wearMicro(),
                battery.running());
    }

    private static Community dark(Community community) {
        Series none = Series.constant(community.slots(), 0);
        List<Home> homes =
                community.homes().stream()
                        .map(home ->
                                new Home(
                                        home.id(),
                                        home.connection(),
                                        home.loadWatts(),
                                        new Home.Solar(none, true),
                                        home.devices()))
                        .toList();
        return community.withHomes(homes);
    }
}
