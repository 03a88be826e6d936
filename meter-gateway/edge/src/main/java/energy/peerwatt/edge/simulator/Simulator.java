package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.ChargerOrders;
import energy.peerwatt.edge.simulator.model.HomeOrders;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Village;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.MarketClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The running village: advances the model with the market clock, refreshes the devices, and keeps
 * {@code village.json}, {@code devices.json}, {@code state.json} and {@code truth.jsonl}.
 *
 * <p>{@code start} and {@code run} belong to one thread; {@code stop} may be called by any.
 *
 * <p>The state is saved every few seconds. Time between the last save and now is simulated again
 * after a restart and gives the same values, so killing the process changes nothing. The truth log
 * is forced to disk before the state, so the state never runs ahead of it.
 */
public final class Simulator implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Simulator.class);

    private static final Duration SAVE_EVERY = Duration.ofSeconds(5);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    /** Orders to devices are noticed after this at the latest. */
    private static final Duration NEXT_LOOK = Duration.ofMillis(100);

    private record Boundary(Instant at, List<HomeReading> homes) {}

    private final VillagePlan plan;
    private final MarketClock clock;
    private final TickSchedule ticks;
    private final PublishSchedule publications;
    private final Path stateFile;
    private final Village village;
    private final TruthLog truth;
    private final VillageServers servers;
    private final Deque<Boundary> passing = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Ports ports;
    private long shown;
    private Instant nextPublication;
    private long lastSave = System.nanoTime();

    private Simulator(VillagePlan plan, MarketClock clock, Path data) throws IOException {
        this.plan = plan;
        this.clock = clock;
        this.ticks = TickSchedule.forSpeed(clock.speed());
        this.publications = PublishSchedule.forSpeed(clock.speed());
        this.stateFile = data.resolve("state.json");
        Files.createDirectories(data);
        Optional<SavedState> saved = SavedState.read(stateFile, plan.blueprint());
        this.village =
                saved.map(state -> Village.restore(plan.blueprint(), state.village()))
                        .orElseGet(() -> Village.found(plan.blueprint(), quarterHour(clock.now())));
        this.truth = TruthLog.open(data.resolve("truth.jsonl"));
        long from = ticks.firstFrom(village.state().epochSecond());
        this.shown = from - 1;
        this.ports = saved.map(SavedState::ports).orElse(Ports.NONE);
        ports.keep();
        List<HomeReading> first = catchUp(from);
        // Nobody may read a village that a crash could still forget.
        save();
        this.servers =
                VillageServers.start(
                        plan, first, () -> clock.now().getEpochSecond(), ports.broker(), data);
        this.nextPublication = publications.nextAfter(clock.now());
    }

    /**
     * Continues the village in the data directory, or founds it at the current quarter-hour.
     *
     * <p>On return every server listens and all files are written.
     *
     * @throws IllegalArgumentException if options or scenario make no village
     */
    public static Simulator start(SimulatorOptions options, MarketClock clock)
            throws IOException, InterruptedException {
        VillagePlan plan =
                options.scenario().isPresent()
                        ? Scenario.read(options.scenario().get())
                        : VillagePlan.ofSeed(options.seed(), options.homes());
        Simulator simulator = new Simulator(plan, clock, options.data());
        simulator.listen();
        simulator.save();
        simulator.describe(options.data());
        return simulator;
    }

    /** Registers are kept fresh from the first moment on that a server listens. */
    private void listen() throws InterruptedException {
        CompletableFuture<Ports> opening = servers.listen(ports);
        do {
            refresh(clock.now());
        } while (!opening.isDone() && !stopped.await(5, TimeUnit.MILLISECONDS));
        try {
            ports = opening.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MarketException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static long quarterHour(Instant now) {
        long second = now.getEpochSecond();
        return second - Math.floorMod(second, TickSchedule.QUARTER_HOUR_SECONDS);
    }

    /** Simulates from {@code from} to now and returns what the devices show first. */
    private List<HomeReading> catchUp(long from) {
        Instant now = clock.now();
        if (ticks.refreshOf(from).isAfter(now)) {
            LOG.warnf("registers stand still until %s", Instant.ofEpochSecond(from));
        }
        List<HomeReading> first = advanceTo(from);
        return shown < ticks.shownAt(now) ? advanceTo(ticks.shownAt(now)) : first;
    }

    /**
     * Advances to the tick {@code due} and keeps the truth of every quarter-hour on the way. Other
     * ticks need no stop, the village's energy does not depend on them.
     */
    private List<HomeReading> advanceTo(long due) {
        long next = TickSchedule.nextQuarterHour(shown);
        for (; next < due; next = TickSchedule.nextQuarterHour(next)) {
            keepTruth(next, readingsAt(next));
        }
        List<HomeReading> readings = readingsAt(due);
        if (next == due) {
            keepTruth(due, readings);
        }
        shown = due;
        return readings;
    }

    private List<HomeReading> readingsAt(long second) {
        village.advanceTo(second);
        return village.readings(second);
    }

    private void keepTruth(long second, List<HomeReading> readings) {
        passing.add(new Boundary(Instant.ofEpochSecond(second), readings));
    }

    private void describe(Path data) throws IOException {
        List<HomeSpec> homes = plan.blueprint().specs();
        Json.replace(data.resolve("village.json"), VillageFile.of(homes));
        Json.replace(
                data.resolve("devices.json"), DevicesFile.of(homes, ports, servers.brokerUrl()));
    }

    /** Runs until {@code stop} is called, then saves the state. */
    public void run() throws IOException, InterruptedException {
        Duration wait = Duration.ZERO;
        while (!stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
            step(clock.now());
            wait = clock.wallTimeUntil(nextEvent());
            wait = wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
            wait = wait.compareTo(NEXT_LOOK) > 0 ? NEXT_LOOK : wait;
        }
        save();
    }

    private void step(Instant now) throws IOException {
        Map<Integer, HomeOrders> orders = servers.orders();
        Map<Integer, ChargerOrders> chargers = servers.chargerOrders();
        if (!orders.isEmpty() || !chargers.isEmpty()) {
            orders.forEach(village::order);
            chargers.forEach(village::order);
            // Before they change anything that is shown: a crash must not forget them.
            save();
        }
        boolean refreshed = refresh(now);
        logPassed(now);
        if (!nextPublication.isAfter(now)) {
            servers.publish(now);
            nextPublication = publications.nextAfter(now);
        }
        // Saving waits for the disk; just after a refresh the next one is far away.
        if (refreshed && System.nanoTime() - lastSave >= SAVE_EVERY.toNanos()) {
            save();
        }
    }

    /** When late, quarter-hours are simulated in order and devices show the newest tick. */
    private boolean refresh(Instant now) {
        long due = ticks.shownAt(now);
        if (shown >= due) {
            return false;
        }
        servers.show(advanceTo(due));
        return true;
    }

    private void logPassed(Instant now) throws IOException {
        for (Boundary next = passing.peek(); next != null; next = passing.peek()) {
            if (next.at().isAfter(now)) {
                return;
            }
            truth.append(next.at(), next.homes());
            passing.remove();
        }
    }

    private Instant nextEvent() {
        Instant refresh = ticks.refreshOf(shown + ticks.seconds());
        return refresh.isBefore(nextPublication) ? refresh : nextPublication;
    }

    private void save() throws IOException {
        logPassed(clock.now());
        truth.force();
        Json.replace(stateFile, SavedState.of(plan.blueprint(), village.state(), ports));
        lastSave = System.nanoTime();
    }

    /** Makes {@code run} return soon. */
    public void stop() {
        stopped.countDown();
    }

    /** Closes all servers; call after {@code run} has returned. */
    @Override
    public void close() throws IOException {
        servers.close();
        truth.close();
    }
}
