package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.WireReader;
import energy.peerwatt.matching.WireWriter;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Publication;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A snapshot as a stream of messages: a head, then the bytes in pieces.
 *
 * <p>The head has four int32, little-endian: a fixed number, the version of this form, the number
 * of bytes that follow, and their CRC-32C.
 */
final class SnapshotStream {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /** "PWES" in ASCII. */
    private static final int MAGIC = 0x53455750;

    private static final int VERSION = 2;
    private static final int VERSION_AT = 4;
    private static final int LENGTH_AT = 8;
    private static final int CHECK_AT = 12;
    private static final int HEAD = 16;

    /** In bytes; below an eighth of the smallest term, which is the largest message. */
    private static final int PIECE = 64 * 1024;

    private static final int FRAGMENTS = 100;

    private SnapshotStream() {}

    static void write(ExclusivePublication publication, WireWriter snapshot, IdleStrategy idle) {
        UnsafeBuffer head = new UnsafeBuffer(new byte[HEAD]);
        head.putInt(0, MAGIC, ORDER);
        head.putInt(VERSION_AT, VERSION, ORDER);
        head.putInt(LENGTH_AT, snapshot.length(), ORDER);
        head.putInt(CHECK_AT, checksum(snapshot.buffer(), snapshot.length()), ORDER);
        offer(publication, head, 0, HEAD, idle);
        int piece = Math.min(PIECE, publication.maxMessageLength());
        for (int from = 0; from < snapshot.length(); from += piece) {
            int size = Math.min(piece, snapshot.length() - from);
            offer(publication, snapshot.buffer(), from, size, idle);
        }
    }

    private static int checksum(DirectBuffer buffer, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.byteArray(), 0, length);
        return (int) crc.getValue();
    }

    private static void offer(
            ExclusivePublication publication,
            DirectBuffer buffer,
            int offset,
            int length,
            IdleStrategy idle) {
        long result = publication.offer(buffer, offset, length);
        while (result < 0) {
            if (result == Publication.CLOSED
                    || result == Publication.NOT_CONNECTED
                    || result == Publication.MAX_POSITION_EXCEEDED) {
                throw new AgentTerminationException("snapshot stream ended: " + result);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AgentTerminationException("interrupted");
            }
            idle.idle();
            result = publication.offer(buffer, offset, length);
        }
        idle.reset();
    }

    static WireReader read(Image image, IdleStrategy idle) {
        Assembly assembly = new Assembly();
        FragmentAssembler assembler =
                new FragmentAssembler(
                        (buffer, offset, length, _) -> assembly.add(buffer, offset, length));
        while (!assembly.isComplete()) {
            int fragments = image.poll(assembler, FRAGMENTS);
            if (fragments == 0 && (image.isClosed() || image.isEndOfStream())) {
                throw new IllegalStateException(
                        "snapshot ends after " + assembly.received + " bytes");
            }
            idle.idle(fragments);
        }
        return assembly.snapshot();
    }

    /** Puts the messages together again. */
    static final class Assembly {

        private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        private int expected = -1;
        private int check;
        private int received;

        /**
         * Takes the next message.
         *
         * @throws IllegalStateException if it is not the head of a snapshot that can be read
         */
        void add(DirectBuffer buffer, int offset, int length) {
            if (expected >= 0) {
                bytes.putBytes(received, buffer, offset, length);
                received += length;
                return;
            }
            if (length < HEAD || buffer.getInt(offset, ORDER) != MAGIC) {
                throw new IllegalStateException("not a snapshot of the engine");
            }
            int version = buffer.getInt(offset + VERSION_AT, ORDER);
            if (version != VERSION) {
                throw new IllegalStateException("snapshot of unknown version " + version);
            }
            expected = buffer.getInt(offset + LENGTH_AT, ORDER);
            check = buffer.getInt(offset + CHECK_AT, ORDER);
        }

        boolean isComplete() {
            return received == expected;
        }

        /**
         * What was written.
         *
         * @throws IllegalStateException if the bytes are not those that were written
         */
        WireReader snapshot() {
            if (!isComplete() || checksum(bytes, received) != check) {
                throw new IllegalStateException("snapshot of " + received + " bytes is damaged");
            }
            return new WireReader(bytes, 0, received);
        }
    }
}
