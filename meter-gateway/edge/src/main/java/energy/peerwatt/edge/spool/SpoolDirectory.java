package energy.peerwatt.edge.spool;

import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The files of a spool as found at start, brought into order. Each epoch has a directory; the one
 * with the highest number counts.
 *
 * <p>A torn tail of the last segment that was never sent is cut. Any other damage means that
 * sequences already sent could be given out again; then every record that can still be read starts
 * again in a new epoch, and the damaged directory is left as it is. Registers are cumulative, so a
 * reading that arrives in two epochs counts nothing twice.
 *
 * @param path directory of the epoch
 * @param epoch at least 1
 * @param segments ascending, at least one
 */
record SpoolDirectory(Path path, long epoch, List<SegmentScan> segments) {

    private static final Logger LOG = Logger.getLogger(Spool.class);
    private static final String PREFIX = "epoch-";

    /** Keeps a second gateway out; released when the process ends. */
    static FileChannel lock(Path root) throws IOException {
        Files.createDirectories(root);
        FileChannel channel =
                FileChannel.open(
                        root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("used by this process already", e);
        }
        channel.close();
        throw new IOException("used by another process");
    }

    /**
     * Opens the newest epoch, or starts one.
     *
     * @param root locked
     * @param newEpoch the least epoch to use if one has to be started
     */
    static SpoolDirectory open(Path root, long newEpoch) throws IOException {
        List<Path> epochs = epochs(root);
        if (epochs.isEmpty()) {
            return start(root, newEpoch, List.of());
        }
        Path newest = epochs.getLast();
        long epoch = epoch(newest);
        List<SegmentScan> segments = scan(newest);
        if (isSound(segments) && hasAllSent(newest, segments)) {
            return new SpoolDirectory(newest, epoch, segments);
        }
        SpoolDirectory fresh = start(root, Math.max(newEpoch, epoch + 1), segments);
        LOG.errorf(
                "spool was damaged: %d readings salvaged into epoch %d, files kept in %s",
                fresh.segments().getLast().nextSequence() - 1, fresh.epoch(), newest);
        return fresh;
    }

    /**
     * Starts a later epoch with the readings from a sequence on; the earlier directory stays as it
     * is.
     *
     * @param newEpoch the least epoch to use
     */
    SpoolDirectory renumbered(long newEpoch, long from) throws IOException {
        Path root = Objects.requireNonNull(path.getParent());
        return start(root, Math.max(newEpoch, epoch + 1), scan(path), from);
    }

    /** A torn tail was never sent; one that was is damage. */
    private static boolean hasAllSent(Path epoch, List<SegmentScan> segments) throws IOException {
        return segments.getLast().nextSequence() > SentMark.read(epoch).orElse(0L);
    }

    /** Directories of all epochs, the newest last. */
    static List<Path> epochs(Path root) throws IOException {
        return list(root, PREFIX, "");
    }

    /** The number of such a directory. */
    static long epoch(Path directory) {
        return Long.parseLong(directory.getFileName().toString().substring(PREFIX.length()));
    }

    private static boolean isSound(List<SegmentScan> segments) {
        for (int i = 0; i < segments.size(); i++) {
            SegmentScan segment = segments.get(i);
            boolean last = i == segments.size() - 1;
            if (segment.hasMore() || (!last && !segment.isWhole())) {
                return false;
            }
            if (!last && segment.nextSequence() != segments.get(i + 1).firstSequence()) {
                return false;
            }
        }
        return !segments.isEmpty();
    }

    /** Complete under a temporary name before it counts, so that a crash repeats all of it. */
    private static SpoolDirectory start(Path root, long epoch, List<SegmentScan> salvage)
            throws IOException {
        return start(root, epoch, salvage, 1);
    }

    private static SpoolDirectory start(Path root, long epoch, List<SegmentScan> salvage, long from)
            throws IOException {
        Path draft = root.resolve("draft");
        if (Files.exists(draft)) {
            for (Path file : list(draft, "", "")) {
                Files.delete(file);
            }
        }
        Files.createDirectories(draft);
        fill(draft, salvage, from);
        Path path = root.resolve("%s%019d".formatted(PREFIX, epoch));
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.forceDirectory(root);
        return new SpoolDirectory(path, epoch, scan(path));
    }

    private static void fill(Path draft, List<SegmentScan> salvage, long from) throws IOException {
        Segment segment = Segment.create(draft, 1);
        for (SegmentScan damaged : salvage) {
            List<Reading> readings = new ArrayList<>();
            damaged.forEachReading(reading -> {
                if (reading.sequence() >= from) {
                    readings.add(reading);
                }
            });
            ByteBuffer records = ByteBuffer.allocate(SpoolRecord.room(readings));
            long sequence = segment.nextSequence();
            for (Reading reading : readings) {
                SpoolRecord.write(Measurement.of(reading).numbered(sequence++), records);
            }
            segment.append(records.flip(), readings.size());
            segment.force();
            if (segment.length() > 0) {
                segment.close();
                segment = Segment.create(draft, sequence);
            }
        }
        segment.close();
    }

    /** What the segments of an epoch hold, ascending; nothing is changed. */
    static List<SegmentScan> scan(Path directory) throws IOException {
        List<SegmentScan> scans = new ArrayList<>();
        for (Path path : list(directory, "", Segment.SUFFIX)) {
            scans.add(SegmentScan.of(path));
        }
        return scans;
    }

    private static List<Path> list(Path directory, String prefix, String suffix)
            throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
