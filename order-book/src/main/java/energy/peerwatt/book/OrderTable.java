package energy.peerwatt.book;

/**
 * Finds a resting order by its id. Ids are dense, so this is an array: pages of {@value #IDS} ids
 * in the arena, kept while an order of theirs rests. The pages of the ids in use form a ring.
 */
final class OrderTable {

    private static final int PAGE_BITS = 8;
    private static final int IDS = 1 << PAGE_BITS;
    private static final int PAGE_LINES = IDS / 16;

    /** Lines of zeros at the start of the arena: the page of ids that have none. */
    static final int RESERVED_LINES = PAGE_LINES;

    /** A new page pays for looking at this many old ones. */
    private static final int LOOKS = 2;

    private final BookMemory memory;

    /** Blocks of the pages {@code first} to {@code first + count - 1}, at their low bits. */
    private int[] ring = new int[4];

    private long first;
    private int count;
    private int looked;

    OrderTable(BookMemory memory) {
        this.memory = memory;
    }

    /** The node of a resting order, 0 if it does not rest. */
    int get(long id) {
        long page = id >> PAGE_BITS;
        if (Long.compareUnsigned(page - first, count) >= 0) {
            return 0;
        }
        return memory.getInt(ring[at(page)], field(id));
    }

    void put(long id, int node) {
        long page = id >> PAGE_BITS;
        if (Long.compareUnsigned(page - first, count) >= 0 || ring[at(page)] == 0) {
            addPage(page);
        }
        memory.putInt(ring[at(page)], field(id), node);
    }

    /** Forgets an order that rests. */
    void remove(long id) {
        memory.putInt(ring[at(id >> PAGE_BITS)], field(id), 0);
    }

    /** Bytes outside the memory. */
    long usedBytes() {
        return 4L * ring.length;
    }

    private static int field(long id) {
        return ((int) id & (IDS - 1)) << 2;
    }

    private int at(long page) {
        return (int) page & (ring.length - 1);
    }

    private void addPage(long page) {
        dropEmptyPages();
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
    }

    private void widen(int needed) {
        int[] old = ring;
        ring = new int[Integer.highestOneBit(needed - 1) * 2];
        for (long page = first; page < first + count; page++) {
            ring[at(page)] = old[(int) page & (old.length - 1)];
        }
    }

    /** Looks at a few pages in turn, then lets the ring begin with the oldest page in use. */
    private void dropEmptyPages() {
        for (int i = 0; i < LOOKS && count > 0; i++) {
            looked = looked + 1 < count ? looked + 1 : 0;
            dropIfEmpty(at(first + looked));
        }
        while (count > 0 && ring[at(first)] == 0) {
            first++;
            count--;
        }
    }

    private void dropIfEmpty(int at) {
        int block = ring[at];
        if (block != 0 && isEmpty(block)) {
            memory.free(block, PAGE_LINES);
            ring[at] = 0;
        }
    }

    private boolean isEmpty(int block) {
        long any = 0;
        for (int field = 0; field < 4 * IDS; field += 8) {
            any |= memory.getLong(block, field);
        }
        return any == 0;
    }
}
