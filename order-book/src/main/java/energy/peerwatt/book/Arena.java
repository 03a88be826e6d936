package energy.peerwatt.book;

import java.lang.ref.Cleaner;
import org.agrona.UnsafeApi;

/**
 * Memory outside the heap in blocks of whole cache lines. A block is known by its handle: its
 * distance from the start in words of 8 bytes, so handles stay valid when the arena grows, and 0 is
 * no block. A field is known by its distance in bytes from its block's handle.
 *
 * <p>Only handles that {@link #allocate} returned, and distances within their block, may be used;
 * assertions check that they lie in the arena. The memory is freed when the arena is unreachable.
 */
final class Arena {

    /** Words of a cache line. */
    static final int LINE = 8;

    private static final int LINE_BYTES = 64;
    private static final int MOST_LINES = 16;
    private static final int MOST_WORDS = Integer.MAX_VALUE - LINE + 1;
    private static final Cleaner CLEANER = Cleaner.create();

    /** What the operating system gave; freed by the cleaner, so it must not know the arena. */
    private static final class Grant implements Runnable {
        private long address;

        @Override
        public void run() {
            UnsafeApi.freeMemory(address);
        }
    }

    private final Grant grant = new Grant();

    /** By lines: a freed block, which holds the next one in its first field. */
    private final int[] free = new int[MOST_LINES + 1];

    private long start;
    private int words;
    private int top;
    private long freeBytes;

    /** The first {@code reserved} lines are zeros that handle 0 reads. */
    Arena(int lines, int reserved) {
        words = (lines + reserved) * LINE;
        grant.address = UnsafeApi.allocateMemory(bytes(words) + LINE_BYTES);
        start = aligned(grant.address);
        top = reserved * LINE;
        UnsafeApi.setMemory(start, bytes(top), (byte) 0);
        CLEANER.register(this, grant);
    }

    int getInt(int handle, int field) {
        return UnsafeApi.getInt(address(handle, field));
    }

    void putInt(int handle, int field, int value) {
        UnsafeApi.putInt(address(handle, field), value);
    }

    long getLong(int handle, int field) {
        return UnsafeApi.getLong(address(handle, field));
    }

    void putLong(int handle, int field, long value) {
        UnsafeApi.putLong(address(handle, field), value);
    }

    /** A block with undefined content. */
    int allocate(int lines) {
        int handle = free[lines];
        if (handle == 0) {
            return extend(lines);
        }
        free[lines] = getInt(handle, 0);
        freeBytes -= (long) lines * LINE_BYTES;
        return handle;
    }

    void free(int handle, int lines) {
        putInt(handle, 0, free[lines]);
        free[lines] = handle;
        freeBytes += (long) lines * LINE_BYTES;
    }

    /** Fills a block with zeros. */
    void clear(int handle, int lines) {
        UnsafeApi.setMemory(address(handle, 0), (long) lines * LINE_BYTES, (byte) 0);
    }

    /** Bytes in blocks that are not free. */
    long usedBytes() {
        return bytes(top) - freeBytes;
    }

    private int extend(int lines) {
        int needed = lines * LINE;
        if (words - top < needed) {
            grow();
        }
        int handle = top;
        top += needed;
        return handle;
    }

    private void grow() {
        if (words == MOST_WORDS) {
            throw new IllegalStateException("arena full: " + bytes(words) + " bytes");
        }
        int more = words > MOST_WORDS / 2 ? MOST_WORDS : 2 * words;
        long granted = UnsafeApi.allocateMemory(bytes(more) + LINE_BYTES);
        UnsafeApi.copyMemory(start, aligned(granted), bytes(top));
        UnsafeApi.freeMemory(grant.address);
        grant.address = granted;
        start = aligned(granted);
        words = more;
    }

    private long address(int handle, int field) {
        assert handle >= 0 && handle + (field >> 3) < top : handle + "+" + field;
        return start + ((long) handle << 3) + field;
    }

    private static long aligned(long address) {
        return (address + LINE_BYTES - 1) & -LINE_BYTES;
    }

    private static long bytes(int words) {
        return (long) words << 3;
    }
}
