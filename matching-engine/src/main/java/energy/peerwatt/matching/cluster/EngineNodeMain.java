package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Durability;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Snapshots;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The engine as a program of its own: one node, until SIGTERM.
 *
 * <p>Settings are system properties, or environment variables such as {@code PEERWATT_DATA_DIR}:
 *
 * <ul>
 *   <li>{@code peerwatt.data-dir}: required; the node keeps its state in {@code engine} below it
 *   <li>{@code peerwatt.engine.members}: {@code host:port} of all nodes, comma-separated; each uses
 *       {@value Member#PORTS} consecutive UDP ports; default one node on free loopback ports
 *   <li>{@code peerwatt.engine.member-id}: position of this node in that list, default 0
 *   <li>{@code peerwatt.engine.durability}: {@code forced} (default) or {@code written}
 *   <li>{@code peerwatt.engine.retained-events}: new orders are refused while this many events wait
 *       to be acknowledged, default 100,000; the same on every node
 *   <li>{@code peerwatt.engine.snapshot-commands}: a snapshot is taken after this many commands
 *   <li>{@code peerwatt.engine.snapshot-period}: and after this time, such as {@code PT1H}
 * </ul>
 *
 * <p>With the word {@code status} or {@code snapshot} it asks the node that runs in the same data
 * directory instead, and prints what it says.
 */
public final class EngineNodeMain {

    private static final System.Logger LOG = System.getLogger(EngineNodeMain.class.getName());

    private EngineNodeMain() {}

    public static void main(String[] args) {
        String word = args.length == 0 ? "run" : args[0];
        switch (word) {
            case "run" -> run();
            case "status" -> System.exit(EngineOperation.status(directory(), System.out));
            case "snapshot" -> System.exit(EngineOperation.snapshot(directory(), System.out));
            default -> throw new IllegalArgumentException("run, status or snapshot, not " + word);
        }
    }

    private static void run() {
        EngineNode node = EngineNode.launch(config());
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "engine-shutdown"));
        LOG.log(
                Level.INFO,
                "engine node {0} runs, members {1}",
                node.config().memberId(),
                node.config().members());
        try {
            node.ended().toCompletableFuture().join();
        } catch (CompletionException e) {
            // The node has logged the cause. Whoever supervises this process starts it again.
            System.exit(1);
        }
    }

    private static Path directory() {
        return Path.of(
                setting("peerwatt.data-dir")
                        .orElseThrow(
                                () -> new IllegalArgumentException("peerwatt.data-dir is not set")),
                "engine");
    }

    private static EngineNodeConfig config() {
        EngineNodeConfig config = EngineNodeConfig.single(directory());
        Optional<String> members = setting("peerwatt.engine.members");
        if (members.isPresent()) {
            int memberId = setting("peerwatt.engine.member-id").map(Integer::parseInt).orElse(0);
            config = config.withMembers(memberId, parseMembers(members.get()));
        }
        Snapshots snapshots = config.snapshots();
        return config.withDurability(
                        setting("peerwatt.engine.durability")
                                .map(name -> Durability.valueOf(name.toUpperCase(Locale.ROOT)))
                                .orElse(config.durability()))
                .withRetainedEvents(
                        setting("peerwatt.engine.retained-events")
                                .map(Integer::parseInt)
                                .orElse(config.retainedEvents()))
                .withSnapshots(
                        new Snapshots(
                                setting("peerwatt.engine.snapshot-commands")
                                        .map(Long::parseLong)
                                        .orElse(snapshots.commands()),
                                setting("peerwatt.engine.snapshot-period")
                                        .map(Duration::parse)
                                        .orElse(snapshots.period())));
    }

    static List<Member> parseMembers(String text) {
        return Arrays.stream(text.split(",", -1)).map(EngineNodeMain::parseMember).toList();
    }

    private static Member parseMember(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return new Member(
                text.substring(0, colon).strip(),
                Integer.parseInt(text.substring(colon + 1).strip()));
    }

    private static Optional<String> setting(String name) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(variable)));
    }
}
