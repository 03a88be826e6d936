package energy.peerwatt.matching;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads what {@link WireWriter} wrote. Throws {@link IndexOutOfBoundsException} past the end.
 * Single-threaded.
 */
public final class WireReader {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final DirectBuffer buffer;
    private int offset;

    public WireReader(DirectBuffer source, int offset, int length) {
        this.buffer = new UnsafeBuffer(source, offset, length);
    }

    public int uint8() {
        int value = buffer.getByte(offset) & 0xff;
        offset += Byte.BYTES;
        return value;
    }

    boolean flag() {
        return uint8() == 1;
    }

    public int int32() {
        int value = buffer.getInt(offset, ORDER);
        offset += Integer.BYTES;
        return value;
    }

    public long int64() {
        long value = buffer.getLong(offset, ORDER);
        offset += Long.BYTES;
        return value;
    }

    /** Copies the next {@code count} bytes. */
    public void bytes(MutableDirectBuffer target, int at, int count) {
        buffer.getBytes(offset, target, at, count);
        offset += count;
    }
}
