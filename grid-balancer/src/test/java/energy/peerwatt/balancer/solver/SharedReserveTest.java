package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.island.SharedReserve;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Reserves are called kept if and only if batteries can keep them together. */
class SharedReserveTest {

    private static final int SLOTS = 8;
    private static final Settings SHORT = new Settings(Duration.ofMillis(50), 0);

    @Test
    void aLargeBatteryCarriesWhatASmallOneCannot() {
        List<Battery> batteries =
                List.of(
                        battery("large", 5_000, 5_000, 20_000, 10_000, 0),
                        battery("small", 5_000, 5_000, 500, 400, 0));
        Community community =
                community(batteries, List.of(reserve(Limit.Direction.EXPORT, 6_000, 0, SLOTS)));

        Planned planned = Balancer.plan(community, SHORT);

        assertThat(planned.excessThirds()).isZero();
        assertThat(Checker.check(community, planned.plan()).violations()).isEmpty();
    }

    /** What the batteries keep that do nothing at all is never called impossible. */
    @Test
    void whatIdleBatteriesKeepIsFeasible() {
        int kept = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            Community community = random(new SplittableRandom(seed));
            if (Checker.check(community, idle(community)).keepsAll()) {
                SharedReserve reserve = SharedReserve.of(community);
                for (int slot = 0; slot < SLOTS; slot++) {
                    assertThat(reserve.missing(slot)).as("seed %s slot %s", seed, slot).isZero();
                }
                kept++;
            }
        }
        assertThat(kept).isGreaterThan(200);
    }

    @Test
    void whatIsCalledFeasibleBreaksNothing() {
        int feasible = 0;
        for (int seed = 0; seed < 60; seed++) {
            Community community = random(new SplittableRandom(seed));
            Planned planned = Balancer.plan(community, SHORT);
            if (planned.isFeasible()) {
                assertThat(Checker.check(community, planned.plan()).violations())
                        .as("seed %s", seed)
                        .isEmpty();
                feasible++;
            }
        }
        assertThat(feasible).isBetween(10, 59);
    }

    private static Community random(SplittableRandom random) {
        List<Battery> batteries = new ArrayList<>();
        long give = 0;
        long take = 0;
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int charge = 500 + random.nextInt(6_000);
            int discharge = 500 + random.nextInt(6_000);
            int capacity = 300 + random.nextInt(8_000);
            int initial = random.nextInt(capacity + 1);
            int terminal = random.nextBoolean() ? 0 : random.nextInt(initial + 1);
            batteries.add(battery("battery-" + i, charge, discharge, capacity, initial, terminal));
            give += Math.min(discharge, 4 * initial);
            take += Math.min(charge, 4 * (capacity - initial));
        }
        List<Limit> limits = new ArrayList<>();
        int from = random.nextInt(SLOTS);
        limits.add(reserve(Limit.Direction.EXPORT, part(random, give), from, SLOTS));
        if (random.nextBoolean()) {
            int until = 1 + random.nextInt(SLOTS);
            limits.add(reserve(Limit.Direction.IMPORT, part(random, take), 0, until));
        }
        return community(batteries, limits);
    }

    private static int part(SplittableRandom random, long watts) {
        return (int) (watts * random.nextInt(130) / 100);
    }

    private static Battery battery(
            String id, int charge, int discharge, int capacity, int initial, int terminal) {
        return new Battery(
                id,
                Connection.L1,
                new Battery.Store(capacity, 0, initial, terminal),
                new Battery.Converter(charge, discharge, 950, 930),
                0,
                OptionalInt.empty());
    }

    private static Limit reserve(Limit.Direction direction, int watts, int from, int until) {
        return new Limit(
                "spare-" + direction,
                Limit.Source.CONTRACT,
                Limit.Scope.RESERVE,
                direction,
                watts,
                new Limit.Window(from, until));
    }

    private static Community community(List<Battery> batteries, List<Limit> limits) {
        Series zero = Series.constant(SLOTS, 0);
        Home home =
                new Home(
                        "home",
                        Connection.THREE_PHASE,
                        zero,
                        new Home.Solar(zero, false),
                        List.<Device>copyOf(batteries));
        Tariff tariff =
                new Tariff(
                        Series.constant(SLOTS, 300_000),
                        Series.constant(SLOTS, 50_000),
                        Tariff.PeakCharge.NONE,
                        Optional.empty());
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), SLOTS, false);
        return new Community("reserves", horizon, tariff, limits, List.of(home));
    }

    private static Plan idle(Community community) {
        Map<String, Series> nothing = new HashMap<>();
        community.devices().forEach(device -> nothing.put(device.id(), Series.constant(SLOTS, 0)));
        return new Plan(nothing, Map.of());
    }
}
