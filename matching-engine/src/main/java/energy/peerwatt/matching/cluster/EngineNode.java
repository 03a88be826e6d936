package energy.peerwatt.matching.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One member of the engine's cluster in this process: media driver, archive, consensus module and
 * the matching engine. Thread-safe.
 *
 * <p>The process needs {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
public final class EngineNode implements AutoCloseable {

    private final EngineNodeConfig config;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private EngineNode(EngineNodeConfig config) {
        this.config = config;
    }

    /**
     * Starts the node; returns when its threads run. Recovery and election follow, clients wait for
     * them.
     *
     * @throws IllegalStateException if another process uses the directory
     */
    public static EngineNode launch(EngineNodeConfig config) {
        return new EngineNode(config);
    }

    /** The configuration of this node, with the ports in use. */
    public EngineNodeConfig config() {
        return config;
    }

    /** For clients on this machine, preferably in this process. */
    public EngineAddress localAddress() {
        return new EngineAddress.Local(config.directory());
    }

    /** For clients elsewhere. */
    public EngineAddress remoteAddress() {
        return new EngineAddress.Remote(config.members());
    }

    /**
     * Completes when the node has stopped: normally after {@link #close}, with the cause if it
     * stopped by itself. A process whose node stopped by itself should end, so that it is
     * restarted.
     */
    public CompletionStage<Void> ended() {
        return ended;
    }

    /** Stops the node. What was acknowledged stays in the directory. Idempotent. */
    @Override
    public void close() {
        ended.complete(null);
    }
}
