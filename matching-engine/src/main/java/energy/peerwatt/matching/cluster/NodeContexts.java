package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.cluster.EngineAddress.Member;
import energy.peerwatt.matching.cluster.EngineNodeConfig.Storage;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ClusterBackup.Configuration.ReplayStart;
import io.aeron.cluster.ClusterBackup.SourceType;
import io.aeron.cluster.ClusterBackupEventsListener;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;

/** How the parts of a node are set up. */
final class NodeContexts {

    private static final System.Logger LOG = System.getLogger(EngineNode.class.getName());

    /** Small buffers: a message is at most an eighth of its term, events are sent in less. */
    private static final int TERM_BYTES = 1 << 20;

    private static final String LOCAL_ARCHIVE_CONTROL = "aeron:ipc?term-length=64k";
    private static final int MAX_SESSIONS = 100;

    /**
     * A leader that was silent for this long is replaced. Ten of its heartbeats: a shorter time
     * gives elections without need where processors are shared.
     */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * How long a candidate waits for votes. While a member is missing it always waits for as long,
     * as that one might still vote. A shorter time risks no election without need.
     *
     * <p>Votes that come later do not count, and another ballot follows. A vote is forced to disk
     * before it is sent: where the disk takes longer than this, no leader is ever elected, and this
     * must be raised.
     */
    private static final long BALLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long COOL_DOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EngineNodeConfig config;
    private final NodeDirectory directory;
    private final int appVersion;

    NodeContexts(EngineNodeConfig config, NodeDirectory directory, int stateMachineVersion) {
        this.config = config;
        this.directory = directory;
        this.appVersion = StateMachineVersion.encode(stateMachineVersion);
    }

    MediaDriver.Context mediaDriver() {
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

    Archive.Context archive() {
        Member self = config.self();
        return new Archive.Context()
                .aeronDirectoryName(directory.media().toString())
                .archiveDir(directory.archive())
                .controlChannel(udp(self, Port.ARCHIVE))
                .localControlChannel(LOCAL_ARCHIVE_CONTROL)
                .replicationChannel(anyPort())
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(Idle::backoff)
                .segmentFileLength(config.storage().segmentBytes())
                .fileSyncLevel(config.storage().durability().fileSyncLevel())
                .catalogFileSyncLevel(config.storage().durability().fileSyncLevel())
                // Tells whether all of a log's last entry was written: see LogRepair.
                .recordChecksum(new LogChecksum())
                .errorHandler(errors("archive"));
    }

    ConsensusModule.Context consensusModule() {
        return new ConsensusModule.Context()
                .aeronDirectoryName(directory.media().toString())
                .archiveContext(archiveClient())
                .clusterDir(directory.cluster())
                .appVersion(appVersion)
                .clusterMemberId(config.memberId())
                .clusterMembers(Port.clusterMembers(config.members()))
                .ingressChannel("aeron:udp?term-length=" + TERM_BYTES)
                .isIpcIngressAllowed(true)
                .logChannel("aeron:udp?term-length=" + Storage.TERM_BYTES)
                .replicationChannel(anyPort())
                .maxConcurrentSessions(MAX_SESSIONS)
                .fileSyncLevel(config.storage().durability().fileSyncLevel())
                .leaderHeartbeatTimeoutNs(SILENCE_NANOS)
                .leaderHeartbeatIntervalNs(HEARTBEAT_NANOS)
                .electionTimeoutNs(BALLOT_NANOS)
                .random(new ElectionOrder(config.memberId(), config.members().size()))
                .idleStrategySupplier(Idle::backoff)
                .errorHandler(errors("consensus"));
    }

    ClusteredServiceContainer.Context serviceContainer(ClusteredService service) {
        return new ClusteredServiceContainer.Context()
                .aeronDirectoryName(directory.media().toString())
                .archiveContext(archiveClient())
                .clusterDir(directory.cluster())
                .clusteredService(service)
                .appVersion(appVersion)
                .idleStrategySupplier(Idle::backoff)
                .errorHandler(errors("service"));
    }

    AeronArchive.Context archiveClient() {
        return new AeronArchive.Context()
                .aeronDirectoryName(directory.media().toString())
                .controlRequestChannel(LOCAL_ARCHIVE_CONTROL)
                .controlResponseChannel(LOCAL_ARCHIVE_CONTROL);
    }

    /** To copy from the leader; its own ports are those that the member uses when it runs. */
    ClusterBackup.Context backup(ClusterBackupEventsListener listener) {
        return new ClusterBackup.Context()
                .aeronDirectoryName(directory.media().toString())
                .archiveContext(archiveClient())
                .clusterArchiveContext(
                        new AeronArchive.Context()
                                .aeronDirectoryName(directory.media().toString())
                                .controlRequestChannel("aeron:udp")
                                .controlResponseChannel(anyPort()))
                .clusterDir(directory.cluster())
                .clusterConsensusEndpoints(
                        config.members().stream()
                                .filter(member -> !member.equals(config.self()))
                                .map(Port.CONSENSUS::of)
                                .collect(Collectors.joining(",")))
                .consensusChannel(udp(config.self(), Port.CONSENSUS))
                .catchupEndpoint(Port.CATCH_UP.of(config.self()))
                .sourceType(SourceType.LEADER)
                .initialReplayStart(ReplayStart.LATEST_SNAPSHOT)
                .clusterBackupCoolDownIntervalNs(COOL_DOWN_NANOS)
                .eventsListener(listener)
                .errorHandler(errors("copy"));
    }

    private String anyPort() {
        return "aeron:udp?endpoint=" + config.self().host() + ":0";
    }

    private static String udp(Member member, Port port) {
        return "aeron:udp?endpoint=" + port.of(member);
    }

    private static ErrorHandler errors(String part) {
        return error -> LOG.log(Level.WARNING, "engine " + part, error);
    }
}
