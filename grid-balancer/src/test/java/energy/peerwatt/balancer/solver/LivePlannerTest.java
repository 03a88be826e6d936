package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.explain.Explanation;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.testkit.Later;
import energy.peerwatt.balancer.testkit.Plans;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A community that changes while it is planned. */
class LivePlannerTest {

    private static final Settings SHORT = new Settings(Duration.ofSeconds(2), 0);
    private static final Settings LONG = new Settings(Duration.ofMinutes(10), 0);
    private static final long DEADLINE_SECONDS = 60;

    private final BlockingQueue<Planned> published = new LinkedBlockingQueue<>();

    @Test
    void publishesBetterPlansThatKeepAllThenRests() throws InterruptedException {
        List<Planned> all = new ArrayList<>();

        try (LivePlanner planner = planner(Plans.plain(24, 1), SHORT)) {
            all.add(next());
            awaitRest();
            assertThat(planner.state().published()).isPresent();
        }

        published.drainTo(all);
        Planned former = null;
        for (Planned each : all) {
            requireKept(each);
            assertThat(former == null || each.cost().compareTo(former.cost()) < 0).isTrue();
            former = each;
        }
    }

    @Test
    void adoptsNewForecastsWhileItSearchesAndWhenItRests() throws InterruptedException {
        Community first = Plans.plain(24, 2);
        Community second = first.withHomes(first.homes().stream().map(this::cloudy).toList());

        try (LivePlanner planner = planner(first, SHORT)) {
            next();
            planner.change(second);
            requireKept(nextFor(second));
            awaitRest();
            planner.change(first);
            requireKept(nextFor(first));
        }
    }

    /** The checker behind {@code requireKept} computes the exact flow. */
    @Test
    void publishesOnlyWhatTheExactFlowOfTheFeederFindsClean() throws InterruptedException {
        Community first = Plans.onFeeder(15, 6, new Feeder.Band(228_000, 240_000));
        Community second = first.withHomes(first.homes().stream().map(this::cloudy).toList());

        try (LivePlanner planner = planner(first, SHORT)) {
            requireKept(next());
            planner.change(second);
            requireKept(nextFor(second));
            awaitRest();
        }
        published.forEach(LivePlannerTest::requireKept);
    }

    @Test
    void goesOnWhenDevicesAreLostAndAdded() throws InterruptedException {
        Community all = Plans.plain(24, 3);
        List<Home> homes =
                all.homes().stream()
                        .map(home ->
                                home.id().equals("home-1") || home.id().equals("home-4")
                                        ? with(home, List.of())
                                        : home)
                        .toList();
        Community fewer = all.withHomes(homes);

        try (LivePlanner planner = planner(all, LONG)) {
            next();
            planner.change(fewer);
            Planned without = nextFor(fewer);
            planner.change(all);
            Planned again = nextFor(all);

            requireKept(without);
            requireKept(again);
            assertThat(without.plan().devices()).hasSize(fewer.devices().size());
            assertThat(again.plan().devices()).hasSize(all.devices().size());
            assertThat(fewer.devices().size()).isLessThan(all.devices().size());
        }
    }

    @Test
    void movesOnWithTheHorizonAndKeepsWhatStillFits() throws InterruptedException {
        Community now = Plans.plain(24, 4);

        try (LivePlanner planner = planner(now, LONG)) {
            Plan plan = next().plan();
            for (int slot = 0; slot < 4; slot++) {
                Community later = Later.oneSlot(now, plan);
                requireKeptLumps(later, Adoption.adopt(later, plan, now.horizon()), plan);
                planner.change(later);
                Planned planned = nextFor(later);
                requireKept(planned);
                plan = planned.plan();
                now = later;
            }
        }
    }

    @Test
    void saysWhyThereIsNoPlan() throws InterruptedException {
        Community community = Plans.plain(24, 5);
        List<Limit> tight = community.limits().stream().map(l -> l.withWatts(100)).toList();

        try (LivePlanner planner = planner(community.withLimits(tight), SHORT)) {
            await(() -> planner.state().closest().isPresent());
            LivePlanner.State state = planner.state();
            Plan closest = state.closest().orElseThrow().plan();
            assertThat(Explanation.of(state.community(), closest).shortfalls().getFirst().problem())
                    .contains("is exceeded by up to");
            assertThat(published).isEmpty();

            planner.change(community);
            requireKept(nextFor(community));
            assertThat(planner.state().closest()).isEmpty();
        }
    }

