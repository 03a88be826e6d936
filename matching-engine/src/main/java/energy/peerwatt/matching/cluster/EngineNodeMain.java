package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Durability;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
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
 * </ul>
 */
public final class EngineNodeMain {

    private static final System.Logger LOG = System.getLogger(EngineNodeMain.class.getName());

    private EngineNodeMain() {}

    public static void main(String[] args) {
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

    private static EngineNodeConfig config() {
        String directory =
                setting("peerwatt.data-dir")
                        .orElseThrow(
                                () -> new IllegalArgumentException("peerwatt.data-dir is not set"));
        EngineNodeConfig config = EngineNodeConfig.single(Path.of(directory, "engine"));
        Optional<String> members = setting("peerwatt.engine.members");
        if (members.isPresent()) {
            int memberId = setting("peerwatt.engine.member-id").map(Integer::parseInt).orElse(0);
            config = config.withMembers(memberId, parseMembers(members.get()));
        }
        return config.withDurability(
                setting("peerwatt.engine.durability")
                        .map(name -> Durability.valueOf(name.toUpperCase(Locale.ROOT)))
                        .orElse(Durability.FORCED));
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
