package energy.peerwatt.matching.cluster;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a program of its own: one node, until SIGTERM.
 *
 * <p>Settings are system properties, or environment variables such as {@code PEERWATT_DATA_DIR}:
 *
 * <ul>
 *   <li>{@code peerwatt.data-dir}: required; the node keeps its state in {@code engine} below it
 *   <li>{@code peerwatt.engine.members}: {@code host:port} of all nodes, comma-separated; each uses
 *       {@value EngineAddress.Member#PORTS} consecutive UDP ports; default one node on free
 *       loopback ports
 *   <li>{@code peerwatt.engine.member-id}: position of this node in that list, default 0
 *   <li>{@code peerwatt.engine.durability}: {@code forced} (default) or {@code written}
 *   <li>{@code peerwatt.engine.segment-bytes}: size of one file of the log, default 16 MiB
 *   <li>{@code peerwatt.engine.snapshot-commands} and {@code .snapshot-period}: a snapshot is taken
 *       after this many commands or this time, default 5,000,000 and {@code PT1H}
 *   <li>{@code peerwatt.engine.retained-events}: new orders are refused while this many events wait
 *       to be acknowledged, default 100,000; the same on every node
 *   <li>{@code peerwatt.engine.check-commands}: the nodes compare their states after each this many
 *       commands, default 1,000,000; the same on every node
 * </ul>
 *
 * <p>A word as argument asks for something else instead. {@code status}, {@code snapshot} and
 * {@code shutdown} speak to the node that runs in the same data directory; {@code seed} and {@code
 * forget-snapshot} work on the directory of one that does not run. See the runbook. Exit codes: 1
 * the node stopped by itself, {@value EngineOperation#DIVERGED} its state differed from the
 * others', {@value EngineOperation#OTHER_VERSION} its release is another than the log's, {@value
 * EngineOperation#NOT_RUNNING} to {@value EngineOperation#FAILED} what was asked for was not done.
 */
public final class EngineNodeMain {

    private static final System.Logger LOG = System.getLogger(EngineNodeMain.class.getName());

    private EngineNodeMain() {}

    public static void main(String[] args) {
        String word = args.length == 0 ? "run" : args[0];
        EngineSettings settings = EngineSettings.ofProcess();
        switch (word) {
            case "run" -> run(settings.config());
            case "status" -> System.exit(EngineOperation.status(settings.directory(), System.out));
            case "snapshot" ->
                    System.exit(EngineOperation.snapshot(settings.directory(), System.out));
            case "shutdown" ->
                    System.exit(EngineOperation.shutDown(settings.directory(), System.out));
            case "seed" -> System.exit(EngineOperation.seed(settings.config(), System.out));
            case "forget-snapshot" ->
                    System.exit(EngineOperation.forgetSnapshot(settings.directory(), System.out));
            default ->
                    throw new IllegalArgumentException(
                            "run, status, snapshot, shutdown, seed or forget-snapshot, not "
                                    + word);
        }
    }

    private static void run(EngineNodeConfig config) {
        EngineNode node = EngineNode.launch(config);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "engine-shutdown"));
        LOG.log(
                Level.INFO,
                "engine node {0} runs, members {1}",
                node.config().memberId(),
                node.config().members());
        try {
            node.ended().toCompletableFuture().join();
        } catch (CompletionException e) {
            // The node has logged the cause. Whoever supervises this process starts it again,
            // unless its state or release is not that of the others.
            System.exit(exitCode(e.getCause()));
        }
    }

    private static int exitCode(@Nullable Throwable cause) {
        return switch (cause) {
            case null -> 1;
            case StateDivergedException _ -> EngineOperation.DIVERGED;
            case OtherVersionException _ -> EngineOperation.OTHER_VERSION;
            default -> 1;
        };
    }
}
