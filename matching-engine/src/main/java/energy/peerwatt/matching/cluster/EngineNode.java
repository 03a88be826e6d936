package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.ErrorHandler;

/**
 * One member of the engine's cluster in this process: media driver, archive, consensus module and
 * the matching engine. Thread-safe.
 *
 * <p>The process needs {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
public final class EngineNode implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EngineNode.class.getName());

    /** Small buffers: a message is at most an eighth of its term, events are sent in less. */
    private static final int TERM_BYTES = 1 << 20;

    private static final int SEGMENT_BYTES = 16 << 20;
    private static final String LOCAL_ARCHIVE_CONTROL = "aeron:ipc?term-length=64k";
    private static final int MAX_SESSIONS = 100;
    private static final long STOP_TIMEOUT_SECONDS = 30;

    private final EngineNodeConfig config;
    private final NodeDirectory directory;
    private final EngineService service;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    /** Started parts, latest first: the order of closing. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private EngineNode(EngineNodeConfig config, NodeDirectory directory) {
        this.config = config;
        this.directory = directory;
        this.service = new EngineService(config.retainedEvents(), this::fail);
        parts.push(directory);
    }

    /**
     * Starts the node; returns when its threads run. Recovery and election follow, clients wait for
     * them.
     *
     * @throws IllegalStateException if another process uses the directory
     */
    public static EngineNode launch(EngineNodeConfig config) {
        NodeDirectory directory = NodeDirectory.take(config.directory());
        EngineNode node = new EngineNode(FreePorts.fillIn(config), directory);
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
        MediaDriver driver = MediaDriver.launch(mediaDriver());
        parts.push(driver);
        parts.push(Archive.launch(archive()));
        parts.push(ConsensusModule.launch(consensusModule()));
        parts.push(ClusteredServiceContainer.launch(serviceContainer()));
        parts.push(
                SnapshotKeeper.start(
                        config.snapshots(), driver.context().countersManager(), service));
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

    private MediaDriver.Context mediaDriver() {
        return new MediaDriver.Context()
                .aeronDirectoryName(directory.media().toString())
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(Idle.backoff())
                .asyncExecutorIdleStrategy(Idle.backoff())
                .publicationTermBufferLength(TERM_BYTES)
                .ipcTermBufferLength(TERM_BYTES)
                .termBufferSparseFile(true)
                .spiesSimulateConnection(true)
                .dirDeleteOnShutdown(true)
                .errorHandler(errors("media driver"));
    }

    private Archive.Context archive() {
        Member self = self();
        return new Archive.Context()
                .aeronDirectoryName(directory.media().toString())
                .archiveDir(directory.archive())
                .controlChannel(udp(self, Port.ARCHIVE))
                .localControlChannel(LOCAL_ARCHIVE_CONTROL)
                .replicationChannel("aeron:udp?endpoint=" + self.host() + ":0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(Idle::backoff)
                .segmentFileLength(SEGMENT_BYTES)
                .fileSyncLevel(config.durability().fileSyncLevel())
                .catalogFileSyncLevel(config.durability().fileSyncLevel())
                .errorHandler(errors("archive"));
    }

    private ConsensusModule.Context consensusModule() {
        return new ConsensusModule.Context()
                .aeronDirectoryName(directory.media().toString())
                .archiveContext(archiveClient())
                .clusterDir(directory.cluster())
                .clusterMemberId(config.memberId())
                .clusterMembers(Port.clusterMembers(config.members()))
                .ingressChannel("aeron:udp?term-length=" + TERM_BYTES)
                .isIpcIngressAllowed(true)
                // The term length is part of the recorded log and must never change.
                .logChannel("aeron:udp?term-length=2m")
                .replicationChannel("aeron:udp?endpoint=" + self().host() + ":0")
                .maxConcurrentSessions(MAX_SESSIONS)
                .fileSyncLevel(config.durability().fileSyncLevel())
                .leaderHeartbeatTimeoutNs(TimeUnit.SECONDS.toNanos(1))
                .leaderHeartbeatIntervalNs(TimeUnit.MILLISECONDS.toNanos(100))
                .electionTimeoutNs(TimeUnit.MILLISECONDS.toNanos(500))
                .idleStrategySupplier(Idle::backoff)
                .terminationHook(() -> fail(new IllegalStateException("consensus ended")))
                .errorHandler(errors("consensus"));
    }

    private ClusteredServiceContainer.Context serviceContainer() {
        return new ClusteredServiceContainer.Context()
                .aeronDirectoryName(directory.media().toString())
                .archiveContext(archiveClient())
                .clusterDir(directory.cluster())
                .clusteredService(service)
                .idleStrategySupplier(Idle::backoff)
                .terminationHook(() -> fail(new IllegalStateException("service ended")))
                .errorHandler(errors("service"));
    }

    private AeronArchive.Context archiveClient() {
        return new AeronArchive.Context()
                .aeronDirectoryName(directory.media().toString())
                .controlRequestChannel(LOCAL_ARCHIVE_CONTROL)
                .controlResponseChannel(LOCAL_ARCHIVE_CONTROL);
    }

    private Member self() {
        return config.members().get(config.memberId());
    }

    private static String udp(Member member, Port port) {
        return "aeron:udp?endpoint=" + port.of(member);
    }

    private static ErrorHandler errors(String part) {
        return error -> LOG.log(Level.WARNING, "engine " + part, error);
    }
}
