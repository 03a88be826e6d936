package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.matching.EngineCodec;
import energy.peerwatt.matching.sbe.GroupSizeEncodingDecoder;
import energy.peerwatt.matching.sbe.OrderAcceptedDecoder;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Consecutive events as a node sent them. They are decoded one by one when they are iterated over,
 * by whoever does that. Immutable.
 */
final class EventBatch {

    private static final int LENGTH = Short.BYTES;

    /** Every event's block begins with its sequence. */
    private static final int SEQUENCE =
            OrderAcceptedDecoder.sequenceEncodingOffset() + EngineCodec.HEADER_LENGTH;

    /** For each event its length and its bytes. */
    private final UnsafeBuffer bytes;

    private final int count;

    private EventBatch(UnsafeBuffer bytes, int count) {
        this.bytes = bytes;
        this.count = count;
    }

    /**
     * Copies a group of encoded events.
     *
     * @throws IllegalArgumentException if it does not end before {@code end}
     */
    static EventBatch copyOf(DirectBuffer buffer, int offset, int end) {
        int next = offset + GroupSizeEncodingDecoder.ENCODED_LENGTH;
        if (next > end) {
            throw new IllegalArgumentException("no events");
        }
        int block = buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xffff;
        int count = buffer.getByte(offset + Short.BYTES) & 0xff;
        UnsafeBuffer copy = new UnsafeBuffer(new byte[end - next]);
        int length = 0;
        for (int i = 0; i < count; i++) {
            next += block;
            int event = next + LENGTH <= end ? LENGTH + lengthAt(buffer, next) : LENGTH;
            if (next + event > end || event < LENGTH + SEQUENCE + Long.BYTES) {
                throw new IllegalArgumentException("event %d of %d".formatted(i, count));
            }
            copy.putBytes(length, buffer, next, event);
            length += event;
            next += event;
        }
        return new EventBatch(copy, count);
    }

    private static int lengthAt(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    int count() {
        return count;
    }

    /** Sequence of the first event; 0 if there is none. */
    long firstSequence() {
        return count == 0 ? 0 : bytes.getLong(LENGTH + SEQUENCE, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The events without the first ones.
     *
     * <p>The iterator throws an {@link IllegalArgumentException} for an event that is not known.
     */
    Iterator<EngineEvent> from(int skipped) {
        return new Iterator<>() {

            private int index;
            private int offset;

            {
                while (index < skipped) {
                    skip();
                }
            }

            private void skip() {
                index++;
                offset += LENGTH + lengthAt(bytes, offset);
            }

            @Override
            public boolean hasNext() {
                return index < count;
            }

            @Override
            public EngineEvent next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                EngineEvent event =
                        EngineCodec.decodeEvent(bytes, offset + LENGTH, lengthAt(bytes, offset));
                skip();
                return event;
            }
        };
    }
}
