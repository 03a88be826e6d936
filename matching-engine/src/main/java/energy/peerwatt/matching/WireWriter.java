package energy.peerwatt.matching;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Writes values one after another, little-endian, into a buffer that grows. Single-threaded. */
public final class WireWriter implements StateWriter {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private int length;

    /** Forgets what was written, to use the buffer again. */
    public WireWriter restart() {
        length = 0;
        return this;
    }

    /** The bytes written, from offset 0 to {@link #length()}; changed by further writing. */
    public DirectBuffer buffer() {
        return buffer;
    }

    public int length() {
        return length;
    }

    /** Writes one byte, 0 to 255. */
    public WireWriter uint8(int value) {
        buffer.putByte(length, (byte) value);
        length += Byte.BYTES;
        return this;
    }

    @Override
    public WireWriter int32(int value) {
        buffer.putInt(length, value, ORDER);
        length += Integer.BYTES;
        return this;
    }

    @Override
    public WireWriter int64(long value) {
        buffer.putLong(length, value, ORDER);
        length += Long.BYTES;
        return this;
    }

    @Override
    public WireWriter flag(boolean value) {
        return uint8(value ? 1 : 0);
    }

    /** Writes bytes as they are, without their number. */
    @Override
    public WireWriter bytes(DirectBuffer source, int offset, int count) {
        buffer.putBytes(length, source, offset, count);
        length += count;
        return this;
    }
}
