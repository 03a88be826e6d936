package energy.peerwatt.matching;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An array that events are encoded to. Its bounds are checked once for an event, when room is made
 * for it, and not for each of its fields, which takes half the time; assertions check them too.
 */
final class ArrayBuffer extends UnsafeBuffer {

    private static final long BASE = UnsafeApi.arrayBaseOffset(byte[].class);

    private final byte[] bytes;

    ArrayBuffer(int length) {
        this(new byte[length]);
    }

    private ArrayBuffer(byte[] bytes) {
        super(bytes);
        this.bytes = bytes;
    }

    /** Puts a number, in the order of bytes of every message; which place it is, is a long. */
    void int64(long at, long value) {
        assert at >= 0 && at + Long.BYTES <= bytes.length : at;
        UnsafeApi.putLong(bytes, BASE + at, value);
    }

    /** As {@link #int64}. */
    void int32(long at, int value) {
        assert at >= 0 && at + Integer.BYTES <= bytes.length : at;
        UnsafeApi.putInt(bytes, BASE + at, value);
    }

    /** As {@link #int64}. */
    void int8(long at, int value) {
        assert at >= 0 && at < bytes.length : at;
        UnsafeApi.putByte(bytes, BASE + at, (byte) value);
    }

    /**
     * Copies bytes of another buffer, whose bounds the caller has checked: words first, which for a
     * few dozen bytes is the fastest way.
     */
    void copy(long at, DirectBuffer source, int from, int length) {
        assert at >= 0 && at + length <= bytes.length : at;
        byte[] array = source.byteArray();
        long first = source.addressOffset() + from;
        int words = length & -Long.BYTES;
        for (int i = 0; i < words; i += Long.BYTES) {
            UnsafeApi.putLong(bytes, BASE + at + i, UnsafeApi.getLong(array, first + i));
        }
        for (int i = words; i < length; i++) {
            UnsafeApi.putByte(bytes, BASE + at + i, UnsafeApi.getByte(array, first + i));
        }
    }

    @Override
    public void putLong(int index, long value, ByteOrder order) {
        UnsafeApi.putLong(
                bytes, at(index, Long.BYTES), isLittle(order) ? value : Long.reverseBytes(value));
    }

    @Override
    public void putInt(int index, int value, ByteOrder order) {
        UnsafeApi.putInt(
                bytes,
                at(index, Integer.BYTES),
                isLittle(order) ? value : Integer.reverseBytes(value));
    }

    @Override
    public void putShort(int index, short value, ByteOrder order) {
        UnsafeApi.putShort(
                bytes, at(index, Short.BYTES), isLittle(order) ? value : Short.reverseBytes(value));
    }

    @Override
    public void putByte(int index, byte value) {
        UnsafeApi.putByte(bytes, at(index, Byte.BYTES), value);
    }

    private long at(int index, int length) {
        assert index >= 0 && index + length <= bytes.length : index;
        return BASE + index;
    }

    private static boolean isLittle(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN;
    }
}
