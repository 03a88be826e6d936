package energy.peerwatt.matching;

import energy.peerwatt.time.DeliveryInterval;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads what {@link WireWriter} wrote. Throws {@link IndexOutOfBoundsException} past the end and
 * {@link IllegalArgumentException} for what cannot be. Single-threaded.
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

    Instant instant() {
        return Instant.ofEpochSecond(int64(), int32());
    }

    Duration duration() {
        return Duration.ofSeconds(int64(), int32());
    }

    DeliveryInterval interval() {
        return new DeliveryInterval(Instant.ofEpochSecond(int64()), Duration.ofSeconds(int32()));
    }

    /** Copies the next {@code count} bytes. */
    public void bytes(MutableDirectBuffer target, int at, int count) {
        buffer.getBytes(offset, target, at, count);
        offset += count;
    }

    public <E extends Enum<E>> E name(Class<E> type) {
        int length = uint8();
        String name = buffer.getStringWithoutLengthAscii(offset, length);
        offset += length;
        return Enum.valueOf(type, name);
    }
}
