package energy.peerwatt.matching.cluster;

import static io.aeron.cluster.ConsensusModule.Configuration.CLUSTER_NODE_ROLE_TYPE_ID;
import static io.aeron.cluster.ConsensusModule.Configuration.ELECTION_STATE_TYPE_ID;
import static io.aeron.cluster.ConsensusModule.Configuration.SNAPSHOT_COUNTER_TYPE_ID;

import io.aeron.Aeron;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ClusterControl.ToggleState;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.Cluster.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/** Asks the leader for a snapshot; every member then takes it at the same place of the log. */
final class SnapshotRequest {

    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private SnapshotRequest() {}

    /** Whether the node with these counters leads its cluster. */
    static boolean leads(CountersReader counters) {
        int role = EngineNodeStatus.find(counters, CLUSTER_NODE_ROLE_TYPE_ID);
        return role != Aeron.NULL_VALUE && counters.getCounterValue(role) == Role.LEADER.code();
    }

    /** Whether the node takes part in the cluster, rather than electing or catching up. */
    static boolean isSettled(CountersReader counters) {
        return EngineNodeStatus.value(counters, ELECTION_STATE_TYPE_ID)
                == ElectionState.CLOSED.code();
    }

    /** Number of snapshots the node has taken since its start. */
    static long taken(CountersReader counters) {
        return EngineNodeStatus.value(counters, SNAPSHOT_COUNTER_TYPE_ID);
    }

    /** Asks; false if this node does not lead or is taking one already. */
    static boolean make(CountersReader counters) {
        return ask(counters, ToggleState.SNAPSHOT);
    }

    /**
     * Asks for a snapshot after which all members end, without another command between; false as
     * with {@link #make}.
     */
    static boolean makeLast(CountersReader counters) {
        return ask(counters, ToggleState.SHUTDOWN);
    }

    private static boolean ask(CountersReader counters, ToggleState what) {
        AtomicCounter toggle =
                ClusterControl.findControlToggle(counters, EngineNodeStatus.CLUSTER_ID);
        return leads(counters) && toggle != null && what.toggle(toggle);
    }

    /**
     * Asks the node that runs in this directory, in whichever process, and waits until its own
     * snapshot is taken.
     *
     * @return empty if no leader runs there or it did not take one in time
     */
    static Optional<EngineNodeStatus> makeAndAwait(Path directory, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Optional<EngineNodeStatus> before = EngineNodeStatus.of(directory);
        if (!EngineNodeStatus.withCounters(directory, (_, counters) -> Optional.of(make(counters)))
                .orElse(false)) {
            return Optional.empty();
        }
        long taken = before.map(EngineNodeStatus::snapshots).orElse(0L);
        while (System.nanoTime() - deadline < 0) {
            Optional<EngineNodeStatus> now = EngineNodeStatus.of(directory);
            if (now.isPresent() && now.get().snapshots() > taken) {
                return now;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Optional.empty();
    }
}
