package energy.peerwatt.book;

import java.lang.ref.Cleaner;
import org.agrona.UnsafeApi;

/**
 * Memory outside the heap, given out in blocks of whole cache lines. A block is known by its
 * handle: its distance from the start in words of 8 bytes. So handles stay valid when the arena
 * grows, and 0 is no block. A field is known by its distance in bytes from a handle.
 *
 * <p>Only handles that {@link #allocate} returned, and distances within their blocks, may be used;
 * assertions check that they lie in the arena. The memory is freed when the arena is unreachable.
 */
class Arena {

    /** Words of a cache line, the unit of blocks. */
    static final int LINE = 8;

    /** Blocks of this many lines lie at a multiple of their size. */
    static final int ALIGNED_LINES = 4;

    private static final int LINE_BYTES = 64;
    private static final int MOST_LINES = 17;
    private static final int MOST_WORDS = Integer.MAX_VALUE - LINE + 1;
    private static final Cleaner CLEANER = Cleaner.create();

    /** What the operating system gave. The cleaner frees it, so it must not know the arena. */
    private static final class Grant implements Runnable {
        private long address;

        /** Returns where the memory begins, at a line or, if it is large, at a huge page. */
        long replace(long bytes) {
            long page = bytes < HugePages.BYTES ? LINE_BYTES : HugePages.BYTES;
            address = UnsafeApi.allocateMemory(bytes + page);
            long start = (address + page - 1) & -page;
            if (page == HugePages.BYTES) {
                HugePages.ask(start, bytes);
            }
            return start;
        }

        @Override
        public void run() {
            UnsafeApi.freeMemory(address);
        }
    }

    private final Grant grant = new Grant();

    /** By lines: a freed block, whose first field has the next one. */
    private final int[] free = new int[MOST_LINES + 1];

    private long start;
    private int words;
    private int top;
    private long freeBytes;

    /**
     * Makes room for a number of lines; it grows when they are used up.
     *
     * @param reserved so many more lines at the start, of zeros, are what handle 0 reads
     */
    Arena(int lines, int reserved) {
        words = (lines + reserved) * LINE;
        start = grant.replace(bytes(words));
        top = reserved * LINE;
        UnsafeApi.setMemory(start, bytes(top), (byte) 0);
        CLEANER.register(this, grant);
    }

    final int getInt(int handle, int field) {
        return UnsafeApi.getInt(address(handle, field));
    }

    final void putInt(int handle, int field, int value) {
        UnsafeApi.putInt(address(handle, field), value);
    }

    final long getLong(int handle, int field) {
        return UnsafeApi.getLong(address(handle, field));
    }

    final void putLong(int handle, int field, long value) {
        UnsafeApi.putLong(address(handle, field), value);
    }

    /** A block with undefined content. */
    final int allocate(int lines) {
        int handle = free[lines];
        if (handle == 0) {
            return extend(lines);
        }
        free[lines] = getInt(handle, 0);
        freeBytes -= (long) lines * LINE_BYTES;
        return handle;
    }

    final void free(int handle, int lines) {
        putInt(handle, 0, free[lines]);
        free[lines] = handle;
        freeBytes += (long) lines * LINE_BYTES;
    }

    /** Fills a block with zeros. */
    final void clear(int handle, int lines) {
        UnsafeApi.setMemory(address(handle, 0), (long) lines * LINE_BYTES, (byte) 0);
    }

    /** Bytes in blocks that are not free. */
    final long usedBytes() {
        return bytes(top) - freeBytes;
    }

    private int extend(int lines) {
        while (lines == ALIGNED_LINES && top % (ALIGNED_LINES * LINE) != 0) {
            free(extend(1), 1);
        }
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
        long former = grant.address;
        long target = grant.replace(bytes(more));
        UnsafeApi.copyMemory(start, target, bytes(top));
        UnsafeApi.freeMemory(former);
        start = target;
        words = more;
    }

    private long address(int handle, int field) {
        assert handle >= 0 && handle + (field >> 3) < top : handle + "+" + field;
        return start + ((long) handle << 3) + field;
    }

    private static long bytes(int words) {
        return (long) words << 3;
    }
}
