package energy.peerwatt.matching.cluster;

import energy.peerwatt.matching.WireReader;
import energy.peerwatt.matching.WireWriter;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Publication;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/** A snapshot as a stream of messages: its length in bytes, then the bytes in pieces. */
final class SnapshotStream {

    private static final int PIECE = 32 * 1024;
    private static final int FRAGMENTS = 10;

    private SnapshotStream() {}

    static void write(ExclusivePublication publication, WireWriter snapshot, IdleStrategy idle) {
        UnsafeBuffer length = new UnsafeBuffer(new byte[Integer.BYTES]);
        length.putInt(0, snapshot.length());
        offer(publication, length, 0, length.capacity(), idle);
        for (int from = 0; from < snapshot.length(); from += PIECE) {
            int size = Math.min(PIECE, snapshot.length() - from);
            offer(publication, snapshot.buffer(), from, size, idle);
        }
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
    }

    static WireReader read(Image image, IdleStrategy idle) {
        ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        int[] expectedAndReceived = {-1, 0};
        FragmentAssembler assembler =
                new FragmentAssembler((buffer, offset, length, _) -> {
                    if (expectedAndReceived[0] < 0) {
                        expectedAndReceived[0] = buffer.getInt(offset);
                        return;
                    }
                    bytes.putBytes(expectedAndReceived[1], buffer, offset, length);
                    expectedAndReceived[1] += length;
                });
        while (expectedAndReceived[0] != expectedAndReceived[1]) {
            int fragments = image.poll(assembler, FRAGMENTS);
            if (fragments == 0 && (image.isClosed() || image.isEndOfStream())) {
                throw new IllegalStateException(
                        "snapshot ends after " + expectedAndReceived[1] + " bytes");
            }
            idle.idle(fragments);
        }
        return new WireReader(bytes, 0, expectedAndReceived[1]);
    }
}
