package energy.peerwatt.book;

/**
 * A side with many orders: a list of orders for every tick, found through a tree of bit masks. Its
 * nodes have 64 children each; below the lowest of them are leaves of 16 neighbouring levels. The
 * root grows with the range of ticks in use. An order is put in its place and taken out of it
 * without a look at other levels.
 *
 * <p>A level is part of its leaf and lasts as long. Its list is a ring through the level itself, so
 * an empty list is no special case. Nodes and leaves last until the side is empty.
 *
 * <table>
 * <caption>A node, 17 lines</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>long</td><td>mask: which children have orders</td></tr>
 * <tr><td>8</td><td>int</td><td>its parent, 0 for the root</td></tr>
 * <tr><td>12</td><td>int</td><td>its slot in the parent</td></tr>
 * <tr><td>16</td><td>long</td><td>first tick of its range</td></tr>
 * <tr><td>24</td><td>int</td><td>a child's ticks are 2 to the power of this</td></tr>
 * <tr><td>64</td><td>8 bytes</td><td>64 children</td></tr>
 * <tr><td>576</td><td>long</td><td>64 sums: Wh of each child that is a leaf, with hidden parts,
 * once sums are kept</td></tr>
 * </table>
 *
 * <table>
 * <caption>A child</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>int</td><td>node or leaf, 0 if there is none yet</td></tr>
 * <tr><td>4</td><td>int</td><td>of a leaf: which levels have orders, plus 2^16 times its slot</td></tr>
 * </table>
 *
 * <table>
 * <caption>A leaf, 4 lines, aligned: 16 levels of a word each, then their sums</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>int</td><td>first order</td></tr>
 * <tr><td>4</td><td>int</td><td>last order</td></tr>
 * <tr><td>128</td><td>long</td><td>Wh of all orders, with hidden parts, once sums are kept</td></tr>
 * </table>
 */
final class Ladder {

    private static final int NODE_LINES = 17;
    private static final int NODE_BITS = 6;
    private static final int CHILDREN = 1 << NODE_BITS;

    private static final int MASK = 0;
    private static final int PARENT = 8;
    private static final int SLOT = 12;
    private static final int FIRST = 16;
    private static final int SHIFT = 24;

    /** Words before the first child. */
    private static final int HEADER = 8;

    private static final int CHILD = 0;
    private static final int LEVELS = 4;
    private static final int SLOT_SHIFT = 16;

    /** From a child to its sum. */
    private static final int SUM = 8 * CHILDREN;

    private static final int LEAF_LINES = Arena.ALIGNED_LINES;
    private static final int LEAF_BITS = 4;
    private static final int LEAF_LEVELS = 1 << LEAF_BITS;

    /** From a level to its sum. */
    private static final int QUANTITY = 8 * LEAF_LEVELS;

    private final BookMemory memory;

    /** Whether sums are kept. */
    private boolean sums;

    Ladder(BookMemory memory) {
        this.memory = memory;
    }

    /** Makes a side an empty ladder around what was its best cost. */
    void begin(int side) {
        long ticks = memory.ticks(side, memory.best(side));
        memory.index(side, node(LEAF_BITS, ticks - (CHILDREN * LEAF_LEVELS / 2)));
        memory.count(side, 0);
        memory.best(side, BookMemory.NOTHING);
    }

    /** Adds an order behind those of equal cost. */
    void add(int side, int order) {
        link(side, order);
        memory.count(side, memory.count(side) + 1);
    }

    void remove(int side, int order) {
        unlink(side, order);
        memory.count(side, memory.count(side) - 1);
    }

