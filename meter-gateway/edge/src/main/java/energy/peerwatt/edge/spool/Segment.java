package energy.peerwatt.edge.spool;

import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file of consecutive records, named by the sequence of its first. Guarded by the spool's lock,
 * except {@link #force}.
 *
 * <p>Not a {@code FileChannel}: that closes itself when a thread using it is interrupted.
 */
final class Segment {

    static final String SUFFIX = ".spool";

    private final Path path;
    private final long firstSequence;
    private final RandomAccessFile file;
    private long nextSequence;
    private long length;
    private boolean isTailDirty;

    private Segment(Path path, long firstSequence, RandomAccessFile file) {
        this.path = path;
        this.firstSequence = firstSequence;
        this.file = file;
        nextSequence = firstSequence;
    }

    /** A new, empty segment whose directory entry is durable. */
    static Segment create(Path directory, long firstSequence) throws IOException {
        Path path = directory.resolve("%019d%s".formatted(firstSequence, SUFFIX));
        if (Files.exists(path) && Files.size(path) > 0) {
            throw new IOException(path + " exists already");
        }
        Segment segment =
                new Segment(path, firstSequence, new RandomAccessFile(path.toFile(), "rw"));
        DurableFiles.forceDirectory(directory);
        return segment;
    }

    /** An existing segment, of which the first {@code length} bytes are valid; the rest is cut. */
    static Segment reopen(SegmentScan scan) throws IOException {
        Segment segment =
                new Segment(
                        scan.path(),
                        scan.firstSequence(),
                        new RandomAccessFile(scan.path().toFile(), "rw"));
        segment.length = scan.validLength();
        segment.nextSequence = scan.nextSequence();
        segment.file.setLength(segment.length);
        return segment;
    }

    long firstSequence() {
        return firstSequence;
    }

    /** Sequence the next appended record gets. */
    long nextSequence() {
        return nextSequence;
    }

    long length() {
        return length;
    }

    /** Appends records, all or none; after a failure the next call cuts what was half written. */
    void append(ByteBuffer records, int count) throws IOException {
        if (isTailDirty) {
            file.setLength(length);
        }
        isTailDirty = true;
        int added = records.remaining();
        file.seek(length);
        file.write(records.array(), records.arrayOffset() + records.position(), added);
        length += added;
        nextSequence += count;
        isTailDirty = false;
    }

    /** Makes everything appended before the call durable. */
    void force() throws IOException {
        file.getFD().sync();
    }

    /** Up to {@code max} records from a byte offset on, fewer if they are long; at least one. */
    Chunk read(long offset, int max) throws IOException {
        long room = Math.max((long) max * SpoolRecord.USUAL_BYTES, SpoolRecord.MAX_BYTES);
        int capacity = (int) Math.min(length - offset, room);
        byte[] bytes = new byte[capacity];
        file.seek(offset);
        file.readFully(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        List<Reading> readings = new ArrayList<>();
        Optional<Reading> reading = SpoolRecord.read(buffer);
        int end = buffer.position();
        while (reading.isPresent() && readings.size() < max) {
            readings.add(reading.get());
            end = buffer.position();
            reading = SpoolRecord.read(buffer);
        }
        return new Chunk(readings, offset + end);
    }

    /**
     * Consecutive records.
     *
     * @param end byte offset behind the last
     */
    record Chunk(List<Reading> readings, long end) {}

    void close() throws IOException {
        file.close();
    }

    void delete() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }
}
