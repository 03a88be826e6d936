package energy.peerwatt.book;

/**
 * A side with few orders: their costs and handles in one block, the best last, and of equal costs
 * the oldest last. Putting an order in its place touches no other order.
 *
 * <p>A block of n lines has room for {@code 16 * n / 3} orders: their costs (long), then their
 * handles (int).
 */
final class SortedQueue {

    private static final int MOST_LINES = 3;

    private final BookMemory memory;

    SortedQueue(BookMemory memory) {
        this.memory = memory;
    }

    /** Adds an order behind those of equal cost; false if the side has too many for a queue. */
    boolean add(int side, int node) {
        int count = memory.count(side);
        int lines = -memory.top(side);
        if (count == room(lines)) {
            if (lines == MOST_LINES) {
                return false;
            }
            widen(side, lines);
            lines++;
        }
        int block = memory.index(side);
        insert(block, count, room(lines), node);
        memory.place(node, 0, 0);
        memory.count(side, count + 1);
        memory.best(side, cost(block, count));
        return true;
    }

    private void insert(int block, int count, int room, int node) {
        long cost = memory.cost(node);
        int at = count;
        while (at > 0 && cost(block, at - 1) <= cost) {
            set(block, room, at, cost(block, at - 1), node(block, room, at - 1));
            at--;
        }
        set(block, room, at, cost, node);
    }

    void remove(int side, int node) {
        int block = memory.index(side);
        int room = room(-memory.top(side));
        int last = memory.count(side) - 1;
        int at = last;
        while (node(block, room, at) != node) {
            at--;
        }
        for (; at < last; at++) {
            set(block, room, at, cost(block, at + 1), node(block, room, at + 1));
        }
        memory.count(side, last);
        memory.best(side, last == 0 ? BookMemory.NOTHING : cost(block, last - 1));
    }

    /** The order in a place from the best on, from 0. */
    int nodeAt(int side, int place) {
        int at = memory.count(side) - 1 - place;
        return node(memory.index(side), room(-memory.top(side)), at);
    }

    /** The cost of the order in a place from the best on, from 0. */
    long costAt(int side, int place) {
        return cost(memory.index(side), memory.count(side) - 1 - place);
    }

    /** Reads the best order's cost and handle, 0 if there is none. */
    long fetch(int side) {
        int at = Math.max(memory.count(side) - 1, 0);
        int block = memory.index(side);
        return cost(block, at) + node(block, room(-memory.top(side)), at);
    }

    /** Frees the block of a side. */
    void free(int side) {
        int lines = -memory.top(side);
        if (lines > 0) {
            memory.free(memory.index(side), lines);
        }
    }

    /** Hands all orders over to a ladder. */
    void moveTo(Ladder ladder, int side) {
        int block = memory.index(side);
        int lines = -memory.top(side);
        int count = memory.count(side);
        ladder.begin(side);
        for (int at = count - 1; at >= 0; at--) {
            ladder.add(side, node(block, room(lines), at));
        }
        memory.free(block, lines);
    }

    private void widen(int side, int lines) {
        int block = memory.allocate(lines + 1);
        int old = memory.index(side);
        for (int at = 0; at < memory.count(side); at++) {
            set(block, room(lines + 1), at, cost(old, at), node(old, room(lines), at));
        }
        free(side);
        memory.index(side, block);
        memory.top(side, -lines - 1);
    }

    private static int room(int lines) {
        return 16 * lines / 3;
    }

    private long cost(int block, int at) {
        return memory.getLong(block, 8 * at);
    }

    private int node(int block, int room, int at) {
        return memory.getInt(block, 8 * room + 4 * at);
    }

    private void set(int block, int room, int at, long cost, int node) {
        memory.putLong(block, 8 * at, cost);
        memory.putInt(block, 8 * room + 4 * at, node);
    }
}
