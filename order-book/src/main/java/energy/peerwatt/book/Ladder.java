package energy.peerwatt.book;

/**
 * A side with many orders: a list of orders for every tick, found through a tree of bit masks. A
 * leaf holds 16 neighbouring levels, an inner node 64 children; the root grows with the range of
 * ticks in use. An order is put in its place and taken out of it without a look at other levels.
 *
 * <p>A level is part of its leaf and lasts as long: its list is a ring through the level itself, so
 * an empty list is no special case. Leaves last until the side is empty.
 *
 * <table>
 * <caption>Fields of a node</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>long</td><td>mask: which levels or children have orders</td></tr>
 * <tr><td>8</td><td>int</td><td>its parent, 0 for the root</td></tr>
 * <tr><td>12</td><td>int</td><td>its slot in the parent</td></tr>
 * <tr><td>16</td><td>long</td><td>first tick of its range</td></tr>
 * <tr><td>24</td><td>int</td><td>ticks of a slot are 2 to the power of this</td></tr>
 * <tr><td>64</td><td>int</td><td>an inner node's children, 64 times, 0 if there is none</td></tr>
 * <tr><td>64</td><td>16 bytes</td><td>a leaf's levels, 16 times: first order (int), last order
 * (int), Wh with hidden parts (long)</td></tr>
 * </table>
 */
final class Ladder {

    private static final int LINES = 5;
    private static final int LEAF_BITS = 4;
    private static final int LEVELS = 1 << LEAF_BITS;
    private static final int NODE_BITS = 6;
    private static final int CHILDREN = 1 << NODE_BITS;

    private static final int MASK = 0;
    private static final int PARENT = 8;
    private static final int SLOT = 12;
    private static final int FIRST = 16;
    private static final int SHIFT = 24;
    private static final int SLOTS = 64;

    /** Of a level. */
    private static final int QUANTITY = 8;

    private static final int LEVEL_WORDS = 2;
    private static final int FIRST_LEVEL = SLOTS / 8;

    private final Arena arena;
    private final Contracts contracts;
    private final OrderNodes orders;

    Ladder(Arena arena, Contracts contracts, OrderNodes orders) {
        this.arena = arena;
        this.contracts = contracts;
        this.orders = orders;
    }

    /** Begins an empty ladder around a cost. */
    void begin(int record, int side, long cost) {
        long ticks = contracts.ticks(record, cost);
        int root = inner(LEAF_BITS, ticks - (CHILDREN * LEVELS / 2));
        contracts.index(record, side, root);
        contracts.count(record, side, 0);
        contracts.best(record, side, Contracts.NOTHING);
    }

    /** Adds an order behind those of equal cost. */
    void add(int record, int side, int node) {
        long cost = orders.cost(node);
        long ticks = contracts.ticks(record, cost);
        int leaf = leaf(record, side, ticks);
        int slot = (int) (ticks - arena.getLong(leaf, FIRST));
        arena.putLong(leaf, MASK, arena.getLong(leaf, MASK) | (1L << slot));
        int level = leaf + FIRST_LEVEL + LEVEL_WORDS * slot;
        append(level, node);
        orders.place(node, level, leaf);
        contracts.count(record, side, contracts.count(record, side) + 1);
        if (cost < contracts.best(record, side)) {
            contracts.best(record, side, cost);
            contracts.top(record, side, level);
        }
    }

    void remove(int record, int side, int node) {
        int level = orders.level(node);
        int next = orders.next(node);
        int previous = orders.previous(node);
        orders.next(previous, next);
        orders.previous(next, previous);
        reduce(level, orders.left(node));
        contracts.count(record, side, contracts.count(record, side) - 1);
        if (next == previous) {
            clear(orders.leaf(node), slot(orders.leaf(node), level));
            if (level == contracts.top(record, side)) {
                findBest(record, side);
            }
        }
    }

    /** Notes that an order of the level has less left. */
    void reduce(int level, long wattHours) {
        arena.putLong(level, QUANTITY, quantity(level) - wattHours);
    }

    /** Wh of a level, hidden parts included. */
    long quantity(int level) {
        return arena.getLong(level, QUANTITY);
    }

    /** Moves an order of the level to its end. */
    void moveToEnd(int node) {
        int level = orders.level(node);
        int next = orders.next(node);
        int previous = orders.previous(node);
        orders.next(previous, next);
        orders.previous(next, previous);
        link(level, node);
    }

    private void append(int level, int node) {
        link(level, node);
        arena.putLong(level, QUANTITY, quantity(level) + orders.left(node));
    }

    private void link(int level, int node) {
        int last = orders.previous(level);
        orders.next(node, level);
        orders.previous(node, last);
        orders.next(last, node);
        orders.previous(level, node);
    }

    /** The leaf of a tick, with the masks above it set. */
    private int leaf(int record, int side, long ticks) {
        int node = contracts.index(record, side);
        int shift = arena.getInt(node, SHIFT);
        long distance = ticks - arena.getLong(node, FIRST);
        if ((distance >>> (shift + NODE_BITS)) != 0) {
            node = grow(record, side, ticks);
            shift = arena.getInt(node, SHIFT);
            distance = ticks - arena.getLong(node, FIRST);
        }
        for (; shift > 0; shift -= shift == LEAF_BITS ? LEAF_BITS : NODE_BITS) {
            int slot = (int) (distance >>> shift) & (CHILDREN - 1);
            arena.putLong(node, MASK, arena.getLong(node, MASK) | (1L << slot));
            int child = arena.getInt(node, SLOTS + 4 * slot);
            node = child == 0 ? child(node, slot, shift) : child;
        }
        return node;
    }

