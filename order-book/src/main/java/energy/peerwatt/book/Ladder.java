package energy.peerwatt.book;

/**
 * A side with many orders: a list of orders for every tick. An order is put in its place and taken
 * out of it without a look at other levels. A list is a ring through the level itself, so that an
 * empty one is no special case.
 */
final class Ladder extends LadderTree {

    /** Whether sums are kept: of levels and of children, in their shadow. */
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
        append(level, order);
        memory.place(order, level, child);
        markIfNew(child, level);
        if (sums) {
            count(child, level, memory.left(order));
        }
        memory.count(side, memory.count(side) + 1);
        if (cost < memory.best(side)) {
            best(side, cost, level);
        }
    }

    void remove(int side, int order) {
        int level = memory.level(order);
        unlink(order);
        if (sums) {
            leave(memory.child(order), level, memory.left(order));
        }
        memory.count(side, memory.count(side) - 1);
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
        int before = memory.level(order);
        int level = level(to, slotOf(ticks));
        unlink(order);
        append(level, order);
        if (sums) {
            leave(memory.child(order), before, memory.left(order));
            count(to, level, left);
        }
        memory.place(order, level, to);
        memory.cost(order, cost);
        memory.left(order, left);
        markIfNew(to, level);
        if (cost < memory.best(side)) {
            best(side, cost, level);
        } else if (before == memory.top(side) && isEmpty(before)) {
            findBest(side);
        }
    }

    private void markIfNew(int child, int level) {
        int bit = 1 << slotOf(level);
        if ((levels(child) & bit) == 0) {
            mark(child, bit);
        }
    }

    /** Notes that an order has left a level, which then may have none. */
    private void leave(int child, int level, long wattHours) {
        count(child, level, -wattHours);
        if (isEmpty(level)) {
            clear(child, 1 << slotOf(level));
        }
    }

    private void best(int side, long cost, int level) {
        memory.best(side, cost);
        memory.top(side, level);
    }

    /** Whether a level has no orders, whatever its mark says. */
    boolean isEmpty(int level) {
        return memory.next(level) == level;
    }

    /** Moves an order to the end of its level. */
    void moveToEnd(int order) {
        unlink(order);
        append(memory.level(order), order);
    }

    /** Notes that an order has less left. */
    void reduce(int order, long wattHours) {
        if (sums) {
            count(memory.child(order), memory.level(order), -wattHours);
        }
    }

    private void count(int child, int level, long wattHours) {
        memory.putShadow(level, quantity(level) + wattHours);
        memory.putShadow(child, sum(child) + wattHours);
    }

    boolean keepsSums() {
        return sums;
    }

    /** Keeps sums from now on; those of all ladders there are have to be made. */
    void keepSums() {
        sums = true;
        memory.addShadow();
    }

    /** Makes the sums of a side. */
    void makeSums(int side) {
        for (int child = firstChild(side); child != 0; child = nextChild(child)) {
            memory.putShadow(child, sumOfLevels(leaf(child)));
            clear(child, emptyLevels(child));
        }
    }

    private long sumOfLevels(int leaf) {
        long sum = 0;
        for (int level = leaf; level < leaf + LEVEL * LEAF_LEVELS; level += LEVEL) {
            long orders = sumOfOrders(level);
            memory.putShadow(level, orders);
            sum += orders;
        }
        return sum;
    }

    private int emptyLevels(int child) {
        int empty = 0;
        for (int slot = 0; slot < LEAF_LEVELS; slot++) {
            if (isEmpty(level(child, slot))) {
                empty |= 1 << slot;
            }
        }
        return empty;
    }

    /** Wh of a level, hidden parts included; takes a look at each order. */
    long sumOfOrders(int level) {
        long sum = 0;
        for (int order = memory.next(level); order != level; order = memory.next(order)) {
            sum += memory.left(order);
        }
        return sum;
    }

    private void unlink(int order) {
        int next = memory.next(order);
        int previous = memory.previous(order);
        memory.next(previous, next);
        memory.previous(next, previous);
    }

    private void append(int level, int order) {
        int last = memory.previous(level);
        memory.next(order, level);
        memory.previous(order, last);
        memory.next(last, order);
        memory.previous(level, order);
    }

    /** Finds the best level that has orders, and clears the better ones' marks. */
    private void findBest(int side) {
        if (memory.count(side) == 0) {
            free(side);
            memory.index(side, 0);
            memory.top(side, 0);
            memory.best(side, BookMemory.NOTHING);
            return;
        }
        int child = firstChild(side);
        int marked = clearFirst(child);
        while (marked == 0) {
            child = firstChild(side);
            marked = clearFirst(child);
        }
        int slot = Integer.numberOfTrailingZeros(marked);
        best(side, (ticks(child) + slot) * memory.tick(side), level(child, slot));
    }

    /**
     * Clears the marks of a child's levels up to the first that has orders, all at once; returns
     * those that remain.
     */
    private int clearFirst(int child) {
        int marked = levels(child);
        int left = marked;
        while (left != 0 && isEmpty(level(child, Integer.numberOfTrailingZeros(left)))) {
            left &= left - 1;
        }
        if (left != marked) {
            clear(child, marked ^ left);
        }
        return left;
    }

    /** Wh of a child's leaf, hidden parts included; only while sums are kept. */
    long sum(int child) {
        return memory.getShadow(child);
    }

    /** Wh of a level, hidden parts included; only while sums are kept. */
    long quantity(int level) {
        return memory.getShadow(level);
    }
}
