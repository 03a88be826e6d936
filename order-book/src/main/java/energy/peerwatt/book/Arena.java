package energy.peerwatt.book;

import java.lang.ref.Cleaner;
import org.agrona.UnsafeApi;

/**
 * Memory outside the heap, given out in blocks of whole cache lines. A block is known by its
 * handle: its distance from the start in bytes. So handles stay valid when the arena grows, and 0
 * is no block. A field is known by its distance in bytes from a handle. An arena holds 2 GiB at
 * most, some 20 million orders: then a handle needs no conversion to an address.
 *
 * <p>Only handles that {@link #allocate} returned, and distances within their blocks, may be used;
 * assertions check that they lie in the arena. The memory is freed when the arena is unreachable.
 */
class Arena {

    /** Bytes of a cache line, the unit of blocks. */
    static final int LINE = 64;

    /** Blocks of this many lines lie at a multiple of their size. */
    static final int ALIGNED_LINES = 2;

    private static final int MOST_LINES = 16;
    private static final int MOST_BYTES = Integer.MAX_VALUE - LINE + 1;
    private static final Cleaner CLEANER = Cleaner.create();

    /** What the operating system gave. The cleaner frees it, so it must not know the arena. */
    private static final class Grant implements Runnable {
        private long address;

        /** Returns where the memory begins, at a line or, if it is large, at a huge page. */
        long replace(long bytes) {
            long page = bytes < HugePages.BYTES ? LINE : HugePages.BYTES;
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
    private final Grant shadowGrant = new Grant();

    /** By lines: a freed block, whose first field has the next one. */
    private final int[] free = new int[MOST_LINES + 1];

    private long start;

    /** Where the shadow begins, 0 if there is none. */
    private long shadow;

    private int bytes;
    private int top;
    private int freeBytes;

    /**
     * Makes room for a number of lines; it grows when they are used up.
     *
     * @param reserved so many more lines at the start, of zeros, are what handle 0 reads
     */
    Arena(int lines, int reserved) {
        bytes = Math.multiplyExact(lines + reserved, LINE);
        start = grant.replace(bytes);
        top = reserved * LINE;
        UnsafeApi.setMemory(start, top, (byte) 0);
        CLEANER.register(this, grant);
        CLEANER.register(this, shadowGrant);
    }

    /**
     * Gives every word of the arena another one, 0 until it is written, that has the same handle.
     * What few books need does not lie between what all need.
     */
    final void addShadow() {
        shadow = shadowGrant.replace(bytes);
        UnsafeApi.setMemory(shadow, top, (byte) 0);
    }

    /** A word of the shadow. */
    final long getShadow(int handle) {
        assert shadow != 0 && handle >= 0 && handle < top : handle;
        return UnsafeApi.getLong(shadow + handle);
    }

    final void putShadow(int handle, long value) {
        assert shadow != 0 && handle >= 0 && handle < top : handle;
        UnsafeApi.putLong(shadow + handle, value);
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
        freeBytes -= lines * LINE;
        return handle;
    }

    final void free(int handle, int lines) {
        putInt(handle, 0, free[lines]);
        free[lines] = handle;
        freeBytes += lines * LINE;
    }

    /** Fills a block with zeros, and its shadow. */
    final void clear(int handle, int lines) {
        UnsafeApi.setMemory(address(handle, 0), (long) lines * LINE, (byte) 0);
        if (shadow != 0) {
            UnsafeApi.setMemory(shadow + handle, (long) lines * LINE, (byte) 0);
        }
    }

    /** Bytes in blocks that are not free, with their shadow. */
    final long usedBytes() {
        return (shadow == 0 ? 1L : 2L) * (top - freeBytes);
    }

    private int extend(int lines) {
        while (lines == ALIGNED_LINES && top % (ALIGNED_LINES * LINE) != 0) {
            free(extend(1), 1);
        }
        int needed = lines * LINE;
        if (bytes - top < needed) {
            grow();
        }
        int handle = top;
        top += needed;
        return handle;
    }

    private void grow() {
        if (bytes == MOST_BYTES) {
            throw new IllegalStateException("arena full: " + bytes + " bytes");
        }
        bytes = bytes > MOST_BYTES / 2 ? MOST_BYTES : 2 * bytes;
        start = moved(grant, start);
        if (shadow != 0) {
            shadow = moved(shadowGrant, shadow);
        }
    }

    private long moved(Grant from, long begin) {
        long former = from.address;
        long target = from.replace(bytes);
        UnsafeApi.copyMemory(begin, target, top);
        UnsafeApi.freeMemory(former);
        return target;
    }

    private long address(int handle, int field) {
        assert handle >= 0 && handle + field < top : handle + "+" + field;
        return start + handle + field;
    }
}