    private int child(int parent, int slot, int shift) {
        long first = arena.getLong(parent, FIRST) + ((long) slot << shift);
        int node = shift == LEAF_BITS ? leaf(first) : inner(shift - NODE_BITS, first);
        attach(parent, slot, node);
        return node;
    }

    private void attach(int parent, int slot, int node) {
        arena.putInt(node, PARENT, parent);
        arena.putInt(node, SLOT, slot);
        arena.putInt(parent, SLOTS + 4 * slot, node);
    }

    private int inner(int shift, long first) {
        int node = arena.allocate(LINES);
        arena.clear(node, LINES);
        arena.putInt(node, SHIFT, shift);
        arena.putLong(node, FIRST, first);
        return node;
    }

    private int leaf(long first) {
        int node = inner(0, first);
        for (int slot = 0; slot < LEVELS; slot++) {
            int level = node + FIRST_LEVEL + LEVEL_WORDS * slot;
            orders.next(level, level);
            orders.previous(level, level);
        }
        return node;
    }

    /** Puts roots on top until the range includes a tick, the former root in their middle. */
    private int grow(int record, int side, long ticks) {
        int root = contracts.index(record, side);
        int shift = arena.getInt(root, SHIFT);
        long first = arena.getLong(root, FIRST);
        while (((ticks - first) >>> (shift + NODE_BITS)) != 0) {
            shift += NODE_BITS;
            first -= (CHILDREN / 2L) << shift;
            int above = inner(shift, first);
            attach(above, CHILDREN / 2, root);
            arena.putLong(above, MASK, 1L << (CHILDREN / 2));
            root = above;
        }
        contracts.index(record, side, root);
        return root;
    }

    /** Notes that a level is empty, and so perhaps the nodes above it. */
    private void clear(int leaf, int slot) {
        int node = leaf;
        long mask = arena.getLong(node, MASK) & ~(1L << slot);
        arena.putLong(node, MASK, mask);
        while (mask == 0 && arena.getInt(node, PARENT) != 0) {
            long bit = 1L << arena.getInt(node, SLOT);
            node = arena.getInt(node, PARENT);
            mask = arena.getLong(node, MASK) & ~bit;
            arena.putLong(node, MASK, mask);
        }
    }

    private void findBest(int record, int side) {
        int node = contracts.index(record, side);
        if (arena.getLong(node, MASK) == 0) {
            free(node);
            contracts.index(record, side, 0);
            contracts.top(record, side, 0);
            contracts.best(record, side, Contracts.NOTHING);
            return;
        }
        int leaf = firstLeaf(node);
        int slot = Long.numberOfTrailingZeros(arena.getLong(leaf, MASK));
        contracts.top(record, side, leaf + FIRST_LEVEL + LEVEL_WORDS * slot);
        contracts.best(record, side, (arena.getLong(leaf, FIRST) + slot) * contracts.tick(record));
    }

    /** The first leaf that has orders, below a node that has. */
    private int firstLeaf(int from) {
        int node = from;
        while (arena.getInt(node, SHIFT) != 0) {
            int slot = Long.numberOfTrailingZeros(arena.getLong(node, MASK));
            node = arena.getInt(node, SLOTS + 4 * slot);
        }
        return node;
    }

    /** The first leaf of a side that has orders. */
    int firstLeaf(int record, int side) {
        return firstLeaf(contracts.index(record, side));
    }

    /** The next leaf that has orders, 0 if there is none. */
    int nextLeaf(int leaf) {
        int node = leaf;
        while (arena.getInt(node, PARENT) != 0) {
            long after = -2L << arena.getInt(node, SLOT);
            node = arena.getInt(node, PARENT);
            long mask = arena.getLong(node, MASK) & after;
            if (mask != 0) {
                int slot = Long.numberOfTrailingZeros(mask);
                return firstLeaf(arena.getInt(node, SLOTS + 4 * slot));
            }
        }
        return 0;
    }

    /** Which levels of a leaf have orders. */
    long mask(int leaf) {
        return arena.getLong(leaf, MASK);
    }

    int level(int leaf, int slot) {
        return leaf + FIRST_LEVEL + LEVEL_WORDS * slot;
    }

    private static int slot(int leaf, int level) {
        return (level - leaf - FIRST_LEVEL) / LEVEL_WORDS;
    }

    /** How many ticks a level is from 0. */
    long ticks(int leaf, int slot) {
        return arena.getLong(leaf, FIRST) + slot;
    }

    /** Frees a side's nodes. */
    void free(int record, int side) {
        free(contracts.index(record, side));
    }

    private void free(int node) {
        if (arena.getInt(node, SHIFT) != 0) {
            for (int slot = 0; slot < CHILDREN; slot++) {
                int child = arena.getInt(node, SLOTS + 4 * slot);
                if (child != 0) {
                    free(child);
                }
            }
        }
        arena.free(node, LINES);
    }
}
