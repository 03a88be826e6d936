package energy.peerwatt.book;

/**
 * A side with few orders: their costs and nodes in one block, the best last, among equal costs the
 * oldest last. Meeting or moving an order touches no other order.
 *
 * <p>A block of n lines has room for {@code 16 * n / 3} orders: first their costs (long), then
 * their nodes (int).
 */
final class SortedQueue {

    private static final int MOST_LINES = 3;

    private final Arena arena;
    private final Contracts contracts;
    private final OrderNodes orders;

    SortedQueue(Arena arena, Contracts contracts, OrderNodes orders) {
        this.arena = arena;
        this.contracts = contracts;
        this.orders = orders;
    }

    /** Adds an order behind those of equal cost; false if the side has too many for a queue. */
    boolean add(int record, int side, int node) {
        int count = contracts.count(record, side);
        int lines = -contracts.top(record, side);
        if (count == room(lines)) {
            if (lines == MOST_LINES) {
                return false;
            }
            widen(record, side, lines);
            lines++;
        }
        insert(contracts.index(record, side), count, room(lines), node);
        orders.place(node, 0, 0);
        contracts.count(record, side, count + 1);
        contracts.best(record, side, costAt(contracts.index(record, side), count));
        return true;
    }

    private void insert(int block, int count, int room, int node) {
        long cost = orders.cost(node);
        int at = count;
        while (at > 0 && costAt(block, at - 1) <= cost) {
            set(block, room, at, costAt(block, at - 1), nodeAt(block, room, at - 1));
            at--;
        }
        set(block, room, at, cost, node);
    }

    void remove(int record, int side, int node) {
        int block = contracts.index(record, side);
        int room = room(-contracts.top(record, side));
        int count = contracts.count(record, side) - 1;
        int at = count;
        while (nodeAt(block, room, at) != node) {
            at--;
        }
        for (; at < count; at++) {
            set(block, room, at, costAt(block, at + 1), nodeAt(block, room, at + 1));
        }
        contracts.count(record, side, count);
        contracts.best(record, side, count == 0 ? Contracts.NOTHING : costAt(block, count - 1));
    }

    /** The order in a place from the best on, from 0. */
    int node(int record, int side, int place) {
        int at = contracts.count(record, side) - 1 - place;
        return nodeAt(contracts.index(record, side), room(-contracts.top(record, side)), at);
    }

    /** The cost of the order in a place from the best on, from 0. */
    long cost(int record, int side, int place) {
        return costAt(contracts.index(record, side), contracts.count(record, side) - 1 - place);
    }

    /** Frees the block of a side. */
    void free(int record, int side) {
        int lines = -contracts.top(record, side);
        if (lines > 0) {
            arena.free(contracts.index(record, side), lines);
        }
    }

    /** Hands the orders over to a ladder that has begun, and frees the block. */
    void moveTo(Ladder ladder, int record, int side) {
        int block = contracts.index(record, side);
        int lines = -contracts.top(record, side);
        int count = contracts.count(record, side);
        ladder.begin(record, side, contracts.best(record, side));
        for (int at = count - 1; at >= 0; at--) {
            ladder.add(record, side, nodeAt(block, room(lines), at));
        }
        arena.free(block, lines);
    }

    private void widen(int record, int side, int lines) {
        int block = arena.allocate(lines + 1);
        int old = contracts.index(record, side);
        for (int at = 0; at < contracts.count(record, side); at++) {
            set(block, room(lines + 1), at, costAt(old, at), nodeAt(old, room(lines), at));
        }
        free(record, side);
        contracts.index(record, side, block);
        contracts.top(record, side, -lines - 1);
    }

    private static int room(int lines) {
        return 16 * lines / 3;
    }

    private long costAt(int block, int at) {
        return arena.getLong(block, 8 * at);
    }

    private int nodeAt(int block, int room, int at) {
        return arena.getInt(block, 8 * room + 4 * at);
    }

    private void set(int block, int room, int at, long cost, int node) {
        arena.putLong(block, 8 * at, cost);
        arena.putInt(block, 8 * room + 4 * at, node);
    }
}
