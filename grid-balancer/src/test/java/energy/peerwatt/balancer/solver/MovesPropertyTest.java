package energy.peerwatt.balancer.solver;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.testkit.Begun;
import energy.peerwatt.balancer.testkit.HomeLimits;
import energy.peerwatt.balancer.testkit.Islands;
import energy.peerwatt.balancer.testkit.Plans;
import energy.peerwatt.balancer.testkit.Reserves;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the moves do, devices keep their rules and the kept-up score is the exact one. */
class MovesPropertyTest {

    private static final int MOVES = 4_000_000;

    /** One move of so many gives a device of any kind a profile near a random one. */
    private static final int WHOLE = 500;

    /** One of so many is taken back. */
    private static final int BACK = 4;

    /** What all devices together may break while none breaks its own rules. */
    private static final Set<Violation.Kind> SHARED =
            EnumSet.of(
                    Violation.Kind.LIMIT,
                    Violation.Kind.VOLTAGE,
                    Violation.Kind.PLANNING_VOLTAGE,
                    Violation.Kind.CABLE,
                    Violation.Kind.BALANCE,
                    Violation.Kind.OPENING,
                    Violation.Kind.HEADROOM);

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void randomMovesKeepRulesAndScore(long seed) {
        randomMoves(Plans.variety(12, seed), seed, MOVES / 2);
    }

    /** A narrow band: voltages and cables bind in many slots and panels are cut for them. */
    @ParameterizedTest
    @ValueSource(longs = {13, 14})
    void randomMovesKeepRulesAndScoreOnAFeeder(long seed) {
        Community community = Plans.onFeeder(12, seed, new Feeder.Band(228_000, 240_000));

        Trial trial = randomMoves(community, seed, MOVES / 4);

        assertThat(singleCuts(community, trial)).as("seed %s", seed).isPositive();
    }

