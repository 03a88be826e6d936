package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineNodeConfig.Snapshots;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.status.CountersReader;

/**
 * Asks the leader for a snapshot now and then, so that a restart replays little. Looks once per
 * second on its own thread; every member then takes the snapshot at the same place of the log.
 *
 * <p>Reads the counters where the media driver has them: those of the consensus module would be
 * unmapped under this thread if the module ended by itself.
 */
final class SnapshotKeeper implements AutoCloseable {

    private final Snapshots limits;
    private final CountersReader counters;
    private final EngineService service;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("engine-snapshots").unstarted(this::run);

    private long requestsAtSnapshot;
    private long nanosAtSnapshot = System.nanoTime();

    private SnapshotKeeper(Snapshots limits, CountersReader counters, EngineService service) {
        this.limits = limits;
        this.counters = counters;
        this.service = service;
    }

    static SnapshotKeeper start(Snapshots limits, CountersReader counters, EngineService service) {
        SnapshotKeeper keeper = new SnapshotKeeper(limits, counters, service);
        keeper.thread.start();
        return keeper;
    }

    private void run() {
        try {
            while (!stopped.await(1, TimeUnit.SECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        long requests = service.handledRequests();
        boolean changed = requests > requestsAtSnapshot;
        boolean many = requests - requestsAtSnapshot >= limits.commands();
        boolean old = System.nanoTime() - nanosAtSnapshot >= limits.period().toNanos();
        if (changed && (many || old) && SnapshotRequest.make(counters)) {
            requestsAtSnapshot = requests;
            nanosAtSnapshot = System.nanoTime();
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
