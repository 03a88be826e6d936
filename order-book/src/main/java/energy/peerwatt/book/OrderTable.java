package energy.peerwatt.book;

/**
 * Finds a resting order by its id. Ids are dense, so this is an array: pages of {@value #IDS} ids
 * in the arena. A page goes when no order of its ids rests any more, unless it is the last. Pages
 * are found by a ring over the range of ids in use.
 */
final class OrderTable {

    private static final int PAGE_BITS = 8;
    private static final int IDS = 1 << PAGE_BITS;
    private static final int PAGE_LINES = IDS / 16;

    /** Lines of zeros at the start of the arena: the page of ids that have none. */
    static final int RESERVED_LINES = PAGE_LINES;

    private final BookMemory memory;

    /** Blocks of pages, each at its number's low bits; 0 if there is none. */
    private int[] ring = new int[4];

    /** Likewise, how many orders they have. */
    private int[] orders = new int[4];

    /** The ring is for this page and the {@code count - 1} after it. */
    private long first;

    private int count;

    /** The id asked for last, and what it has: most often it is asked for again. */
    private long latest = Long.MIN_VALUE;

    private int latestValue;

    OrderTable(BookMemory memory) {
        this.memory = memory;
    }

    /** What was put for an id, 0 if nothing. */
    int get(long id) {
        if (id != latest) {
            long page = id >> PAGE_BITS;
            latestValue = isInRing(page) ? memory.getInt(ring[at(page)], field(id)) : 0;
            latest = id;
        }
        return latestValue;
    }

    /** Notes something other than 0 for an id that has nothing. */
    void put(long id, int value) {
        long page = id >> PAGE_BITS;
        if (!isInRing(page) || ring[at(page)] == 0) {
            addPage(page);
        }
        memory.putInt(ring[at(page)], field(id), value);
        orders[at(page)]++;
        latest = id;
        latestValue = value;
    }

    /** Forgets an id that has something. */
    void remove(long id) {
        latest = id;
        latestValue = 0;
        long page = id >> PAGE_BITS;
        memory.putInt(ring[at(page)], field(id), 0);
        if (--orders[at(page)] == 0) {
            dropIfEmpty(page);
        }
    }

    /** Bytes outside the arena. */
    long usedBytes() {
        return 8L * ring.length;
    }

    private boolean isInRing(long page) {
        return Long.compareUnsigned(page - first, count) < 0;
    }

    private int at(long page) {
        return (int) page & (ring.length - 1);
    }

    private static int field(long id) {
        return ((int) id & (IDS - 1)) << 2;
    }

    private void addPage(long page) {
        long last = first + count - 1;
        if (count == 0) {
            first = page;
        }
        long low = Math.min(first, page);
        int needed = Math.toIntExact(Math.max(first + count, page + 1) - low);
        if (needed > ring.length) {
            widen(needed);
        }
        first = low;
        count = needed;
        int block = memory.allocate(PAGE_LINES);
        memory.clear(block, PAGE_LINES);
        ring[at(page)] = block;
        dropIfEmpty(last);
    }

    private void widen(int needed) {
        int[] oldRing = ring;
        int[] oldOrders = orders;
        ring = new int[Integer.highestOneBit(needed - 1) * 2];
        orders = new int[ring.length];
        for (long page = first; page < first + count; page++) {
            int old = (int) page & (oldRing.length - 1);
            ring[at(page)] = oldRing[old];
            orders[at(page)] = oldOrders[old];
        }
    }

    /** Drops a page of the ring that has no orders and is not the last. */
    private void dropIfEmpty(long page) {
        int at = at(page);
        boolean last = page == first + count - 1;
        if (last || !isInRing(page) || ring[at] == 0 || orders[at] > 0) {
            return;
        }
        memory.free(ring[at], PAGE_LINES);
        ring[at] = 0;
        while (ring[at(first)] == 0) {
            first++;
            count--;
        }
    }
}
