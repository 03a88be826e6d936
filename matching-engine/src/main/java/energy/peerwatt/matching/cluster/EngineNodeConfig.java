package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How to run one engine node.
 *
 * @param directory the node's own directory: log, snapshots, lock
 * @param memberId position of this node in {@code members}
 * @param members all nodes of the cluster, 1 or 3; the same list on each
 * @param storage how it keeps the log
 * @param snapshots how often to take one
 * @param replicated what is part of the replicated state; the same on every node
 */
public record EngineNodeConfig(
        Path directory,
        int memberId,
        List<Member> members,
        Storage storage,
        Snapshots snapshots,
        Replicated replicated) {

    /** When a member counts a command as stored. */
    public enum Durability {
        /** Written to the operating system: survives the process, not a power failure. */
        WRITTEN(0),
        /** Forced to the disk before it is acknowledged. */
        FORCED(1);

        private final int fileSyncLevel;

        Durability(int fileSyncLevel) {
            this.fileSyncLevel = fileSyncLevel;
        }

        int fileSyncLevel() {
            return fileSyncLevel;
        }
    }

    /**
     * How a node keeps the log.
     *
     * @param durability when a command counts as stored
     * @param segmentBytes size of one file of the log, a power of two from 4 MiB to 1 GiB; the log
     *     is deleted in whole files
     */
    public record Storage(Durability durability, int segmentBytes) {

        /** A segment holds whole terms of the log, whose length never changes. */
        static final int TERM_BYTES = 4 << 20;

        public Storage {
            if (segmentBytes < TERM_BYTES || Integer.bitCount(segmentBytes) != 1) {
                throw new IllegalArgumentException("segment bytes: " + segmentBytes);
            }
        }
    }

    /**
     * A snapshot is taken when either limit is reached and something changed since the last one.
     *
     * @param commands number of commands since the last snapshot
     * @param period wall time since the last snapshot
     */
    public record Snapshots(long commands, Duration period) {

        public Snapshots {
            if (commands < 1 || !period.isPositive()) {
                throw new IllegalArgumentException("limits must be positive: " + commands);
            }
        }
    }

    /**
     * What is part of the replicated state. To change it, shut all nodes down at once, after a
     * snapshot, and start them with the new values: the operator's {@code shutdown}.
     *
     * @param retainedEvents new orders are refused as {@code BUSY} while this many events wait to
     *     be acknowledged
     * @param commandsPerCheck the nodes compare their states after each this many commands
     */
    public record Replicated(int retainedEvents, long commandsPerCheck) {

        public Replicated {
            if (retainedEvents < 1 || commandsPerCheck < 1) {
                throw new IllegalArgumentException(
                        "must be positive: " + retainedEvents + ", " + commandsPerCheck);
            }
        }
    }

    public EngineNodeConfig {
        members = List.copyOf(members);
        if (members.size() != 1 && members.size() != 3) {
            throw new IllegalArgumentException("1 or 3 members, not " + members.size());
        }
        if (memberId < 0 || memberId >= members.size()) {
            throw new IllegalArgumentException("no member has the id " + memberId);
        }
        if (members.size() > 1 && members.stream().anyMatch(member -> member.portBase() == 0)) {
            throw new IllegalArgumentException("members of a cluster of 3 need fixed ports");
        }
    }

    /** A cluster of one on free loopback ports, forced to the disk. */
    public static EngineNodeConfig single(Path directory) {
        return new EngineNodeConfig(
                directory,
                0,
                List.of(new Member("127.0.0.1", 0)),
                new Storage(Durability.FORCED, 16 << 20),
                new Snapshots(5_000_000, Duration.ofHours(1)),
                new Replicated(100_000, 1_000_000));
    }

    public EngineNodeConfig withMembers(int ownMemberId, List<Member> all) {
        return new EngineNodeConfig(directory, ownMemberId, all, storage, snapshots, replicated);
    }

    public EngineNodeConfig withStorage(Storage other) {
        return new EngineNodeConfig(directory, memberId, members, other, snapshots, replicated);
    }

    public EngineNodeConfig withDurability(Durability other) {
        return withStorage(new Storage(other, storage.segmentBytes()));
    }

    public EngineNodeConfig withSnapshots(Snapshots other) {
        return new EngineNodeConfig(directory, memberId, members, storage, other, replicated);
    }

    public EngineNodeConfig withReplicated(Replicated other) {
        return new EngineNodeConfig(directory, memberId, members, storage, snapshots, other);
    }

    /** This node's own entry in the list. */
    Member self() {
        return members.get(memberId);
    }
}
