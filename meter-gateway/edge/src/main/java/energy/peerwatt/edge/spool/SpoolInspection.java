package energy.peerwatt.edge.spool;

import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What a spool on disk holds, found by reading alone: no lock is taken, nothing is cut or started,
 * and a gateway may write to it meanwhile.
 *
 * @param epoch the one that counts
 * @param held sequences on disk
 * @param oldest time of the first reading; empty if there is none
 * @param faults damage that makes the gateway start a new epoch; none if the spool is sound
 * @param remarks what is worth knowing and no damage
 */
public record SpoolInspection(
        long epoch,
        Held held,
        Optional<Instant> oldest,
        List<String> faults,
        List<String> remarks) {

    private static final int ATTEMPTS = 5;
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    /**
     * Consecutive sequences.
     *
     * @param first all before it were acknowledged and are gone
     * @param next one more than the last
     * @param segments files
     * @param bytes of all files
     */
    public record Held(long first, long next, int segments, long bytes) {

        /** How many readings. */
        public long count() {
            return next - first;
        }
    }

    public SpoolInspection {
        faults = List.copyOf(faults);
        remarks = List.copyOf(remarks);
    }

    /** Whether a gateway would go on with this spool as it is. */
    public boolean isSound() {
        return faults.isEmpty();
    }

    /**
     * Inspects the spool of a directory.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be read
     */
    public static SpoolInspection of(Path root) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                SpoolInspection seen = inspect(root);
                // A record that a gateway is just writing looks like a torn tail.
                if (seen.remarks.isEmpty() || attempt == ATTEMPTS) {
                    return seen;
                }
            } catch (NoSuchFileException e) {
                // A gateway may delete a segment between listing and reading.
                if (attempt == ATTEMPTS || !Files.isDirectory(root)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static SpoolInspection inspect(Path root) throws IOException {
        List<Path> epochs = SpoolDirectory.epochs(root);
        if (epochs.isEmpty()) {
            throw new NoSuchFileException(root.toString(), null, "no spool");
        }
        Path newest = epochs.getLast();
        List<String> remarks = new ArrayList<>();
        for (Path older : epochs.subList(0, epochs.size() - 1)) {
            remarks.add(older + " is an older spool that was damaged, kept to be looked at");
        }
        // Before the segments: a gateway may write to both meanwhile.
        Optional<Long> sent = SentMark.read(newest);
        List<SegmentScan> segments = SpoolDirectory.scan(newest);
        List<String> faults = new ArrayList<>();
        if (segments.isEmpty()) {
            faults.add(newest + " holds no segment");
        }
        for (int i = 0; i < segments.size(); i++) {
            boolean isLast = i == segments.size() - 1;
            judge(segments.get(i), isLast, faults, remarks);
            if (!isLast) {
                compare(segments.get(i), segments.get(i + 1), faults);
            }
        }
        Held held = held(segments);
        sent.ifPresent(sequence -> compare(sequence, held, faults));
        return new SpoolInspection(
                SpoolDirectory.epoch(newest), held, oldest(segments), faults, remarks);
    }

    private static void judge(
            SegmentScan segment, boolean isLast, List<String> faults, List<String> remarks) {
        if (segment.isWhole()) {
            return;
        }
        String what =
                "%s: bytes %d to %d are no record with the right checksum and sequence"
                        .formatted(
                                segment.path().getFileName(),
                                segment.validLength(),
                                segment.fileLength() - 1);
        if (segment.hasMore()) {
            faults.add(what + ", and records follow");
        } else if (isLast) {
            remarks.add(
                    what + ": a torn tail; the gateway cuts it when it starts, unless it was sent");
        } else {
            faults.add(what);
        }
    }

    private static void compare(SegmentScan one, SegmentScan next, List<String> faults) {
        if (one.nextSequence() < next.firstSequence()) {
            faults.add(
                    "sequences %d to %d are missing"
                            .formatted(one.nextSequence(), next.firstSequence() - 1));
        } else if (one.nextSequence() > next.firstSequence()) {
            faults.add("sequences from %d on are there twice".formatted(next.firstSequence()));
        }
    }

    private static void compare(long sent, Held held, List<String> faults) {
        if (sent == SentMark.UNREADABLE) {
            faults.add(
                    "the file %s is damaged: how far readings were sent is not known"
                            .formatted(SentMark.FILE));
        } else if (sent >= held.next()) {
            faults.add(
                    "sequences %d to %d may have been sent, and are not there any more"
                            .formatted(held.next(), sent));
        }
    }

    private static Held held(List<SegmentScan> segments) {
        return segments.isEmpty()
                ? new Held(1, 1, 0, 0)
                : new Held(
                        segments.getFirst().firstSequence(),
                        segments.getLast().nextSequence(),
                        segments.size(),
                        segments.stream().mapToLong(SegmentScan::fileLength).sum());
    }

    private static Optional<Instant> oldest(List<SegmentScan> segments) throws IOException {
        for (SegmentScan segment : segments) {
            List<Reading> readings = new ArrayList<>();
            segment.forEachReading(readings::add);
            if (!readings.isEmpty()) {
                return Optional.of(readings.getFirst().at());
            }
        }
        return Optional.empty();
    }
}
