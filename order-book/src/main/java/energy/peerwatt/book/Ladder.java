package energy.peerwatt.book;

/**
 * A side with many orders: a list of orders for every tick. An order is put in its place and taken
 * out of it without a look at other levels. A list is a ring through the level itself, so that an
 * empty one is no special case.
 */
final class Ladder extends LadderTree {

    /** From a level to its sum. */
    private static final int QUANTITY = 8 * LEAF_LEVELS;

    /** From a child to its sum. */
    private static final int SUM = 8 * CHILDREN;

    /** Whether sums are kept. */
    private boolean sums;

    Ladder(BookMemory memory) {
        super(memory);
    }

    /** Makes a side an empty ladder around what was its best cost. */
    void begin(int side) {
        begin(side, memory.ticks(side, memory.best(side)));
        memory.count(side, 0);
        memory.best(side, BookMemory.NOTHING);
    }

    /** Adds an order behind those of equal cost. */
    void add(int side, int order) {
        long cost = memory.cost(order);
        long ticks = memory.ticks(side, cost);
        int found = childAt(side, ticks);
        int child = leaf(found) == 0 ? makeChild(side, ticks) : found;
        int level = level(child, slotOf(ticks));
        long others = link(child, level, order);
        if (sums) {
            count(child, level, memory.left(order));
        }
        memory.count(side, memory.count(side) + 1);
        if (others == 0) {
            markAbove(child);
        }
        if (cost < memory.best(side)) {
            best(side, cost, level);
        }
    }

    void remove(int side, int order) {
        int child = memory.child(order);
        int level = memory.level(order);
        long others = unlink(child, level, order);
        if (sums) {
            count(child, level, -memory.left(order));
        }
        memory.count(side, memory.count(side) - 1);
        if (others == 0) {
            clearAbove(child);
        }
        if (level == memory.top(side) && isEmpty(level)) {
            findBest(side);
        }
    }

    /**
     * Moves an order behind those of another cost. What is seldom needed comes last: so nothing has
     * to be kept for after it.
     */
    void move(int side, int order, long cost, long ticks, long left) {
        int to = childAt(side, ticks);
        if (leaf(to) == 0) {
            makeChild(side, ticks);
            move(side, order, cost, ticks, left);
            return;
        }
        int from = memory.child(order);
        int before = memory.level(order);
        int level = level(to, slotOf(ticks));
        long othersThere = unlink(from, before, order);
        long others = link(to, level, order);
        if (sums) {
            count(from, before, -memory.left(order));
            count(to, level, left);
        }
        memory.cost(order, cost);
        memory.left(order, left);
        if (othersThere == 0) {
            clearAbove(from);
        }
        if (others == 0) {
            markAbove(to);
        }
        if (cost < memory.best(side)) {
            best(side, cost, level);
        } else if (before == memory.top(side) && isEmpty(before)) {
            findBest(side);
        }
    }

    private void best(int side, long cost, int level) {
        memory.best(side, cost);
        memory.top(side, level);
    }

    private boolean isEmpty(int level) {
        return memory.next(level) == level;
    }

    /** Moves an order to the end of its level. */
    void moveToEnd(int order) {
        int next = memory.next(order);
        int previous = memory.previous(order);
        memory.next(previous, next);
        memory.previous(next, previous);
        append(memory.level(order), order);
    }

    /** Notes that an order has less left. */
    void reduce(int order, long wattHours) {
        if (sums) {
            count(memory.child(order), memory.level(order), -wattHours);
        }
    }

    private void count(int child, int level, long wattHours) {
        memory.putLong(level, QUANTITY, quantity(level) + wattHours);
        memory.putLong(child, SUM, sum(child) + wattHours);
    }

    boolean keepsSums() {
        return sums;
    }

    /** Keeps sums from now on; those of all ladders there are have to be made. */
    void keepSums() {
        sums = true;
    }

    /** Makes the sums of a side. */
    void makeSums(int side) {
        for (int child = firstChild(side); child != 0; child = nextChild(child)) {
            memory.putLong(child, SUM, sumOfLevels(leaf(child)));
        }
    }

    private long sumOfLevels(int leaf) {
        long sum = 0;
        for (int level = leaf; level < leaf + LEAF_LEVELS; level++) {
            long orders = sumOfOrders(level);
            memory.putLong(level, QUANTITY, orders);
            sum += orders;
        }
        return sum;
    }

    /** Wh of a level, hidden parts included; takes a look at each order. */
    long sumOfOrders(int level) {
        long sum = 0;
        for (int order = memory.next(level); order != level; order = memory.next(order)) {
            sum += memory.left(order);
        }
        return sum;
    }

    /** Returns which leaves of the node still have orders. */
    private long unlink(int child, int level, int order) {
        int next = memory.next(order);
        int previous = memory.previous(order);
        memory.next(previous, next);
        memory.previous(next, previous);
        return clear(child, isZero(next ^ previous) << (level & (LEAF_LEVELS - 1)));
    }

    /** Returns which leaves of the node had orders before. */
    private long link(int child, int level, int order) {
        long others = mark(child, 1 << (level & (LEAF_LEVELS - 1)));
        append(level, order);
        memory.place(order, level, child);
        return others;
    }

    private void append(int level, int order) {
        int last = memory.previous(level);
        memory.next(order, level);
        memory.previous(order, last);
        memory.next(last, order);
        memory.previous(level, order);
    }

    private void findBest(int side) {
        if (isEmptyTree(side)) {
            free(side);
            memory.index(side, 0);
            memory.top(side, 0);
            memory.best(side, BookMemory.NOTHING);
            return;
        }
        int child = firstChild(side);
        int slot = Integer.numberOfTrailingZeros(levels(child));
        best(side, (ticks(child) + slot) * memory.tick(side), level(child, slot));
    }

    /** Wh of a child's leaf, hidden parts included; only while sums are kept. */
    long sum(int child) {
        return memory.getLong(child, SUM);
    }

    /** Wh of a level, hidden parts included; only while sums are kept. */
    long quantity(int level) {
        return memory.getLong(level, QUANTITY);
    }
}