    /** Blocks go off and come back while devices change. */
    @ParameterizedTest
    @ValueSource(longs = {25, 26})
    void randomMovesOfIslandsKeepRulesAndScore(long seed) {
        Community street = HomeLimits.on(Reserves.on(Plans.plain(12, seed)));
        randomMoves(Islands.of(street, Outage.Kind.PLANNED, 20, 60), seed, MOVES / 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {15, 16})
    void searchKeepsRulesAndScoreOnAFeeder(long seed) {
        Community community = Plans.onFeeder(15, seed, new Feeder.Band(228_000, 240_000));
        Trial trial = started(community);
        Random random = new Random(seed);
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        Exchanges exchanges = new Exchanges(trial, transfers, random);

        new Annealing(trial, random).run(Annealing.Schedule.COLD, () -> false);
        new Rounding(trial, transfers, exchanges, random).roundAll(2);
        Search search = new Search(trial, new Random(seed));
        for (int i = 0; i < 2_000; i++) {
            search.improve();
            trial.forget();
        }

        requireExact(community, trial, seed);
    }

    private static int singleCuts(Community community, Trial trial) {
        int cuts = 0;
        for (int slot = 0; slot < trial.street.slots; slot++) {
            trial.street.curtailed(slot);
            for (Home home : community.homes()) {
                cuts += Shares.own(trial.street, home) > 0 ? 1 : 0;
            }
        }
        return cuts;
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void searchKeepsRulesAndScoreAndNeverWorsens(long seed) {
        Community community = Plans.variety(15, seed);
        Trial trial = started(community);
        Search search = new Search(trial, new Random(seed));

        for (int i = 0; i < 3_000; i++) {
            long excess = trial.street.excessSum();
            long cost = trial.cost();
            boolean better = search.improve();
            long now = trial.street.excessSum();
            if (better) {
                assertThat(now < excess || trial.cost() < cost).as("seed %s", seed).isTrue();
            } else {
                assertThat(trial.cost()).as("seed %s", seed).isEqualTo(cost);
                assertThat(now).as("seed %s", seed).isEqualTo(excess);
            }
            trial.forget();
        }

        requireExact(community, trial, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void annealingAndRoundingKeepRulesAndScore(long seed) {
        Community community = Plans.variety(20, seed);
        Trial trial = started(community);
        Random random = new Random(seed);
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        Exchanges exchanges = new Exchanges(trial, transfers, random);

        new Annealing(trial, random).run(Annealing.Schedule.COLD, () -> false);
        new Rounding(trial, transfers, exchanges, random).roundAll(2);

        requireExact(community, trial, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void searchOfIslandsKeepsRulesAndScoreAndNeverWorsens(long seed) {
        Community community = Islands.of(Plans.plain(15, seed), Outage.Kind.PLANNED, 20, 60);
        Trial trial = started(community);
        Random random = new Random(seed);
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        Exchanges exchanges = new Exchanges(trial, transfers, random);
        Shedding shedding = new Shedding(trial, transfers, exchanges, random);
        shedding.open();
        new Annealing(trial, random).run(Annealing.Schedule.WARM, () -> false);
        new Rounding(trial, transfers, exchanges, random).roundAll(2);
        shedding.roundAll();
        trial.forget();
        Search search = new Search(trial, random);

        for (int i = 0; i < 2_000; i++) {
            Standing before = Standing.of(trial);
            boolean better = search.improve();
            int order = Standing.of(trial).compareTo(before);
            assertThat(better ? order < 0 : order == 0).as("seed %s", seed).isTrue();
            trial.forget();
        }

        requireExact(community, trial, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {17, 18})
    void randomMovesKeepRulesAndScoreWithLimitsOfHomes(long seed) {
        randomMoves(HomeLimits.on(Plans.variety(12, seed)), seed, MOVES / 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {23, 24})
    void randomMovesKeepRulesAndScoreWithReserves(long seed) {
        randomMoves(HomeLimits.on(Reserves.on(Plans.variety(12, seed))), seed, MOVES / 4);
    }

    /** Panels are cut for their own home, for voltages and for the export price, all at once. */
    @ParameterizedTest
    @ValueSource(longs = {19, 20})
    void randomMovesKeepRulesAndScoreWithLimitsOfHomesOnAFeeder(long seed) {
        Feeder.Band band = new Feeder.Band(228_000, 240_000);
        randomMoves(HomeLimits.on(Plans.onFeeder(12, seed, band)), seed, MOVES / 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void searchKeepsRulesAndScoreWithLimitsOfHomes(long seed) {
        Community street = Islands.of(Plans.plain(15, seed), Outage.Kind.PLANNED, 20, 60);
        search(HomeLimits.on(street), seed);
        search(Reserves.on(street), seed);
        search(HomeLimits.on(Plans.variety(15, seed)), seed);
    }

    /** A part of the first slot has passed: what is moved into the rest of it counts for less. */
    @ParameterizedTest
    @CsvSource({"27, 1, 0", "28, 137, 2345678", "29, 450, -1234567", "30, 899, 90000"})
    void randomMovesKeepRulesAndScoreInTheRestOfASlot(long seed, int seconds, long metered) {
        Horizon.Rest rest = new Horizon.Rest(seconds, metered);
        randomMoves(Begun.of(Plans.variety(12, seed), rest), seed, MOVES / 4);
        randomMoves(Plans.variety(12, seed).withRest(rest), seed, MOVES / 8);
    }

    @ParameterizedTest
    @CsvSource({"31, 60, 600000", "32, 301, -3000000", "33, 720, 900000"})
    void searchKeepsRulesAndScoreInTheRestOfASlot(long seed, int seconds, long metered) {
        Horizon.Rest rest = new Horizon.Rest(seconds, metered);
        search(Begun.of(Plans.variety(15, seed), rest), seed);
        search(HomeLimits.on(Reserves.on(Begun.of(Plans.plain(15, seed), rest))), seed);
        Feeder.Band band = new Feeder.Band(228_000, 240_000);
        search(Begun.of(Plans.onFeeder(10, seed, band), rest), seed);
    }

    private static Trial randomMoves(Community community, long seed, int moves) {
        Trial trial = started(community);
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        StoreState[] stores = stores(trial);
        Random random = new Random(seed);
        int done = 0;

        for (int i = 0; done < moves; i++) {
            StoreState store = stores[random.nextInt(stores.length)];
            int up = random.nextInt(store.first, trial.street.slots + 1);
            int down = random.nextInt(store.first, trial.street.slots + 1);
            boolean moved = up != down && transfer(transfers, trial, store, up, down, random);
            done += moved ? 1 : 0;
            if (moved && random.nextInt(BACK) == 0) {
                trial.rollback(0);
            }
            if (random.nextInt(WHOLE) == 0) {
                trial.forget();
                change(trial, trial.devices[random.nextInt(trial.devices.length)], random);
                done++;
            }
            if (i % 250_000 == 0) {
                requireExact(community, trial, seed);
            }
        }

        requireExact(community, trial, seed);
        return trial;
    }

    private static void change(Trial trial, DeviceState state, Random random) {
        int[] wanted = new int[trial.street.slots];
        int most = state instanceof BreakerState breakers ? breakers.breakers.count() + 1 : 9_000;
        int least = state instanceof StoreState ? -9_000 : 0;
        for (int slot = 0; slot < wanted.length; slot++) {
            wanted[slot] = random.nextInt(least, most);
        }
        trial.load(state, state.nearest(wanted));
    }

    private static void search(Community community, long seed) {
        Trial trial = started(community);
        Random random = new Random(seed);
        Transfers transfers = new Transfers(trial, new Marginals(trial.street));
        Exchanges exchanges = new Exchanges(trial, transfers, random);
        Shedding shedding = new Shedding(trial, transfers, exchanges, random);
        shedding.open();
        new Annealing(trial, random).run(Annealing.Schedule.COLD, () -> false);
        new Rounding(trial, transfers, exchanges, random).roundAll(2);
        shedding.roundAll();
        trial.forget();
        Search search = new Search(trial, random);

        for (int i = 0; i < 2_000; i++) {
            Standing before = Standing.of(trial);
            boolean better = search.improve();
            int order = Standing.of(trial).compareTo(before);
            assertThat(better ? order < 0 : order == 0).as("seed %s", seed).isTrue();
            trial.forget();
        }

        requireExact(community, trial, seed);
    }

    private static boolean transfer(
            Transfers transfers, Trial trial, StoreState store, int up, int down, Random random) {
        int slots = trial.street.slots;
        long room = transfers.room(store, up, down);
        if (room < Transfers.LEAST_ROOM) {
            return false;
        }
        trial.forget();
        if (up == slots) {
            int power = store.watts[down];
            int most = power - store.wattsFor(down, store.stored(down, power) - room);
            return most > 0 && transfers.apply(store, up, down, random.nextInt(most) + 1);
        }
        int power = store.watts[up];
        int most = store.wattsAtMost(up, store.stored(up, power) + room) - power;
        return most > 0 && transfers.apply(store, up, down, random.nextInt(most) + 1);
    }

    private static StoreState[] stores(Trial trial) {
        return Arrays.stream(trial.devices)
                .filter(StoreState.class::isInstance)
                .toArray(StoreState[]::new);
    }

    private static Trial started(Community community) {
        Trial trial = StreetScore.trialOf(community, FeederLimits.of(community));
        for (DeviceState state : trial.devices) {
            trial.load(state, state.firstProfile().toArray());
        }
        return trial;
    }

    private static void requireExact(Community community, Trial trial, long seed) {
        Trial fresh = StreetScore.trialOf(community, FeederLimits.of(community));
        Map<String, Series> profiles = new HashMap<>();
        List<Device> devices = community.devices();
        for (DeviceState state : trial.devices) {
            fresh.load(fresh.devices[state.index], state.watts);
            if (state.index < devices.size()) {
                profiles.put(devices.get(state.index).id(), state.profile());
            }
            assertThat(state.keeps(state.watts)).as("seed %s %s", seed, state.index).isTrue();
        }
        assertThat(trial.cost()).as("seed %s", seed).isEqualTo(fresh.cost());
        assertThat(trial.street.excessSum())
                .as("seed %s", seed)
                .isEqualTo(fresh.street.excessSum());
        Plan plan =
                new Plan(
                        profiles,
                        Shares.curtailed(community, trial.street),
                        Polish.planOf(community, trial).off());
        CheckReport report = Checker.check(community, plan);
        assertThat(report.cost().quarterNano()).as("seed %s", seed).isEqualTo(trial.bill());
        assertThat(report.violations())
                .as("seed %s", seed)
                .allMatch(violation -> SHARED.contains(violation.kind()));
        if (community.feeder() == null) {
            assertThat(report.keepsAll())
                    .as("seed %s", seed)
                    .isEqualTo(trial.street.excessSum() == 0);
        }
    }
}
