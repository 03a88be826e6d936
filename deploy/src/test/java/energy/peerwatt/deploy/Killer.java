package energy.peerwatt.deploy;

import energy.peerwatt.deploy.KillPlan.Kill;
import energy.peerwatt.deploy.KillPlan.Strike;
import energy.peerwatt.deploy.Village.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Carries out a plan: kills parts, and starts each again after its downtime. */
final class Killer implements AutoCloseable {

    private static final List<Part> VICTIMS = List.of(Part.BROKER, Part.MARKET, Part.GATEWAY);

    private final Village village;
    private final ScheduledExecutorService restarts = Executors.newSingleThreadScheduledExecutor();
    private final Map<Part, ScheduledFuture<?>> restarting = new EnumMap<>(Part.class);
    private final Map<Part, Integer> killed = new EnumMap<>(Part.class);
    private int databases;
    private int starting;

    Killer(Village village) {
        this.village = village;
    }

    /** Returns when the last killed part was started again, though it need not be ready. */
    void carryOut(KillPlan plan) throws Exception {
        for (Strike strike : plan.strikes()) {
            LockSupport.parkNanos(strike.pause().toNanos());
            List<Kill> kills = strike.kills();
            for (Kill kill : kills) {
                awaitStarted(kill.part());
            }
            requireAllRun();
            starting += (int) kills.stream().filter(kill -> !village.isReady(kill.part())).count();
            Stream.concat(
                            kills.stream().<Runnable>map(kill -> () -> village.kill(kill.part())),
                            kills.stream()
                                    .filter(Kill::withDatabase)
                                    .map(_ -> village::killDatabase))
                    .toList()
                    .parallelStream()
                    .forEach(Runnable::run);
            kills.forEach(this::startAgain);
        }
        for (Part part : VICTIMS) {
            awaitStarted(part);
        }
    }

    private void startAgain(Kill kill) {
        killed.merge(kill.part(), 1, Integer::sum);
        databases += kill.withDatabase() ? 1 : 0;
        restarting.put(
                kill.part(),
                restarts.schedule(
                        () -> village.launch(kill.part()),
                        kill.downtime().toMillis(),
                        TimeUnit.MILLISECONDS));
    }

    private void awaitStarted(Part part) throws Exception {
        ScheduledFuture<?> restart = restarting.remove(part);
        if (restart != null) {
            restart.get();
        }
    }

    /** What nobody killed must run, or wait to be started. */
    void requireAllRun() {
        for (Part part : VICTIMS) {
            ScheduledFuture<?> restart = restarting.get(part);
            boolean waits = restart != null && !restart.isDone();
            if (!waits && !village.isRunning(part)) {
                throw new AssertionError(
                        part + " ended though nobody killed it:\n" + village.logTail(part));
            }
        }
    }

    /** For the test's output. */
    String summary() {
        List<String> parts = new ArrayList<>();
        killed.forEach((part, times) -> parts.add(part + " " + times));
        int all = killed.values().stream().mapToInt(Integer::intValue).sum();
        return "%d kills (%s, database as well %d; %d during start-up)"
                .formatted(all, String.join(", ", parts), databases, starting);
    }

    @Override
    public void close() {
        // Waits for what is due soon.
        restarts.close();
    }
}