    /** Moves an order, not the only one, behind those of another cost. */
    void move(int side, int order, long cost, long left) {
        unlink(side, order);
        memory.cost(order, cost);
        memory.left(order, left);
        link(side, order);
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

    /** Makes the sums below a root. */
    void makeSums(int root) {
        boolean leaves = memory.getInt(root, SHIFT) == LEAF_BITS;
        for (long mask = memory.getLong(root, MASK); mask != 0; mask &= mask - 1) {
            int child = root + HEADER + Long.numberOfTrailingZeros(mask);
            if (leaves) {
                memory.putLong(child, SUM, sumOfLevels(memory.getInt(child, CHILD)));
            } else {
                makeSums(memory.getInt(child, CHILD));
            }
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

    private void unlink(int side, int order) {
        int level = memory.level(order);
        int child = memory.child(order);
        int next = memory.next(order);
        int previous = memory.previous(order);
        memory.next(previous, next);
        memory.previous(next, previous);
        if (sums) {
            count(child, level, -memory.left(order));
        }
        int slot = level & (LEAF_LEVELS - 1);
        int levels = memory.getInt(child, LEVELS) & ~(isZero(next ^ previous) << slot);
        memory.putInt(child, LEVELS, levels);
        int leaf = levels >>> SLOT_SHIFT;
        int node = child - HEADER - leaf;
        long noLevels = isZero(levels & ((1 << LEAF_LEVELS) - 1));
        long mask = memory.getLong(node, MASK) & ~(noLevels << leaf);
        memory.putLong(node, MASK, mask);
        if (mask == 0) {
            clearAbove(node);
        }
        if (level == memory.top(side) && next == previous) {
            findBest(side);
        }
    }

    /** 1 for 0, else 0: without a branch, as nobody can foresee which it is. */
    private static int isZero(int value) {
        return ~(value | -value) >>> 31;
    }

    private void link(int side, int order) {
        long cost = memory.cost(order);
        long ticks = memory.ticks(side, cost);
        int root = rootOf(side, ticks);
        long distance = ticks - memory.getLong(root, FIRST);
        int child = child(root, distance);
        int slot = (int) distance & (LEAF_LEVELS - 1);
        int level = memory.getInt(child, CHILD) + slot;
        memory.putInt(child, LEVELS, memory.getInt(child, LEVELS) | (1 << slot));
        if (sums) {
            count(child, level, memory.left(order));
        }
        append(level, order);
        memory.place(order, level, child);
        if (cost < memory.best(side)) {
            memory.best(side, cost);
            memory.top(side, level);
        }
    }

    private void append(int level, int order) {
        int last = memory.previous(level);
        memory.next(order, level);
        memory.previous(order, last);
        memory.next(last, order);
        memory.previous(level, order);
    }

    /** The root, above the range of a tick. */
    private int rootOf(int side, long ticks) {
        int root = memory.index(side);
        long distance = ticks - memory.getLong(root, FIRST);
        boolean inside = (distance >>> (memory.getInt(root, SHIFT) + NODE_BITS)) == 0;
        return inside ? root : grow(side, ticks);
    }

    /** The child with the leaf at a distance from the root's first tick; sets the masks above. */
    private int child(int root, long distance) {
        int node = root;
        int shift = memory.getInt(root, SHIFT);
        int child = childOf(node, distance, shift);
        while (shift > LEAF_BITS) {
            int below = memory.getInt(child, CHILD);
            node = below == 0 ? nodeBelow(child, node, shift) : below;
            shift -= NODE_BITS;
            child = childOf(node, distance, shift);
        }
        if (memory.getInt(child, CHILD) == 0) {
            memory.putInt(child, CHILD, leaf());
        }
        return child;
    }

    private int childOf(int node, long distance, int shift) {
        int slot = (int) (distance >>> shift) & (CHILDREN - 1);
        memory.putLong(node, MASK, memory.getLong(node, MASK) | (1L << slot));
        return node + HEADER + slot;
    }

    private int nodeBelow(int child, int parent, int shift) {
        int slot = child - parent - HEADER;
        long first = memory.getLong(parent, FIRST) + ((long) slot << shift);
        int node = node(shift - NODE_BITS, first);
        attach(child, parent, node);
        return node;
    }

    private void attach(int child, int parent, int node) {
        memory.putInt(node, PARENT, parent);
        memory.putInt(node, SLOT, child - parent - HEADER);
        memory.putInt(child, CHILD, node);
    }

    private int node(int shift, long first) {
        int node = memory.allocate(NODE_LINES);
        memory.clear(node, NODE_LINES);
        memory.putInt(node, SHIFT, shift);
        memory.putLong(node, FIRST, first);
        for (int slot = 0; slot < CHILDREN; slot++) {
            memory.putInt(node + HEADER + slot, LEVELS, slot << SLOT_SHIFT);
        }
        return node;
    }

    private int leaf() {
        int leaf = memory.allocate(LEAF_LINES);
        memory.clear(leaf, LEAF_LINES);
        for (int level = leaf; level < leaf + LEAF_LEVELS; level++) {
            memory.next(level, level);
            memory.previous(level, level);
        }
        return leaf;
    }

    /** Puts roots on top until the range includes a tick, the former root in their middle. */
    private int grow(int side, long ticks) {
        int root = memory.index(side);
        int shift = memory.getInt(root, SHIFT);
        long first = memory.getLong(root, FIRST);
        while (((ticks - first) >>> (shift + NODE_BITS)) != 0) {
            shift += NODE_BITS;
            first -= (CHILDREN / 2L) << shift;
            int above = node(shift, first);
            attach(above + HEADER + CHILDREN / 2, above, root);
            memory.putLong(above, MASK, 1L << (CHILDREN / 2));
            root = above;
        }
        memory.index(side, root);
        return root;
    }

    /** Notes that nothing is below a node, and so perhaps below the nodes above it. */
    private void clearAbove(int empty) {
        int node = empty;
        long mask = 0;
        while (mask == 0 && memory.getInt(node, PARENT) != 0) {
            int slot = memory.getInt(node, SLOT);
            node = memory.getInt(node, PARENT);
            mask = clear(node, slot);
        }
    }

    private long clear(int node, int slot) {
        long mask = memory.getLong(node, MASK) & ~(1L << slot);
        memory.putLong(node, MASK, mask);
        return mask;
    }

    private void findBest(int side) {
        int root = memory.index(side);
        if (memory.getLong(root, MASK) == 0) {
            free(root);
            memory.index(side, 0);
            memory.top(side, 0);
            memory.best(side, BookMemory.NOTHING);
            return;
        }
        int child = firstBelow(root);
        int slot = Long.numberOfTrailingZeros(levels(child));
        memory.top(side, level(child, slot));
        memory.best(side, (ticks(child) + slot) * memory.tick(side));
    }

    /** The first child with a leaf that has orders, of a side that has. */
    int firstChild(int side) {
        return firstBelow(memory.index(side));
    }

    private int firstBelow(int from) {
        int node = from;
        int child = node + HEADER + Long.numberOfTrailingZeros(memory.getLong(node, MASK));
        while (memory.getInt(node, SHIFT) > LEAF_BITS) {
            node = memory.getInt(child, CHILD);
            child = node + HEADER + Long.numberOfTrailingZeros(memory.getLong(node, MASK));
        }
        return child;
    }

    /** The next child with a leaf that has orders, 0 if there is none. */
    int nextChild(int child) {
        int slot = slot(child);
        int node = child - HEADER - slot;
        long after = memory.getLong(node, MASK) & (-2L << slot);
        if (after != 0) {
            return node + HEADER + Long.numberOfTrailingZeros(after);
        }
        while (after == 0 && memory.getInt(node, PARENT) != 0) {
            slot = memory.getInt(node, SLOT);
            node = memory.getInt(node, PARENT);
            after = memory.getLong(node, MASK) & (-2L << slot);
        }
        return after == 0
                ? 0
                : firstBelow(
                        memory.getInt(node + HEADER + Long.numberOfTrailingZeros(after), CHILD));
    }

    private int slot(int child) {
        return memory.getInt(child, LEVELS) >>> SLOT_SHIFT;
    }

    /** Which levels of a child's leaf have orders. */
    int levels(int child) {
        return memory.getInt(child, LEVELS) & ((1 << LEAF_LEVELS) - 1);
    }

    int leaf(int child) {
        return memory.getInt(child, CHILD);
    }

    int level(int child, int slot) {
        return memory.getInt(child, CHILD) + slot;
    }

    /** How many ticks the first level of a child's leaf is from 0. */
    long ticks(int child) {
        int slot = slot(child);
        return memory.getLong(child - HEADER - slot, FIRST) + ((long) slot << LEAF_BITS);
    }

    /** Wh of a child's leaf, hidden parts included; only while sums are kept. */
    long sum(int child) {
        return memory.getLong(child, SUM);
    }

    /** Wh of a level, hidden parts included; only while sums are kept. */
    long quantity(int level) {
        return memory.getLong(level, QUANTITY);
    }

    /** Frees a root with all below it. */
    void free(int root) {
        boolean leaves = memory.getInt(root, SHIFT) == LEAF_BITS;
        for (int slot = 0; slot < CHILDREN; slot++) {
            int below = memory.getInt(root + HEADER + slot, CHILD);
            if (below != 0 && leaves) {
                memory.free(below, LEAF_LINES);
            } else if (below != 0) {
                free(below);
            }
        }
        memory.free(root, NODE_LINES);
    }
}