    @Test
    void beginsAgainAfterASolverFault() throws InterruptedException {
        Community first = Plans.plain(24, 6);
        Community second = first.withHomes(first.homes().stream().map(this::cloudy).toList());

        try (LivePlanner planner = planner(first, LONG)) {
            next();
            planner.submit((plan, director) -> {
                throw new IllegalStateException("planted fault");
            });
            await(() -> planner.state().faults() == 1);
            planner.change(second);

            requireKept(nextFor(second));
            assertThat(planner.state().failure()).isEmpty();
        }
    }

    @Test
    void recoversByItselfIfTheSolverFailsWhileAChangeWaits() throws InterruptedException {
        Community first = Plans.plain(24, 6);
        Community second = first.withHomes(first.homes().stream().map(this::cloudy).toList());
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);

        try (LivePlanner planner = planner(first, LONG)) {
            next();
            planner.submit((plan, director) -> {
                hangs.countDown();
                awaitQuietly(released);
                throw new IllegalStateException("planted fault");
            });
            assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
            planner.change(second);
            assertThat(planner.state().published()).isEmpty();
            released.countDown();

            requireKept(nextFor(second));
            assertThat(planner.state().faults()).isEqualTo(1);
            assertThat(planner.state().failure()).isEmpty();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void survivesAListenerThatThrows() throws InterruptedException {
        Community first = Plans.plain(24, 7);
        Community second = first.withHomes(first.homes().stream().map(this::cloudy).toList());

        try (LivePlanner planner =
                new LivePlanner(
                        first,
                        Optional.empty(),
                        LONG,
                        planned -> {
                            published.add(planned);
                            throw new IllegalStateException("planted listener fault");
                        })) {
            next();
            planner.change(second);

            requireKept(nextFor(second));
        }
    }

    @Test
    void publishesNothingOnceClosed() throws InterruptedException {
        Community community = Plans.plain(24, 8);
        LivePlanner planner = planner(community, LONG);
        next();

        planner.close();
        planner.close();

        awaitRest();
        published.clear();
        assertThatThrownBy(() -> planner.change(community))
                .isInstanceOf(IllegalStateException.class);
        awaitRest();
        assertThat(published).isEmpty();
    }

    private LivePlanner planner(Community community, Settings settings) {
        return new LivePlanner(community, Optional.empty(), settings, published::add);
    }

    private Planned next() throws InterruptedException {
        return Objects.requireNonNull(
                published.poll(DEADLINE_SECONDS, TimeUnit.SECONDS), "no plan in time");
    }

    private Planned nextFor(Community community) throws InterruptedException {
        Planned planned = next();
        while (!planned.community().equals(community)) {
            planned = next();
        }
        return planned;
    }

    private static void requireKept(Planned planned) {
        CheckReport report = Checker.check(planned.community(), planned.plan());
        assertThat(report.violations()).isEmpty();
        assertThat(report.cost()).isEqualTo(planned.cost());
    }

    private static void requireKeptLumps(Community later, List<DevicePlan> adopted, Plan old) {
        List<Device> devices = later.devices();
        for (DevicePlan plan : adopted) {
            Device device = devices.get(plan.index());
            int[] watts = Objects.requireNonNull(plan.profile()).toArray();
            int[] before = Objects.requireNonNull(old.devices().get(device.id())).toArray();
            if (device instanceof Charger) {
                assertThat(Arrays.copyOf(watts, watts.length - 1))
                        .isEqualTo(Arrays.copyOfRange(before, 1, before.length));
            }
            assertThat(Adoption.rulesOf(device, DeviceRules.of(later)).keeps(watts)).isTrue();
            if (device instanceof Battery) {
                assertThat(Arrays.copyOf(watts, 48)).isEqualTo(Arrays.copyOfRange(before, 1, 49));
            }
        }
    }

    private Home cloudy(Home home) {
        int[] sun = home.solar().watts().toArray();
        for (int slot = 4; slot < 14; slot++) {
            sun[slot] /= 2;
        }
        Home.Solar solar = new Home.Solar(Series.of(sun), home.solar().curtailable());
        return new Home(home.id(), home.connection(), home.loadWatts(), solar, home.devices());
    }

    private static Home with(Home home, List<Device> devices) {
        return new Home(home.id(), home.connection(), home.loadWatts(), home.solar(), devices);
    }

    /** Until all threads of this process together use next to no processor time. */
    private static void awaitRest() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] before = {cpu(threads)};
        await(() -> {
            long now = cpu(threads);
            boolean rests = now - before[0] < 5_000_000;
            before[0] = now;
            return rests;
        });
    }

    private static long cpu(ThreadMXBean threads) {
        return Arrays.stream(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(nanos -> nanos > 0)
                .sum();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        do {
            TimeUnit.MILLISECONDS.sleep(100);
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
        } while (!condition.getAsBoolean());
    }
}
