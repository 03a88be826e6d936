package energy.peerwatt.book;

import energy.peerwatt.market.Side;

/** Walks a side of a contract. One object can be used again for another side. */
final class SideCursor implements LevelCursor {

    private final OpenOrders open;
    private final BookMemory memory;
    private final SortedQueue queue;
    private final Ladder ladder;

    private int side;
    private boolean inLadder;
    private long cost;

    /** The current order; 0 before the first and past the last of a level. */
    private int node;

    /** Of a ladder: where a leaf is, its levels to come, the level, the order before the next. */
    private int child;

    private int leaf;
    private long leafCost;
    private long tick;
    private int levels;
    private int level;
    private int last;

    /** Of a queue: whether the current level is a page that is not entered yet. */
    private boolean isPage;

    /** Of a queue: the places of the level's first order, of its next, and of the next level's. */
    private int begin;

    private int place;
    private int end;

    SideCursor(OpenOrders open) {
        this.open = open;
        memory = open.memory;
        queue = open.sides.queue;
        ladder = open.sides.ladder;
    }

    @Override
    public LevelCursor reset(int contract, Side name) {
        return reset(open.side(contract, name));
    }

    /** Goes before the best limit of a side. */
    SideCursor reset(int newSide) {
        side = newSide;
        node = 0;
        end = 0;
        inLadder = memory.top(side) > 0;
        isPage = false;
        child = 0;
        levels = 0;
        tick = memory.tick(side);
        return this;
    }

    @Override
    public boolean nextPage() {
        node = 0;
        if (inLadder) {
            open.keepSums();
            return nextLeaf();
        }
        isPage = false;
        isPage = nextInQueue();
        return isPage;
    }

    private boolean nextLeaf() {
        child = child == 0 ? ladder.firstChild(side) : ladder.nextChild(child);
        if (child == 0) {
            levels = 0;
            inLadder = false;
            end = memory.count(side);
            return false;
        }
        levels = ladder.levels(child);
        leaf = ladder.leaf(child);
        leafCost = ladder.ticks(child) * tick;
        return true;
    }

    @Override
    public long worstLimit() {
        if (!inLadder) {
            return limit();
        }
        int slot = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(levels);
        return BookMemory.turned(side, leafCost + slot * tick);
    }

    @Override
    public long pageQuantity() {
        return inLadder ? ladder.sum(child) : quantity();
    }

    @Override
    public int readPage(long[] limits, long[] ends, int from) {
        if (!inLadder) {
            limits[from] = limit();
            ends[from] = ends[from - 1] + quantity();
            return from + 1;
        }
        return readLeaf(limits, ends, from);
    }

    /**
     * Reads empty levels too, because a branch would take longer, and writes the next over them.
     */
    private int readLeaf(long[] limits, long[] ends, int from) {
        int to = from;
        long end = ends[from - 1];
        for (int slot = 0; slot < PAGE_LIMITS; slot++) {
            end += ladder.quantity(leaf + slot * LadderTree.LEVEL);
            limits[to] = BookMemory.turned(side, leafCost + slot * tick);
            ends[to] = end;
            to += (levels >>> slot) & 1;
        }
        return to;
    }

    @Override
    public boolean next() {
        return inLadder ? nextInLadder() : nextInQueue();
    }

    private boolean nextInLadder() {
        node = 0;
        while (levels != 0 || nextLeaf()) {
            int slot = Integer.numberOfTrailingZeros(levels);
            levels &= levels - 1;
            level = leaf + slot * LadderTree.LEVEL;
            if (!ladder.isEmpty(level)) {
                cost = leafCost + slot * tick;
                last = level;
                return true;
            }
            ladder.clear(child, 1 << slot);
        }
        return false;
    }

    private boolean nextInQueue() {
        node = 0;
        if (isPage) {
            isPage = false;
            return true;
        }
        int count = memory.count(side);
        begin = end;
        place = end;
        if (begin == count) {
            return false;
        }
        cost = queue.costAt(side, begin);
        do {
            end++;
        } while (end < count && queue.costAt(side, end) == cost);
        return true;
    }

    @Override
    public long limit() {
        return BookMemory.turned(side, cost);
    }

    /** The limit as a cost; see {@link BookMemory}. */
    long cost() {
        return cost;
    }

    @Override
    public long quantity() {
        if (inLadder) {
            return ladder.sumOfOrders(level);
        }
        long quantity = 0;
        for (int at = begin; at < end; at++) {
            quantity += memory.left(queue.nodeAt(side, at));
        }
        return quantity;
    }

    @Override
    public boolean nextOrder() {
        if (inLadder) {
            last = memory.next(last);
            node = last == level ? 0 : last;
        } else {
            node = place < end ? queue.nodeAt(side, place) : 0;
            place++;
        }
        return node != 0;
    }

    /** Goes before the first order of the level again. */
    void rewind() {
        node = 0;
        last = level;
        place = begin;
    }

    /** The current order, 0 before the first and past the last of a level. */
    int node() {
        return node;
    }

    @Override
    public long order() {
        return memory.id(current());
    }

    @Override
    public int participant() {
        return memory.participant(current());
    }

    @Override
    public int group() {
        return memory.group(current());
    }

    @Override
    public long orderQuantity() {
        return memory.left(current());
    }

    private int current() {
        if (node == 0) {
            throw new IllegalStateException("before the first or past the last order");
        }
        return node;
    }
}
