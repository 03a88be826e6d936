package energy.peerwatt.matching.cluster;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator can ask of a node that runs on this machine. Returns exit codes. */
final class EngineOperation {

    static final int DONE = 0;
    static final int NOT_RUNNING = 3;
    static final int NOT_LEADER = 4;
    static final int FAILED = 5;

    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(2);

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
        Optional<EngineNodeStatus> status = EngineNodeStatus.of(directory);
        if (status.isEmpty()) {
            out.println("no engine node runs in " + directory);
            return NOT_RUNNING;
        }
        if (!status.get().leads()) {
            out.println("this node does not lead, ask the one that does");
            return NOT_LEADER;
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
