package energy.peerwatt.book;

/** Walks a side of a contract. One object can be used again for another side. */
final class SideCursor implements LevelCursor {

    private final Contracts contracts;
    private final OrderNodes orders;
    private final SortedQueue queue;
    private final Ladder ladder;

    private int record;
    private int side;
    private boolean inLadder;
    private long cost;

    /** The current order; 0 before the first and past the last of a level. */
    private int node;

    /** Of a ladder: the leaf, its levels to come, the level, and the order before the next. */
    private int leaf;

    private long levels;
    private int level;
    private int last;

    /** Of a queue: the places of the level's first order, of its next, and of the next level's. */
    private int begin;

    private int place;
    private int end;

    SideCursor(OpenOrders open) {
        contracts = open.contracts;
        orders = open.nodes;
        queue = open.sides.queue;
        ladder = open.sides.ladder;
    }

    /** Goes before the best limit of a side. */
    SideCursor reset(int newRecord, int newSide) {
        record = newRecord;
        side = newSide;
        node = 0;
        end = 0;
        inLadder = contracts.top(record, side) > 0;
        if (inLadder) {
            leaf = ladder.firstLeaf(record, side);
            levels = ladder.mask(leaf);
        }
        return this;
    }

    @Override
    public boolean next() {
        return inLadder ? nextInLadder() : nextInQueue();
    }

    private boolean nextInLadder() {
        node = 0;
        if (levels == 0) {
            leaf = ladder.nextLeaf(leaf);
            if (leaf == 0) {
                inLadder = false;
                end = contracts.count(record, side);
                return false;
            }
            levels = ladder.mask(leaf);
        }
        int slot = Long.numberOfTrailingZeros(levels);
        levels &= levels - 1;
        level = ladder.level(leaf, slot);
        cost = ladder.ticks(leaf, slot) * contracts.tick(record);
        last = level;
        return true;
    }

    private boolean nextInQueue() {
        node = 0;
        int count = contracts.count(record, side);
        begin = end;
        place = end;
        if (begin == count) {
            return false;
        }
        cost = queue.cost(record, side, begin);
        do {
            end++;
        } while (end < count && queue.cost(record, side, end) == cost);
        return true;
    }

    @Override
    public long limit() {
        return OrderNodes.costOf(side, cost);
    }

    /** The limit as a cost; see {@link Contracts}. */
    long cost() {
        return cost;
    }

    @Override
    public long quantity() {
        if (inLadder) {
            return ladder.quantity(level);
        }
        long quantity = 0;
        for (int at = begin; at < end; at++) {
            quantity += orders.left(queue.node(record, side, at));
        }
        return quantity;
    }

    @Override
    public boolean nextOrder() {
        if (inLadder) {
            last = orders.next(last);
            node = last == level ? 0 : last;
        } else {
            node = place < end ? queue.node(record, side, place) : 0;
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
        return orders.id(current());
    }

    @Override
    public int participant() {
        return orders.participant(current());
    }

    @Override
    public int group() {
        return orders.group(current());
    }

    @Override
    public long orderQuantity() {
        return orders.left(current());
    }

    private int current() {
        if (node == 0) {
            throw new IllegalStateException("before the first or past the last order");
        }
        return node;
    }
}
