package energy.peerwatt.book;

/** The two sides of every contract: sorted queues while they have few orders, then ladders. */
final class Sides {

    private final Contracts contracts;
    private final OrderNodes orders;
    final SortedQueue queue;
    final Ladder ladder;

    Sides(Arena arena, Contracts contracts, OrderNodes orders) {
        this.contracts = contracts;
        this.orders = orders;
        queue = new SortedQueue(arena, contracts, orders);
        ladder = new Ladder(arena, contracts, orders);
    }

    boolean isLadder(int record, int side) {
        return contracts.top(record, side) > 0;
    }

    /** Adds an order behind those of equal cost. */
    void add(int record, int side, int node) {
        if (isLadder(record, side)) {
            ladder.add(record, side, node);
        } else if (!queue.add(record, side, node)) {
            queue.moveTo(ladder, record, side);
            ladder.add(record, side, node);
        }
    }

    void remove(int record, int side, int node) {
        if (orders.level(node) != 0) {
            ladder.remove(record, side, node);
        } else {
            queue.remove(record, side, node);
        }
    }

    /** Notes that an order has less left. */
    void reduce(int node, long wattHours) {
        int level = orders.level(node);
        if (level != 0) {
            ladder.reduce(level, wattHours);
        }
    }

    /** Puts an order behind those of equal cost. */
    void moveToEnd(int record, int side, int node) {
        if (orders.level(node) != 0) {
            ladder.moveToEnd(node);
        } else {
            queue.remove(record, side, node);
            queue.add(record, side, node);
        }
    }

    /** The best order of a side that has any. */
    int first(int record, int side) {
        int top = contracts.top(record, side);
        return top > 0 ? orders.next(top) : queue.node(record, side, 0);
    }

    /** Frees what a side needs beside its orders. */
    void free(int record, int side) {
        if (isLadder(record, side)) {
            ladder.free(record, side);
        } else {
            queue.free(record, side);
        }
    }
}
