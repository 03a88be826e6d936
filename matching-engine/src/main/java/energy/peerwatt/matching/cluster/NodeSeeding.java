package energy.peerwatt.matching.cluster;

import io.aeron.archive.Archive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ClusterBackupEventsListener;
import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.RecordingLog.Snapshot;
import io.aeron.driver.MediaDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fills an empty directory with what the leader has, for a member that lost its own or was away for
 * so long that the log it needs is deleted.
 *
 * <p>A member that lost its directory has forgotten whom it voted for and what it had stored. The
 * two others must therefore run, and stay up until it has caught up.
 */
final class NodeSeeding {

    private static final System.Logger LOG = System.getLogger(NodeSeeding.class.getName());

    private NodeSeeding() {}

    /**
     * Copies the leader's latest snapshot and the beginning of the log after it; the rest comes
     * when the node is started.
     *
     * @throws IllegalStateException if the directory is not empty or nothing came in time
     */
    static void run(EngineNodeConfig config, Duration atMost) throws InterruptedException {
        if (config.members().size() == 1) {
            throw new IllegalStateException("a cluster of one has no other member to copy from");
        }
        try (NodeDirectory directory = NodeDirectory.take(config.directory())) {
            if (directory.hasLog() && !directory.isHalfSeeded()) {
                throw new IllegalStateException("not empty: " + config.directory());
            }
            directory.beginSeeding();
            NodeContexts contexts =
                    new NodeContexts(config, directory, StateMachineVersion.CURRENT);
            Progress progress = new Progress();
            try (MediaDriver _ = MediaDriver.launch(contexts.mediaDriver());
                    Archive _ = Archive.launch(contexts.archive());
                    ClusterBackup _ = ClusterBackup.launch(contexts.backup(progress))) {
                progress.copied.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("nothing was copied within " + atMost, e);
            }
            directory.endSeeding();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + config.directory(), e);
        }
    }

    /** Waits for the copy. Called by the thread that copies. */
    private static final class Progress implements ClusterBackupEventsListener {

        private final CompletableFuture<Void> copied = new CompletableFuture<>();

        @Override
        public void onBackupQuery() {
            LOG.log(Level.INFO, "looking for the leader");
        }

        @Override
        public void onPossibleFailure(Exception cause) {
            LOG.log(Level.INFO, "copying begins again: {0}", cause.getMessage());
        }

        @Override
        public void onBackupResponse(
                ClusterMember[] members, ClusterMember source, List<Snapshot> snapshots) {
            LOG.log(Level.INFO, "copying from member {0}", source.id());
        }

        @Override
        public void onUpdatedRecordingLog(RecordingLog log, List<Snapshot> snapshots) {
            copied.complete(null);
        }

        @Override
        public void onLiveLogProgress(long recordingId, long counterId, long position) {}
    }
}
