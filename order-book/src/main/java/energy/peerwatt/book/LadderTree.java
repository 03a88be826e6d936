package energy.peerwatt.book;

/**
 * Finds the levels of a {@link Ladder} through a tree of bit masks. Its nodes have 64 children
 * each; below the lowest of them are leaves of 16 neighbouring levels. The root grows with the
 * range of ticks in use. Nodes and leaves last until the side is empty.
 *
 * <p>Every level with orders is marked. A marked level need not have any: marks are cleared when
 * levels are walked or the best is looked for, so that an order that leaves touches its level only.
 * A mark is cleared at most once each time that it was made.
 *
 * <table>
 * <caption>A node, 9 lines</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>long</td><td>mask: which children have marked levels</td></tr>
 * <tr><td>8</td><td>int</td><td>its parent, 0 for the root</td></tr>
 * <tr><td>12</td><td>int</td><td>its slot in the parent</td></tr>
 * <tr><td>16</td><td>long</td><td>first tick of its range, a multiple of 16</td></tr>
 * <tr><td>24</td><td>int</td><td>a child's ticks are 2 to the power of this</td></tr>
 * <tr><td>64</td><td>8 bytes</td><td>64 children</td></tr>
 * </table>
 *
 * <table>
 * <caption>A child</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>int</td><td>node or leaf, 0 if there is none yet</td></tr>
 * <tr><td>4</td><td>int</td><td>of a leaf: which levels are marked, plus 2^16 times its slot</td></tr>
 * </table>
 *
 * <table>
 * <caption>A leaf, 2 lines, aligned: 16 levels of a word each</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>int</td><td>first order</td></tr>
 * <tr><td>4</td><td>int</td><td>last order</td></tr>
 * </table>
 *
 * <p>Once sums are kept, the shadow of a level is the Wh of its orders, that of a leaf's child the
 * Wh of the whole leaf, hidden parts included, and levels without orders are not marked.
 */
class LadderTree {

    private static final int NODE_LINES = 9;
    private static final int NODE_BITS = 6;
    static final int CHILDREN = 1 << NODE_BITS;

    private static final int MASK = 0;
    private static final int PARENT = 8;
    private static final int SLOT = 12;
    private static final int FIRST = 16;
    private static final int SHIFT = 24;

    /** Bytes before the first child. */
    private static final int HEADER = Arena.LINE;

    /** Bytes of a child. */
    static final int CHILD = 8;

    private static final int BELOW = 0;
    private static final int LEVELS = 4;
    private static final int SLOT_SHIFT = 16;
    private static final int LEVELS_MASK = (1 << SLOT_SHIFT) - 1;

    private static final int LEAF_LINES = Arena.ALIGNED_LINES;
    private static final int LEAF_BITS = 4;
    static final int LEAF_LEVELS = 1 << LEAF_BITS;

    /** Bytes of a level. */
    static final int LEVEL = 8;

    final BookMemory memory;

    LadderTree(BookMemory memory) {
        this.memory = memory;
    }

    /** Makes a tree without orders, around a tick. */
    final void begin(int side, long ticks) {
        long first = (ticks & -LEAF_LEVELS) - CHILDREN * LEAF_LEVELS / 2;
        memory.index(side, node(LEAF_BITS, first));
    }

    /** Where in its leaf a tick has its level. */
    static int slotOf(long ticks) {
        return (int) ticks & (LEAF_LEVELS - 1);
    }

    /** Where in its leaf a level is. */
    static int slotOf(int level) {
        return level >>> 3 & (LEAF_LEVELS - 1);
    }

    /** Marks levels. */
    final void mark(int child, int marked) {
        int levels = memory.getInt(child, LEVELS);
        memory.putInt(child, LEVELS, levels | marked);
        int node = nodeOf(child);
        long mask = memory.getLong(node, MASK);
        memory.putLong(node, MASK, mask | (1L << (levels >>> SLOT_SHIFT)));
        if (mask == 0) {
            markAbove(node);
        }
    }

    /** Clears the marks of levels, which may have none. */
    final void clear(int child, int cleared) {
        int levels = memory.getInt(child, LEVELS) & ~cleared;
        memory.putInt(child, LEVELS, levels);
        if ((levels & LEVELS_MASK) == 0) {
            clearAbove(nodeOf(child), levels >>> SLOT_SHIFT);
        }
    }

    /** The child that has the leaf with a tick; one without a leaf if there is none yet. */
    final int childAt(int side, long ticks) {
        int node = memory.index(side);
        int shift = memory.getInt(node, SHIFT);
        long distance = ticks - memory.getLong(node, FIRST);
        if (distance >>> (shift + NODE_BITS) != 0) {
            return 0;
        }
        int child = childOf(node, distance, shift);
        // Below a child that has nothing yet is handle 0, all of whose fields are 0.
        while (shift > LEAF_BITS) {
            shift -= NODE_BITS;
            child = childOf(memory.getInt(child, BELOW), distance, shift);
        }
        return child;
    }

    private static int childOf(int node, long distance, int shift) {
        return child(node, (int) (distance >>> shift) & (CHILDREN - 1));
    }

    private static int child(int node, int slot) {
        return node + HEADER + slot * CHILD;
    }

