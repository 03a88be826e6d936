package energy.peerwatt.matching;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Hashes the state eight bytes at a time. Not for use against those who choose what is hashed. */
final class StateHash implements StateWriter {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private long hash = 0x2545F4914F6CDD1DL;

    @Override
    public StateHash int64(long value) {
        long mixed = (hash ^ value) * FACTOR;
        hash = Long.rotateLeft(mixed ^ (mixed >>> 32), 23);
        return this;
    }

    @Override
    public StateHash int32(int value) {
        return int64(value);
    }

    @Override
    public StateHash flag(boolean value) {
        return int64(value ? 1 : 0);
    }

    @Override
    public StateHash bytes(DirectBuffer buffer, int offset, int length) {
        int whole = length & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            int64(buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        for (int i = whole; i < length; i++) {
            int64(buffer.getByte(offset + i));
        }
        return this;
    }

    long value() {
        long mixed = (hash ^ (hash >>> 29)) * FACTOR;
        return mixed ^ (mixed >>> 32);
    }
}
