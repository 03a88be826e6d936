package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineNodeConfig.Snapshots;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.CountersReader;

/**
 * Asks the leader for a snapshot now and then, so that a restart replays little, and has what is
 * older than the last two deleted. Looks once per second on its own thread; every member then takes
 * the snapshot at the same place of the log.
 *
 * <p>Reads the counters where the media driver has them: those of the consensus module would be
 * unmapped under this thread if the module ended by itself.
 */
final class SnapshotKeeper implements AutoCloseable {

    private final Snapshots limits;
    private final CountersReader counters;
    private final LogPruning pruning;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("engine-snapshots").unstarted(this::run);

    private long snapshots;
    private long nanosAtSnapshot = System.nanoTime();
    private boolean pruningDue = true;

    private SnapshotKeeper(Snapshots limits, CountersReader counters, LogPruning pruning) {
        this.limits = limits;
        this.counters = counters;
        this.pruning = pruning;
    }

    static SnapshotKeeper start(Snapshots limits, CountersReader counters, LogPruning pruning) {
        SnapshotKeeper keeper = new SnapshotKeeper(limits, counters, pruning);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            while (!stopped.await(1, TimeUnit.SECONDS)) {
                noticeSnapshot();
                request();
                if (pruningDue && SnapshotRequest.isSettled(counters)) {
                    pruningDue = !pruning.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void noticeSnapshot() {
        long taken = SnapshotRequest.taken(counters);
        if (taken != snapshots) {
            snapshots = taken;
            nanosAtSnapshot = System.nanoTime();
            pruningDue = true;
        }
    }

    private void request() {
        long commands = EngineCounters.commandsSinceSnapshot(counters);
        boolean old = System.nanoTime() - nanosAtSnapshot >= limits.period().toNanos();
        if (commands >= limits.commands() || (commands > 0 && old)) {
            SnapshotRequest.make(counters);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
