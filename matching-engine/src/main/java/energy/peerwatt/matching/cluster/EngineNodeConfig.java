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
 * @param durability when a command counts as stored
 * @param snapshots how often to take one
 * @param retainedEvents new orders are refused as {@code BUSY} while this many events wait to be
 *     acknowledged; the same on every node
 */
public record EngineNodeConfig(
        Path directory,
        int memberId,
        List<Member> members,
        Durability durability,
        Snapshots snapshots,
        int retainedEvents) {

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
        if (retainedEvents < 1) {
            throw new IllegalArgumentException("retained events: " + retainedEvents);
        }
    }

    /** A cluster of one on free loopback ports, forced to the disk. */
    public static EngineNodeConfig single(Path directory) {
        return new EngineNodeConfig(
                directory,
                0,
                List.of(new Member("127.0.0.1", 0)),
                Durability.FORCED,
                new Snapshots(25_000, Duration.ofHours(1)),
                100_000);
    }

    public EngineNodeConfig withMembers(int ownMemberId, List<Member> all) {
        return new EngineNodeConfig(
                directory, ownMemberId, all, durability, snapshots, retainedEvents);
    }

    public EngineNodeConfig withDurability(Durability other) {
        return new EngineNodeConfig(directory, memberId, members, other, snapshots, retainedEvents);
    }

    public EngineNodeConfig withSnapshots(Snapshots other) {
        return new EngineNodeConfig(
                directory, memberId, members, durability, other, retainedEvents);
    }

    public EngineNodeConfig withRetainedEvents(int other) {
        return new EngineNodeConfig(directory, memberId, members, durability, snapshots, other);
    }
}