    /** Makes the leaf for a tick and all above it; returns the child that has it. */
    final int makeChild(int side, long ticks) {
        int node = rootOf(side, ticks);
        int shift = memory.getInt(node, SHIFT);
        long distance = ticks - memory.getLong(node, FIRST);
        int child = childOf(node, distance, shift);
        while (shift > LEAF_BITS) {
            int below = memory.getInt(child, BELOW);
            node = below == 0 ? nodeBelow(child, node, shift) : below;
            shift -= NODE_BITS;
            child = childOf(node, distance, shift);
        }
        if (memory.getInt(child, BELOW) == 0) {
            memory.putInt(child, BELOW, leaf());
        }
        return child;
    }

    /** The root, above the range of a tick. */
    private int rootOf(int side, long ticks) {
        int root = memory.index(side);
        long distance = ticks - memory.getLong(root, FIRST);
        boolean inside = (distance >>> (memory.getInt(root, SHIFT) + NODE_BITS)) == 0;
        return inside ? root : grow(side, ticks);
    }

    private int nodeBelow(int child, int parent, int shift) {
        int slot = (child - parent - HEADER) / CHILD;
        long first = memory.getLong(parent, FIRST) + ((long) slot << shift);
        int node = node(shift - NODE_BITS, first);
        attach(child, parent, node);
        return node;
    }

    private void attach(int child, int parent, int node) {
        memory.putInt(node, PARENT, parent);
        memory.putInt(node, SLOT, (child - parent - HEADER) / CHILD);
        memory.putInt(child, BELOW, node);
    }

    private int node(int shift, long first) {
        int node = memory.allocate(NODE_LINES);
        memory.clear(node, NODE_LINES);
        memory.putInt(node, SHIFT, shift);
        memory.putLong(node, FIRST, first);
        for (int slot = 0; slot < CHILDREN; slot++) {
            memory.putInt(child(node, slot), LEVELS, slot << SLOT_SHIFT);
        }
        return node;
    }

    private int leaf() {
        int leaf = memory.allocate(LEAF_LINES);
        memory.clear(leaf, LEAF_LINES);
        for (int level = leaf; level < leaf + LEVEL * LEAF_LEVELS; level += LEVEL) {
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
            attach(child(above, CHILDREN / 2), above, root);
            memory.putLong(above, MASK, 1L << (CHILDREN / 2));
            root = above;
        }
        memory.index(side, root);
        return root;
    }

    private void clearAbove(int from, int fromSlot) {
        int node = from;
        long mask = memory.getLong(node, MASK) & ~(1L << fromSlot);
        memory.putLong(node, MASK, mask);
        while (mask == 0 && memory.getInt(node, PARENT) != 0) {
            int slot = memory.getInt(node, SLOT);
            node = memory.getInt(node, PARENT);
            mask = memory.getLong(node, MASK) & ~(1L << slot);
            memory.putLong(node, MASK, mask);
        }
    }

    private void markAbove(int from) {
        int node = from;
        while (memory.getInt(node, PARENT) != 0) {
            int slot = memory.getInt(node, SLOT);
            node = memory.getInt(node, PARENT);
            memory.putLong(node, MASK, memory.getLong(node, MASK) | (1L << slot));
        }
    }

    private int nodeOf(int child) {
        return child - HEADER - slot(child) * CHILD;
    }

    /** The first child with marked levels, of a side that has any. */
    final int firstChild(int side) {
        return firstBelow(memory.index(side));
    }

    private int firstBelow(int from) {
        int node = from;
        int child = child(node, Long.numberOfTrailingZeros(memory.getLong(node, MASK)));
        while (memory.getInt(node, SHIFT) > LEAF_BITS) {
            node = memory.getInt(child, BELOW);
            child = child(node, Long.numberOfTrailingZeros(memory.getLong(node, MASK)));
        }
        return child;
    }

    /** The next child with marked levels, 0 if there is none. */
    final int nextChild(int child) {
        int slot = slot(child);
        int node = child - HEADER - slot * CHILD;
        long after = memory.getLong(node, MASK) & (-2L << slot);
        if (after != 0) {
            return child(node, Long.numberOfTrailingZeros(after));
        }
        while (after == 0 && memory.getInt(node, PARENT) != 0) {
            slot = memory.getInt(node, SLOT);
            node = memory.getInt(node, PARENT);
            after = memory.getLong(node, MASK) & (-2L << slot);
        }
        return after == 0
                ? 0
                : firstBelow(memory.getInt(child(node, Long.numberOfTrailingZeros(after)), BELOW));
    }

    private int slot(int child) {
        return memory.getInt(child, LEVELS) >>> SLOT_SHIFT;
    }

    /** Which levels of a child's leaf are marked. */
    final int levels(int child) {
        return memory.getInt(child, LEVELS) & LEVELS_MASK;
    }

    final int leaf(int child) {
        return memory.getInt(child, BELOW);
    }

    final int level(int child, int slot) {
        return memory.getInt(child, BELOW) + slot * LEVEL;
    }

    /** How many ticks the first level of a child's leaf is from 0. */
    final long ticks(int child) {
        int slot = slot(child);
        return memory.getLong(nodeOf(child), FIRST) + ((long) slot << LEAF_BITS);
    }

    /** Frees the tree of a side. */
    final void free(int side) {
        freeNode(memory.index(side));
    }

    private void freeNode(int root) {
        boolean leaves = memory.getInt(root, SHIFT) == LEAF_BITS;
        for (int slot = 0; slot < CHILDREN; slot++) {
            int below = memory.getInt(child(root, slot), BELOW);
            if (below != 0 && leaves) {
                memory.free(below, LEAF_LINES);
            } else if (below != 0) {
                freeNode(below);
            }
        }
        memory.free(root, NODE_LINES);
    }
}
