package energy.peerwatt.matching.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.CatalogHeaderEncoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorEncoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderEncoder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.MappedByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts in order what a kill left of an archive, before the next one starts: ends the recordings
 * that were open after their last whole entry, cuts off what a write that was under way left behind
 * it, and finishes what was being deleted. The archive by itself refuses some of these states, and
 * takes others for whole. For one thread.
 *
 * <p>What is cut off was never acknowledged: an archive tells a position only after the write up to
 * it has returned, and, unless durability is {@code WRITTEN}, after it was forced to the disk. Only
 * positions told so by a majority (one node: by itself) are committed, and only what is committed
 * is applied and answered. Of three nodes, the others send it again if they have it.
 *
 * <p>A write is cut in two only at its end, so an entry that is not whole and has whole ones after
 * it is no such rest: the disk lost or changed it, and the node must not forget what it had
 * acknowledged. It is refused, and left as it is.
 */
final class LogRepair {

    private static final System.Logger LOG = System.getLogger(LogRepair.class.getName());
    private static final String CATALOG = "archive.catalog";
    private static final Pattern SEGMENT =
            Pattern.compile("(?<recording>\\d+)-(?<position>\\d+)\\.rec");
    private static final int HEADER = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;

    private final UnsafeBuffer catalog;
    private final Map<Long, List<Path>> segments;
    private final RecordingDescriptorHeaderDecoder header = new RecordingDescriptorHeaderDecoder();
    private final RecordingDescriptorDecoder recording = new RecordingDescriptorDecoder();
    private final LogChecksum checksum = new LogChecksum();

    private LogRepair(UnsafeBuffer catalog, Map<Long, List<Path>> segments) {
        this.catalog = catalog;
        this.segments = segments;
    }

    /**
     * Does nothing where no archive has run, or where the last one ended in order. Reads the newest
     * file of each open recording; of the others, a part of what should be empty.
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
            new LogRepair(new UnsafeBuffer(file), segments(archive.toPath())).putInOrder();
            file.force();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log in " + archive, e);
        } finally {
            BufferUtil.free(file);
        }
    }

    private void putInOrder() throws IOException {
        CatalogHeaderDecoder list =
                new CatalogHeaderDecoder()
                        .wrap(
                                catalog,
                                0,
                                CatalogHeaderDecoder.BLOCK_LENGTH,
                                CatalogHeaderDecoder.SCHEMA_VERSION);
        long nextId = 0;
        int at = CatalogHeaderDecoder.BLOCK_LENGTH;
        while (at + HEADER < catalog.capacity() && read(at).length() > 0) {
            putInOrder(at);
            nextId = recording.recordingId() + 1;
            at += BitUtil.align(HEADER + header.length(), list.alignment());
        }
        if (list.nextRecordingId() < nextId) {
            // An archive counts a recording only after it has listed it, and refuses one that is
            // listed and not counted.
            new CatalogHeaderEncoder().wrap(catalog, 0).nextRecordingId(nextId);
        }
    }

    private void putInOrder(int at) throws IOException {
        List<Path> files = segments.getOrDefault(recording.recordingId(), List.of());
        switch (header.state()) {
            case VALID -> {
                if (!files.isEmpty()) {
                    if (recording.stopPosition() == AeronArchive.NULL_POSITION) {
                        end(at, files.getLast());
                    }
                    clearOutside(files);
                }
            }
            case DELETED -> delete(files);
            case INVALID, NULL_VAL -> {}
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

    private void end(int at, Path newest) throws IOException {
        long writtenMillis = Files.getLastModifiedTime(newest).toMillis();
        RecordedSegment segment = new RecordedSegment(newest, position(newest), recording);
        RecordedSegment.End end = segment.end();
        if (end.torn()) {
            cut(segment, end.position());
        }
        stop(at, end.position(), writtenMillis);
    }

    private static void cut(RecordedSegment segment, long position) throws IOException {
        segment.cut(position);
        LOG.log(
                Level.INFO,
                "what was being written when the node was killed is cut off: position {0} in {1}",
                position,
                segment);
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

    /** A recording that is shortened, at either end, is so before its files are. */
    private void clearOutside(List<Path> files) throws IOException {
        long first = base(recording.startPosition());
        long last = base(recording.stopPosition());
        delete(files.stream().filter(file -> position(file) < first).toList());
        delete(files.stream().filter(file -> position(file) > last).toList());
        Optional<Path> newest = files.stream().filter(file -> position(file) == last).findAny();
        if (newest.isPresent()) {
            RecordedSegment segment = new RecordedSegment(newest.get(), last, recording);
            if (segment.holdsMoreAfter(recording.stopPosition())) {
                cut(segment, recording.stopPosition());
            }
        }
    }

    private long base(long position) {
        return AeronArchive.segmentFileBasePosition(
                recording.startPosition(),
                position,
                recording.termBufferLength(),
                recording.segmentFileLength());
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            LOG.log(Level.INFO, "no longer needed, deleted: {0}", file);
            Files.delete(file);
        }
    }

    /** The files of each recording, oldest first. */
    private static Map<Long, List<Path>> segments(Path archive) throws IOException {
        try (Stream<Path> files = Files.list(archive)) {
            return files.filter(file -> SEGMENT.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(LogRepair::position))
                    .collect(Collectors.groupingBy(file -> number(file, "recording")));
        }
    }

    private static long position(Path segment) {
        return number(segment, "position");
    }

    private static long number(Path segment, String part) {
        Matcher name = SEGMENT.matcher(segment.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(segment.toString());
        }
        return Long.parseLong(name.group(part));
    }
}
