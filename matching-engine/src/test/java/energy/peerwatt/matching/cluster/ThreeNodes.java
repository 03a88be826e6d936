package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A cluster of three processes on this machine. Used by one thread.
 *
 * <pre>{@code
 * try (ThreeNodes nodes = ThreeNodes.start(directory, Map.of());
 *         EngineClient client = EngineClient.connect(EngineClientConfig.of(nodes.address()))) {
 *     int killed = nodes.killLeader();
 *     nodes.restart(killed);
 *     nodes.awaitSettled();
 *     long hash = nodes.commonStateHash();
 * }
 * }</pre>
 */
public final class ThreeNodes implements AutoCloseable {

    public static final int COUNT = 3;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<Member> members;
    private final List<NodeProcess> nodes;

    private ThreeNodes(Path directory, IntFunction<Map<String, String>> settings) {
        members = NodeProcess.freeMembers(COUNT);
        nodes =
                IntStream.range(0, COUNT)
                        .mapToObj(id ->
                                new NodeProcess(
                                        directory.resolve("node-" + id),
                                        id,
                                        members,
                                        settings.apply(id)))
                        .toList();
    }

    /** Starts three nodes in new directories; returns when one of them leads. */
    public static ThreeNodes start(Path directory, Map<String, String> settings) {
        return start(directory, _ -> settings);
    }

    /** Starts three nodes that differ in their settings. */
    static ThreeNodes start(Path directory, IntFunction<Map<String, String>> settings) {
        ThreeNodes cluster = new ThreeNodes(directory, settings);
        cluster.nodes.forEach(NodeProcess::start);
        try {
            cluster.awaitLeader();
            return cluster;
        } catch (AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** For clients. */
    public EngineAddress address() {
        return new EngineAddress.Remote(members);
    }

    /** The node with this member id. */
    public NodeProcess node(int member) {
        return nodes.get(member);
    }

    /** Member id of the node that leads now; empty during an election. */
    public OptionalInt leader() {
        return IntStream.range(0, COUNT)
                .filter(id -> node(id).status().filter(EngineNodeStatus::leads).isPresent())
                .findFirst();
    }

    /** Member id of the leader, waiting for one. */
    public int awaitLeader() {
        Await.until("a node leads", DEADLINE, () -> leader().isPresent());
        return leader().orElseGet(this::awaitLeader);
    }

    /** Kills a node with SIGKILL. */
    public void kill(int member) {
        node(member).kill();
    }

    /** Kills the leader with SIGKILL; its member id. */
    public int killLeader() {
        int leader = awaitLeader();
        kill(leader);
        return leader;
    }

    /** Starts a node that was killed; returns at once. */
    public void restart(int member) {
        node(member).start();
    }

    /** Waits until all three run and have what the leader has committed so far. */
    public void awaitSettled() {
        long committed = node(awaitLeader()).status().orElseThrow().commitPosition();
        try {
            for (NodeProcess node : nodes) {
                Await.until(
                        "has caught up: " + node.log(),
                        DEADLINE,
                        () -> hasCaughtUp(node, committed));
            }
        } catch (AssertionError e) {
            nodes.forEach(NodeProcess::printLast);
            throw e;
        }
    }

    private static boolean hasCaughtUp(NodeProcess node, long committed) {
        node.exitCode()
                .ifPresent(code -> {
                    throw new AssertionError(
                            "ended by itself with code " + code + ": " + node.log());
                });
        return node.status()
                .filter(EngineNodeStatus::settled)
                .filter(status -> status.commitPosition() >= committed)
                .isPresent();
    }

    /**
     * Has all three take a snapshot at the same place of the log and compares their states. Nothing
     * may be sent meanwhile.
     *
     * @return the hash they share
     */
    public long commonStateHash() {
        awaitSettled();
        NodeProcess leader = node(awaitLeader());
        EngineNodeStatus taken =
                SnapshotRequest.makeAndAwait(leader.engineDirectory(), DEADLINE)
                        .orElseThrow(() -> new AssertionError("no snapshot: " + leader.log()));
        for (NodeProcess node : nodes) {
            Await.until(
                    "a snapshot: " + node.log(),
                    DEADLINE,
                    () -> hashedCommands(node.status()) >= taken.hashedCommands());
        }
        List<Long> hashes =
                nodes.stream().map(node -> node.status().orElseThrow().stateHash()).toList();
        if (hashes.stream().distinct().count() != 1) {
            throw new AssertionError("the states differ: " + hashes);
        }
        return taken.stateHash();
    }

    private static long hashedCommands(Optional<EngineNodeStatus> status) {
        return status.map(EngineNodeStatus::hashedCommands).orElse(-1L);
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
    }
}
