package energy.peerwatt.matching.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorEncoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderEncoder;
import io.aeron.archive.codecs.RecordingState;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Ends the recordings that a kill left open, before an archive starts: finds their last whole entry
 * and cuts off what a write that was under way left behind it. The archive by itself refuses some
 * of these, and takes others for whole. For one thread.
 *
 * <p>What is cut off was never acknowledged: an archive tells a position only after the write up to
 * it has returned, and, unless durability is {@code WRITTEN}, after it was forced to the disk. Only
 * positions told so by a majority (one node: by itself) are committed, and only what is committed
 * is applied and answered. Of three nodes, the others send it again if they have it.
 *
 * <p>A write is cut in two only at its end, so an entry that is not whole and has whole ones after
 * it is no such rest: the disk lost or changed it, and the node must not forget what it had
 * acknowledged. It is refused, and nothing is changed.
 */
final class LogRepair {

    private static final System.Logger LOG = System.getLogger(LogRepair.class.getName());
    private static final String CATALOG = "archive.catalog";
    private static final String SEGMENT = ".rec";
    private static final int HEADER = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;

    private final Path archive;
    private final UnsafeBuffer catalog;
    private final RecordingDescriptorHeaderDecoder header = new RecordingDescriptorHeaderDecoder();
    private final RecordingDescriptorDecoder recording = new RecordingDescriptorDecoder();
    private final LogChecksum checksum = new LogChecksum();

    private LogRepair(Path archive, UnsafeBuffer catalog) {
        this.archive = archive;
        this.catalog = catalog;
    }

    /**
     * Does nothing where no archive has run, or where the last one ended in order. Reads the newest
     * file of each open recording, no others.
     *
     * @param archive directory of an archive that does not run
     * @throws IllegalStateException if an entry is damaged that is not the last one
     */
    static void run(File archive) {
        File catalog = new File(archive, CATALOG);
        if (!catalog.exists()) {
            return;
        }
        MappedByteBuffer file = IoUtil.mapExistingFile(catalog, "catalog");
        try {
            new LogRepair(archive.toPath(), new UnsafeBuffer(file)).endOpenRecordings();
            file.force();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log in " + archive, e);
        } finally {
            BufferUtil.free(file);
        }
    }

    private void endOpenRecordings() throws IOException {
        int alignment =
                new CatalogHeaderDecoder()
                        .wrap(
                                catalog,
                                0,
                                CatalogHeaderDecoder.BLOCK_LENGTH,
                                CatalogHeaderDecoder.SCHEMA_VERSION)
                        .alignment();
        int at = CatalogHeaderDecoder.BLOCK_LENGTH;
        while (at + HEADER < catalog.capacity() && read(at).length() > 0) {
            if (header.state() == RecordingState.VALID
                    && recording.stopPosition() == AeronArchive.NULL_POSITION) {
                end(at);
            }
            at += BitUtil.align(HEADER + header.length(), alignment);
        }
    }

    private RecordingDescriptorHeaderDecoder read(int at) {
        recording.wrap(
                catalog,
                at + HEADER,
                RecordingDescriptorDecoder.BLOCK_LENGTH,
                RecordingDescriptorDecoder.SCHEMA_VERSION);
        return header.wrap(catalog, at, HEADER, RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
    }

    private void end(int at) throws IOException {
        Optional<Path> newest = newestSegment(recording.recordingId());
        if (newest.isEmpty()) {
            return;
        }
        Path file = newest.get();
        long writtenMillis = Files.getLastModifiedTime(file).toMillis();
        RecordedSegment segment = new RecordedSegment(file, position(file), recording);
        RecordedSegment.End end = segment.end();
        if (end.torn()) {
            segment.cut(end.position());
            LOG.log(
                    Level.INFO,
                    "an entry that was being written when the node was killed is cut off: position {0} in {1}",
                    end.position(),
                    file);
        }
        stop(at, end.position(), writtenMillis);
    }

    /** As an archive does when a recording ends; the position last, as it makes it ended. */
    private void stop(int at, long position, long timeMillis) {
        new RecordingDescriptorEncoder()
                .wrap(catalog, at + HEADER)
                .stopTimestamp(timeMillis)
                .stopPosition(position);
        new RecordingDescriptorHeaderEncoder()
                .wrap(catalog, at)
                .checksum(checksum.compute(catalog.addressOffset(), at + HEADER, header.length()));
    }

    private Optional<Path> newestSegment(long recordingId) throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            return files.filter(file -> isSegment(file, recordingId))
                    .max(Comparator.comparingLong(LogRepair::position));
        }
    }

    private static boolean isSegment(Path file, long recordingId) {
        String name = file.getFileName().toString();
        return name.startsWith(recordingId + "-") && name.endsWith(SEGMENT);
    }

    private static long position(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(
                name.substring(name.indexOf('-') + 1, name.length() - SEGMENT.length()));
    }
}
