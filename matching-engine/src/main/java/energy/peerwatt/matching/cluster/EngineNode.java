package energy.peerwatt.matching.cluster;

import io.aeron.archive.Archive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One member of the engine's cluster in this process: media driver, archive, consensus module and
 * the matching engine. Thread-safe.
 *
 * <p>The process needs {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
public final class EngineNode implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EngineNode.class.getName());

    private static final long STOP_TIMEOUT_SECONDS = 30;

    private final EngineNodeConfig config;
    private final NodeDirectory directory;
    private final int stateMachineVersion;
    private final StateReporter reporter;
    private final EngineService service;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Started parts, latest first: the order of closing. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private EngineNode(EngineNodeConfig config, NodeDirectory directory, int stateMachineVersion) {
        this.config = config;
        this.directory = directory;
        this.stateMachineVersion = stateMachineVersion;
        this.reporter = new StateReporter(config, directory.media());
        this.service = new EngineService(config, stateMachineVersion, reporter, this::fail);
        parts.push(directory);
    }

    /**
     * Starts the node; returns when its threads run. Recovery and election follow, clients wait for
     * them.
     *
     * @throws IllegalStateException if another process uses the directory, its log is damaged, or
     *     it is seeded in part only
     */
    public static EngineNode launch(EngineNodeConfig config) {
        return launch(config, StateMachineVersion.CURRENT);
    }

    /** As if this release had another version of the state machine. */
    static EngineNode launch(EngineNodeConfig config, int stateMachineVersion) {
        NodeDirectory directory = NodeDirectory.take(config.directory());
        EngineNode node = new EngineNode(FreePorts.fillIn(config), directory, stateMachineVersion);
        try {
            node.start();
            return node;
        } catch (RuntimeException | Error e) {
            node.closing.set(true);
            node.stop();
            throw e;
        }
    }

    /** The configuration of this node, with the ports in use. */
    public EngineNodeConfig config() {
        return config;
    }

    /** For clients on this machine, preferably in this process. */
    public EngineAddress localAddress() {
        return new EngineAddress.Local(directory.media());
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
        if (closing.compareAndSet(false, true)) {
            stop();
            ended.complete(null);
            return;
        }
        ended.exceptionally(_ -> null).orTimeout(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Requests handled since the start, replayed ones included. */
    long handledRequests() {
        return service.handledRequests();
    }

    /** Snapshots taken since the start. */
    long snapshotsTaken() {
        return service.snapshotsTaken();
    }

    private void start() {
        if (directory.isHalfSeeded()) {
            throw new IllegalStateException("seeding was not finished, do it again");
        }
        FirstFiles.complete(directory.cluster(), directory.archive());
        LogRepair.run(directory.archive());
        NodeContexts contexts = new NodeContexts(config, directory, stateMachineVersion);
        MediaDriver driver = MediaDriver.launch(contexts.mediaDriver());
        parts.push(driver);
        parts.push(Archive.launch(contexts.archive()));
        parts.push(
                ConsensusModule.launch(
                        contexts.consensusModule()
                                .terminationHook(
                                        () -> fail(new IllegalStateException("consensus ended")))));
        parts.push(
                ClusteredServiceContainer.launch(
                        contexts.serviceContainer(service)
                                .terminationHook(
                                        () -> fail(new IllegalStateException("service ended")))));
        reporter.start();
        parts.push(reporter);
        parts.push(
                SnapshotKeeper.start(
                        config.snapshots(),
                        driver.context().countersManager(),
                        new LogPruning(contexts.archiveClient(), directory.cluster())));
    }

    /** Called by a thread of the node, which therefore cannot wait for the end of the threads. */
    void fail(Throwable cause) {
        if (closing.compareAndSet(false, true)) {
            LOG.log(Level.ERROR, "engine node stops", cause);
            Thread.ofPlatform()
                    .name("engine-stop")
                    .start(() -> {
                        stop();
                        ended.completeExceptionally(cause);
                    });
        }
    }

    private void stop() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "while stopping the engine node", e);
            }
        }
    }
}
