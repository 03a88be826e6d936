package energy.peerwatt.matching.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.cluster.RecordingLog.Entry;
import java.io.File;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * Deletes what neither a restart needs nor a member that was away for less than a snapshot's
 * period: snapshots before the last two, and the log before the older of these.
 *
 * <p>Changes the archive only. The consensus module's list keeps the deleted snapshots' lines; it
 * reads none but the latest.
 */
final class LogPruning {

    private static final System.Logger LOG = System.getLogger(LogPruning.class.getName());
    private static final int SNAPSHOTS_KEPT = 2;

    private final AeronArchive.Context archive;
    private final File clusterDirectory;

    LogPruning(AeronArchive.Context archive, File clusterDirectory) {
        this.archive = archive;
        this.clusterDirectory = clusterDirectory;
    }

    /** Deletes what is not needed; false if that shall be tried again, as another reads it. */
    boolean run() {
        try (RecordingLog log = new RecordingLog(clusterDirectory, false)) {
            long needed = neededFrom(log);
            if (needed == 0) {
                return true;
            }
            try (AeronArchive connected = AeronArchive.connect(archive.clone())) {
                purgeSnapshots(connected, log, needed);
                purgeLog(connected, log.findLastTermRecordingId(), needed);
            }
            return true;
        } catch (ArchiveException e) {
            LOG.log(Level.DEBUG, "old log is kept for now: {0}", e.getMessage());
            return false;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "old log is not deleted", e);
            return true;
        }
    }

    /** Position of the oldest snapshot that is kept; 0 if there are not more than that. */
    private static long neededFrom(RecordingLog log) {
        List<Long> positions = snapshots(log);
        return positions.size() < SNAPSHOTS_KEPT
                ? 0
                : positions.get(positions.size() - SNAPSHOTS_KEPT);
    }

    /**
     * Whether the snapshot before the latest is there too.
     *
     * @param archive the directory of an archive that does not run
     */
    static boolean hasTwoSnapshots(RecordingLog log, File archive) {
        long previous = neededFrom(log);
        return previous > 0
                && log.entries().stream()
                        .filter(entry -> isSnapshot(entry) && entry.logPosition == previous)
                        .allMatch(entry -> isRecorded(archive, entry.recordingId));
    }

    private static boolean isRecorded(File archive, long recording) {
        String[] segments = archive.list((_, name) -> name.startsWith(recording + "-"));
        return segments != null && segments.length > 0;
    }

    /** Positions in the log of the snapshots on the list, oldest first. */
    private static List<Long> snapshots(RecordingLog log) {
        return log.entries().stream()
                .filter(LogPruning::isSnapshot)
                .filter(entry -> entry.serviceId == ConsensusModule.Configuration.SERVICE_ID)
                .map(entry -> entry.logPosition)
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean isSnapshot(Entry entry) {
        return entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT;
    }

    private static void purgeSnapshots(AeronArchive archive, RecordingLog log, long needed) {
        for (Entry entry : log.entries()) {
            boolean old =
                    entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.logPosition < needed;
            if (old && find(archive, entry.recordingId).isPresent()) {
                archive.purgeRecording(entry.recordingId);
            }
        }
    }

    private static void purgeLog(AeronArchive archive, long recording, long needed) {
        Extent log = find(archive, recording).orElseThrow();
        long first =
                AeronArchive.segmentFileBasePosition(
                        log.start, needed, log.termBytes, log.segmentBytes);
        if (first > log.start) {
            archive.purgeSegments(recording, first);
            LOG.log(Level.INFO, "log before position {0} is deleted", first);
        }
    }

    private record Extent(long start, int termBytes, int segmentBytes) {}

    private static Optional<Extent> find(AeronArchive archive, long recording) {
        Extent[] found = new Extent[1];
        archive.listRecording(
                recording,
                (_, _, _, _, _, start, _, _, segmentBytes, termBytes, _, _, _, _, _, _) ->
                        found[0] = new Extent(start, termBytes, segmentBytes));
        return Optional.ofNullable(found[0]);
    }
}
