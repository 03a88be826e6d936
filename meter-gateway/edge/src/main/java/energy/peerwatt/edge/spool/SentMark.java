package energy.peerwatt.edge.spool;

import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Up to which sequence an epoch's readings may have been sent, in a file of twelve bytes: the
 * sequence and its CRC-32C. Without it a damaged record at the end of the spool would look like one
 * that was never whole, and its sequence would be given out again. Thread-safe.
 *
 * <p>Not a {@code FileChannel}: that closes itself when a thread using it is interrupted.
 */
final class SentMark {

    static final String FILE = "sent";

    /** Stands for a file that is damaged: anything may have been sent. */
    static final long UNREADABLE = Long.MAX_VALUE;

    private static final int BYTES = Long.BYTES + Integer.BYTES;

    private final Path directory;
    private final RandomAccessFile file;
    private long sequence;

    private SentMark(Path directory, RandomAccessFile file, long sequence) {
        this.directory = directory;
        this.file = file;
        this.sequence = sequence;
    }

    /** Empty if there is none, as in spools of before; {@link #UNREADABLE} if it is damaged. */
    static Optional<Long> read(Path epochDirectory) throws IOException {
        Path path = epochDirectory.resolve(FILE);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(path);
        long sequence = bytes.length == BYTES ? ByteBuffer.wrap(bytes).getLong() : -1;
        boolean isWhole = sequence >= 0 && Arrays.equals(bytes, encode(sequence));
        return Optional.of(isWhole ? sequence : UNREADABLE);
    }

    /** The mark of an epoch that is sound; made if there is none. */
    static SentMark open(Path epochDirectory) throws IOException {
        Optional<Long> known = read(epochDirectory);
        Path path = epochDirectory.resolve(FILE);
        SentMark mark =
                new SentMark(
                        epochDirectory,
                        new RandomAccessFile(path.toFile(), "rw"),
                        known.orElse(0L));
        if (known.isEmpty()) {
            mark.write(0);
            DurableFiles.forceDirectory(epochDirectory);
        }
        return mark;
    }

    /**
     * Readings are going to be sent; that is on disk on return.
     *
     * @param durable what could be sent next is marked as well, up to here
     */
    synchronized void advance(List<Reading> readings, long durable) throws IOException {
        if (!readings.isEmpty() && readings.getLast().sequence() > sequence) {
            write(durable);
            sequence = durable;
        }
    }

    /** Of the epoch. */
    Path directory() {
        return directory;
    }

    synchronized void close() throws IOException {
        file.close();
    }

    private void write(long value) throws IOException {
        file.seek(0);
        file.write(encode(value));
        file.getFD().sync();
    }

    private static byte[] encode(long sequence) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(sequence);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, Long.BYTES);
        return bytes.putInt((int) crc.getValue()).array();
    }
}
