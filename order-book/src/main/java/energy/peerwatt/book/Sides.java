package energy.peerwatt.book;

/** The sides of all contracts: sorted queues while they have few orders, then ladders. */
final class Sides {

    final SortedQueue queue;
    final Ladder ladder;
    private final BookMemory memory;

    Sides(BookMemory memory) {
        this.memory = memory;
        queue = new SortedQueue(memory);
        ladder = new Ladder(memory);
    }

    boolean isLadder(int side) {
        return memory.top(side) > 0;
    }

    /** Adds an order behind those of equal cost. */
    void add(int side, int node) {
        if (isLadder(side)) {
            ladder.add(side, node);
        } else if (!queue.add(side, node)) {
            queue.moveTo(ladder, side);
            ladder.add(side, node);
        }
    }

    void remove(int side, int node) {
        if (isLadder(side)) {
            ladder.remove(side, node);
        } else {
            queue.remove(side, node);
        }
    }

    /** Moves an order behind those of another cost, with another quantity left. */
    void move(int side, int node, long cost, long ticks, long left) {
        if (isLadder(side)) {
            ladder.move(side, node, cost, ticks, left);
            return;
        }
        queue.remove(side, node);
        memory.cost(node, cost);
        memory.left(node, left);
        add(side, node);
    }

    /** Notes that an order will have less left. */
    void reduce(int node, long wattHours) {
        if (memory.level(node) != 0) {
            ladder.reduce(node, wattHours);
        }
    }

    /** Makes the sums of a side that is a ladder. */
    void makeSums(int side) {
        if (isLadder(side)) {
            ladder.makeSums(side);
        }
    }

    /** Puts an order behind those of equal cost. */
    void moveToEnd(int side, int node) {
        if (isLadder(side)) {
            ladder.moveToEnd(node);
        } else {
            queue.remove(side, node);
            queue.add(side, node);
        }
    }

    /** The best order of a side that has any. */
    int first(int side) {
        int top = memory.top(side);
        return top > 0 ? memory.next(top) : queue.nodeAt(side, 0);
    }

    /** Reads what putting an order in its place will need; the side may be 0. */
    long fetch(int side) {
        return isLadder(side) ? memory.next(memory.top(side)) : queue.fetch(side);
    }

    /** Frees what a side needs beside its orders. */
    void free(int side) {
        if (isLadder(side)) {
            ladder.free(side);
        } else {
            queue.free(side);
        }
    }
}
