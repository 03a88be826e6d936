package energy.peerwatt.book;

/**
 * Finds the levels of a {@link Ladder} through a tree of bit masks. Its nodes have 64 children
 * each; below the lowest of them are leaves of 16 neighbouring levels. The root grows with the
 * range of ticks in use. Nodes and leaves last until the side is empty.
 *
 * <table>
 * <caption>A node, 17 lines</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>long</td><td>mask: which children have orders</td></tr>
 * <tr><td>8</td><td>int</td><td>its parent, 0 for the root</td></tr>
 * <tr><td>12</td><td>int</td><td>its slot in the parent</td></tr>
 * <tr><td>16</td><td>long</td><td>first tick of its range, a multiple of 16</td></tr>
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
class LadderTree {

    private static final int NODE_LINES = 17;
    private static final int NODE_BITS = 6;
    static final int CHILDREN = 1 << NODE_BITS;

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

    private static final int LEAF_LINES = Arena.ALIGNED_LINES;
    private static final int LEAF_BITS = 4;
    static final int LEAF_LEVELS = 1 << LEAF_BITS;

    final BookMemory memory;

    LadderTree(BookMemory memory) {
        this.memory = memory;
    }

    /** Makes a tree without orders, around a tick. */
    final void begin(int side, long ticks) {
        long first = (ticks & -LEAF_LEVELS) - CHILDREN * LEAF_LEVELS / 2;
        memory.index(side, node(LEAF_BITS, first));
    }

    final boolean isEmptyTree(int side) {
        return memory.getLong(memory.index(side), MASK) == 0;
    }

    /** Where in its leaf a tick has its level. */
    static int slotOf(long ticks) {
        return (int) ticks & (LEAF_LEVELS - 1);
    }

    /**
     * Notes that levels have orders.
     *
     * @return which leaves of the node had orders before; if none, {@link #markAbove} is due
     */
    final long mark(int child, int marked) {
        int levels = memory.getInt(child, LEVELS);
        memory.putInt(child, LEVELS, levels | marked);
        int leaf = levels >>> SLOT_SHIFT;
        int node = child - HEADER - leaf;
        long mask = memory.getLong(node, MASK);
        memory.putLong(node, MASK, mask | (1L << leaf));
        return mask;
    }

    /**
     * Notes that levels have no orders any more.
     *
     * @param cleared may be none of them
     * @return which leaves of the node still have orders; if none, {@link #clearAbove} is due
     */
    final long clear(int child, int cleared) {
        int levels = memory.getInt(child, LEVELS) & ~cleared;
        memory.putInt(child, LEVELS, levels);
        int leaf = levels >>> SLOT_SHIFT;
        int node = child - HEADER - leaf;
        long noLevels = isZero(levels & ((1 << LEAF_LEVELS) - 1));
        long mask = memory.getLong(node, MASK) & ~(noLevels << leaf);
        memory.putLong(node, MASK, mask);
        return mask;
    }

    /** 1 for 0, else 0: without a branch, as nobody can foresee which it is. */
    static int isZero(int value) {
        return ~(value | -value) >>> 31;
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
            child = childOf(memory.getInt(child, CHILD), distance, shift);
        }
        return child;
    }

    private static int childOf(int node, long distance, int shift) {
        return node + HEADER + ((int) (distance >>> shift) & (CHILDREN - 1));
    }

    /** Makes the leaf for a tick and all above it; returns the child that has it. */
    final int makeChild(int side, long ticks) {
        int node = rootOf(side, ticks);
        int shift = memory.getInt(node, SHIFT);
        long distance = ticks - memory.getLong(node, FIRST);
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

    /** The root, above the range of a tick. */
    private int rootOf(int side, long ticks) {
        int root = memory.index(side);
        long distance = ticks - memory.getLong(root, FIRST);
        boolean inside = (distance >>> (memory.getInt(root, SHIFT) + NODE_BITS)) == 0;
        return inside ? root : grow(side, ticks);
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

    /** Notes that perhaps nothing is below the node of a child, and so below those above it. */
    final void clearAbove(int child) {
        int node = nodeOf(child);
        long mask = memory.getLong(node, MASK);
        while (mask == 0 && memory.getInt(node, PARENT) != 0) {
            int slot = memory.getInt(node, SLOT);
            node = memory.getInt(node, PARENT);
            mask = memory.getLong(node, MASK) & ~(1L << slot);
            memory.putLong(node, MASK, mask);
        }
    }

    /** Notes that something is below the node of a child, and so below those above it. */
    final void markAbove(int child) {
        int node = nodeOf(child);
        while (memory.getInt(node, PARENT) != 0) {
            int slot = memory.getInt(node, SLOT);
            node = memory.getInt(node, PARENT);
            memory.putLong(node, MASK, memory.getLong(node, MASK) | (1L << slot));
        }
    }

    private int nodeOf(int child) {
        return child - HEADER - slot(child);
    }

    /** The first child with a leaf that has orders, of a side that has. */
    final int firstChild(int side) {
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
    final int nextChild(int child) {
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
    final int levels(int child) {
        return memory.getInt(child, LEVELS) & ((1 << LEAF_LEVELS) - 1);
    }

    final int leaf(int child) {
        return memory.getInt(child, CHILD);
    }

    final int level(int child, int slot) {
        return memory.getInt(child, CHILD) + slot;
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
            int below = memory.getInt(root + HEADER + slot, CHILD);
            if (below != 0 && leaves) {
                memory.free(below, LEAF_LINES);
            } else if (below != 0) {
                freeNode(below);
            }
        }
        memory.free(root, NODE_LINES);
    }
}
