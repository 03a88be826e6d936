package energy.peerwatt.matching.cluster;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.RecordingLog.Entry;
import io.aeron.cluster.client.ClusterException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What an operator can ask of a node that runs on this machine. Returns exit codes. */
final class EngineOperation {

    static final int DONE = 0;

    /** Of the node itself: its state was not that of the others. */
    static final int DIVERGED = 2;

    static final int NOT_RUNNING = 3;
    static final int NOT_LEADER = 4;
    static final int FAILED = 5;

    /** Of the node itself: the log is for another state machine. */
    static final int OTHER_VERSION = 6;

    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
    private static final Duration SEED_TIMEOUT = Duration.ofMinutes(10);

    private EngineOperation() {}

    /** Prints what the node in this directory is and has done. */
    static int status(Path directory, PrintStream out) {
        Optional<EngineNodeStatus> status = EngineNodeStatus.of(directory);
        if (status.isEmpty()) {
            out.println("no engine node runs in " + directory);
            return NOT_RUNNING;
        }
        print(status.get(), out);
        return DONE;
    }

    /** Takes a snapshot on every member; only the leader can be asked. */
    static int snapshot(Path directory, PrintStream out) {
        int obstacle = requireLeader(directory, out);
        if (obstacle != DONE) {
            return obstacle;
        }
        Optional<EngineNodeStatus> after =
                SnapshotRequest.makeAndAwait(directory, SNAPSHOT_TIMEOUT);
        if (after.isEmpty()) {
            out.println("no snapshot was taken, look at the node's log");
            return FAILED;
        }
        print(after.get(), out);
        return DONE;
    }

    /**
     * Takes a snapshot on every member and ends them all, without another command between, so that
     * another release may go on; only the leader can be asked.
     */
    static int shutDown(Path directory, PrintStream out) {
        int obstacle = requireLeader(directory, out);
        if (obstacle != DONE) {
            return obstacle;
        }
        long before = latestSnapshot(directory);
        boolean accepted =
                EngineNodeStatus.withCounters(
                                directory,
                                (_, counters) -> Optional.of(SnapshotRequest.makeLast(counters)))
                        .orElse(false);
        if (!accepted) {
            out.println("not accepted, a snapshot may be under way: ask again");
            return FAILED;
        }
        if (!awaitEnd(directory)) {
            out.println("the members did not end, look at the node's log");
            return FAILED;
        }
        if (latestSnapshot(directory) <= before) {
            out.println("this node ended without a snapshot, start it again with the same release");
            return FAILED;
        }
        out.println("all members take a snapshot and end, this one has");
        return DONE;
    }

    private static boolean awaitEnd(Path directory) {
        long deadline = System.nanoTime() + SNAPSHOT_TIMEOUT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (EngineNodeStatus.of(directory).isEmpty()) {
                return true;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return false;
    }

    /** Its position in the log, -1 if there is none. Its last part to be listed counts. */
    private static long latestSnapshot(Path directory) {
        try (RecordingLog log = new RecordingLog(NodeDirectory.cluster(directory), false)) {
            Entry latest = log.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
            return latest == null ? -1 : latest.logPosition;
        }
    }

    private static int requireLeader(Path directory, PrintStream out) {
        Optional<EngineNodeStatus> status = EngineNodeStatus.of(directory);
        if (status.isEmpty()) {
            out.println("no engine node runs in " + directory);
            return NOT_RUNNING;
        }
        if (!status.get().leads()) {
            out.println("this node does not lead, ask the one that does");
            return NOT_LEADER;
        }
        return DONE;
    }

    /** Copies the leader's state into this member's directory, which must be empty. */
    static int seed(EngineNodeConfig config, PrintStream out) {
        try {
            NodeSeeding.run(config, SEED_TIMEOUT);
            out.println("copied, start the node now");
            return DONE;
        } catch (IllegalStateException e) {
            out.println(e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /** Lets a node that does not run go back to the snapshot before its latest one. */
    static int forgetSnapshot(Path directory, PrintStream out) {
        try (NodeDirectory taken = NodeDirectory.take(directory);
                RecordingLog log = new RecordingLog(taken.cluster(), false)) {
            if (!LogPruning.hasTwoSnapshots(log, taken.archive())) {
                out.println("there is no snapshot before the latest");
                return FAILED;
            }
            log.invalidateLatestSnapshot();
            log.force(1);
            out.println("forgotten, the node will start from the one before");
            return DONE;
        } catch (IllegalStateException | ClusterException e) {
            out.println(e.getMessage());
            return FAILED;
        }
    }

    private static void print(EngineNodeStatus status, PrintStream out) {
        out.printf("process %d%n", status.process());
        out.printf("role %s%n", status.role());
        out.printf("settled %b%n", status.settled());
        out.printf("term %d%n", status.term());
        out.printf("committed %d bytes%n", status.commitPosition());
        out.printf("commands %d%n", status.commands());
        out.printf("state %016x after %d commands%n", status.stateHash(), status.hashedCommands());
        out.printf("snapshots %d%n", status.snapshots());
    }
}
