package energy.peerwatt.matching.cluster;

import static io.aeron.cluster.ConsensusModule.Configuration.CLUSTER_NODE_ROLE_TYPE_ID;
import static io.aeron.cluster.ConsensusModule.Configuration.COMMIT_POSITION_TYPE_ID;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.CncFileDescriptor;
import io.aeron.cluster.service.Cluster.Role;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.exceptions.DriverTimeoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * What a running node shows of itself to the other processes of its machine.
 *
 * @param process id of its process
 * @param role what it is in the cluster
 * @param settled whether it takes part in the cluster, rather than electing or catching up
 * @param term number of the present leader's term
 * @param commitPosition bytes of the log that are committed as far as it knows
 * @param commands number of commands in the log up to where its engine is
 * @param hashedCommands number of commands when it last took the hash of its state, 0 if never
 * @param stateHash that hash
 * @param snapshots taken since the process started
 */
public record EngineNodeStatus(
        long process,
        Role role,
        boolean settled,
        long term,
        long commitPosition,
        long commands,
        long hashedCommands,
        long stateHash,
        long snapshots) {

    static final int CLUSTER_ID = 0;

    /**
     * Asks the node that runs in this directory, in whichever process of this machine.
     *
     * @return empty if none runs there, or not for long enough to say anything
     */
    public static Optional<EngineNodeStatus> of(Path directory) {
        return withCounters(directory, EngineNodeStatus::read);
    }

    /** Whether it leads the cluster now, and takes commands. */
    public boolean leads() {
        return settled && role == Role.LEADER;
    }

    /** Reads the counters of the node that runs in this directory, with the id of its process. */
    static <T> Optional<T> withCounters(Path directory, Reading<T> reading) {
        try {
            Optional<Path> media = NodeDirectory.activeMedia(directory);
            return media.isEmpty() ? Optional.empty() : mapped(media.get(), reading);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory, e);
        } catch (IllegalStateException | DriverTimeoutException e) {
            // It ended between two looks, or before its driver had written what it is.
            return Optional.empty();
        }
    }

    /** What to make of a node's counters. */
    interface Reading<T> {
        Optional<T> of(long process, CountersReader counters);
    }

    private static <T> Optional<T> mapped(Path media, Reading<T> reading) {
        MappedByteBuffer file =
                IoUtil.mapExistingFile(media.resolve(CncFileDescriptor.CNC_FILE).toFile(), "cnc");
        try {
            if (file.capacity() < CncFileDescriptor.END_OF_METADATA_OFFSET) {
                // Another process of the node has just begun to write it anew.
                return Optional.empty();
            }
            UnsafeBuffer head = CncFileDescriptor.createMetaDataBuffer(file);
            return reading.of(
                    CncFileDescriptor.pid(head),
                    new CountersReader(
                            CncFileDescriptor.createCountersMetaDataBuffer(file, head),
                            CncFileDescriptor.createCountersValuesBuffer(file, head),
                            StandardCharsets.US_ASCII));
        } finally {
            BufferUtil.free(file);
        }
    }

    private static Optional<EngineNodeStatus> read(long process, CountersReader counters) {
        int role = find(counters, CLUSTER_NODE_ROLE_TYPE_ID);
        if (role == Aeron.NULL_VALUE) {
            return Optional.empty();
        }
        EngineCounters.StateHash hash = EngineCounters.stateHash(counters);
        return Optional.of(
                new EngineNodeStatus(
                        process,
                        Role.get(counters.getCounterValue(role)),
                        SnapshotRequest.isSettled(counters),
                        value(counters, AeronCounters.CLUSTER_LEADERSHIP_TERM_ID_TYPE_ID),
                        value(counters, COMMIT_POSITION_TYPE_ID),
                        EngineCounters.commands(counters),
                        hash.commands(),
                        hash.hash(),
                        SnapshotRequest.taken(counters)));
    }

    static int find(CountersReader counters, int type) {
        return ClusterCounters.find(counters, type, CLUSTER_ID);
    }

    /** Value of a counter of the cluster; 0 if there is none. */
    static long value(CountersReader counters, int type) {
        int id = find(counters, type);
        return id == Aeron.NULL_VALUE ? 0 : counters.getCounterValue(id);
    }
}
