package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import java.util.Arrays;

/** All contracts and their resting orders: how to find them, and what changes them. */
final class OpenOrders {

    final BookMemory memory;
    final Sides sides;
    private final OrderTable table;

    /** Each contract's bids, 0 if it is closed. */
    private int[] bids = new int[8];

    private int contracts;

    /** Numbers of closed contracts, the latest last. */
    private int[] closed = new int[8];

    private int closedCount;
    private long nextPriority = 1;

    /** Of all contracts. */
    private int orders;

    /** The sum of all that was read ahead, so that it is not optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long fetched;

    /** Makes room for a number of orders; there may be more. */
    OpenOrders(int expected) {
        memory = new BookMemory(2 * expected, OrderTable.RESERVED_LINES);
        table = new OrderTable(memory);
        sides = new Sides(memory);
    }

    int open(long tick) {
        if (contracts == bids.length) {
            bids = Arrays.copyOf(bids, 2 * contracts);
        }
        int contract = closedCount > 0 ? closed[--closedCount] : contracts++;
        bids[contract] = memory.createContract(contract, tick);
        return contract;
    }

    /** Closes a contract whose orders are forgotten. */
    void close(int contract) {
        int side = bids[contract];
        sides.free(side);
        sides.free(side ^ BookMemory.OTHER_SIDE);
        memory.freeContract(side);
        bids[contract] = 0;
        if (closedCount == closed.length) {
            closed = Arrays.copyOf(closed, 2 * closedCount);
        }
        closed[closedCount++] = contract;
    }

    /** A side of a contract that the caller says is open. */
    int side(int contract, Side side) {
        int first = bids(contract);
        return side == Side.BUY ? first : first ^ BookMemory.OTHER_SIDE;
    }

    /** The side of a contract, said to be open, on which another contract's side is. */
    int sideLike(int other, int contract) {
        return bids(contract) ^ likeness(other);
    }

    /** From bids to the side on which another is. */
    private static int likeness(int other) {
        return (other & BookMemory.ASK) * (BookMemory.OTHER_SIDE / BookMemory.ASK);
    }

    private int bids(int contract) {
        if (contract < 0 || contract >= bids.length || bids[contract] == 0) {
            throw new IllegalArgumentException("contract not open: " + contract);
        }
        return bids[contract];
    }

    /** The order, 0 if it does not rest. */
    int find(long id) {
        return table.get(id) & -Arena.LINE;
    }

    /** The order, 0 if it does not rest; with {@link BookMemory#ASK} if it is one. */
    int findWithSide(long id) {
        return table.get(id);
    }

    /** Reads what a command for an order in a contract will need; neither need exist. */
    void fetch(long id, int contract) {
        int found = findWithSide(id);
        boolean known = contract >= 0 && contract < bids.length;
        int side = known ? bids[contract] ^ likeness(found) : 0;
        fetched += memory.cost(found & -Arena.LINE) + sides.fetch(side);
    }

    /** Lets what is left of an order rest, at the end of its limit. */
    void rest(NewOrder order, int side, long left) {
        add(memory.createOrder(order, side, left), nextPriority++);
    }

    /** Lets an order rest as it did before. */
    void restore(NewOrder order, int side, long displayed, long priority) {
        int node = memory.createOrder(order, side, order.quantity());
        memory.left(node, order.quantity(), displayed);
        add(node, priority);
    }

    private void add(int node, long priority) {
        memory.priority(node, priority);
        int side = memory.side(node);
        sides.add(side, node);
        table.put(memory.id(node), node | (side & BookMemory.ASK));
        orders++;
    }

    /**
     * Moves an order to the end of another cost, so many ticks from 0, with another quantity left.
     */
    void move(int side, int node, long cost, long ticks, long left) {
        memory.priority(node, nextPriority++);
        sides.move(side, node, cost, ticks, left);
    }

    void drop(int node) {
        sides.remove(memory.side(node), node);
        forget(node);
    }

    /** Forgets an order whose side is about to be freed. */
    void forget(int node) {
        table.remove(memory.id(node));
        memory.freeOrder(node);
        orders--;
    }

    /**
     * Takes from the displayed part of an order. If none is left of it the next clip is shown, or
     * the order leaves.
     */
    void take(int node, long wattHours) {
        long left = memory.left(node) - wattHours;
        long displayed = memory.displayed(node) - wattHours;
        if (left == 0) {
            drop(node);
            return;
        }
        sides.reduce(node, wattHours);
        if (displayed > 0) {
            memory.left(node, left, displayed);
            return;
        }
        memory.left(node, left);
        memory.priority(node, nextPriority++);
        sides.moveToEnd(memory.side(node), node);
    }

    /** Reduces what is left of an order, its hidden part first. */
    void reduce(int node, long left) {
        sides.reduce(node, memory.left(node) - left);
        memory.left(node, left, Math.min(left, memory.displayed(node)));
    }

    /** Takes from all that is left of an order; it leaves when nothing is left. */
    void fill(int node, long wattHours) {
        long left = memory.left(node) - wattHours;
        if (left == 0) {
            drop(node);
            return;
        }
        sides.reduce(node, wattHours);
        memory.left(node, left);
    }

    /**
     * Has ladders keep sums of neighbouring levels from now on. Books that trade continuously never
     * ask for them and need not pay for them.
     */
    void keepSums() {
        if (sides.ladder.keepsSums()) {
            return;
        }
        sides.ladder.keepSums();
        for (int contract = 0; contract < contracts; contract++) {
            if (bids[contract] != 0) {
                sides.makeSums(bids[contract]);
                sides.makeSums(bids[contract] ^ BookMemory.OTHER_SIDE);
            }
        }
    }

    /** How many rest. */
    int size() {
        return orders;
    }

    long nextPriority() {
        return nextPriority;
    }

    void nextPriority(long next) {
        nextPriority = next;
    }

    /** Bytes of contracts, orders and what finds them, without what is free. */
    long usedBytes() {
        return memory.usedBytes() + table.usedBytes() + 4L * (bids.length + closed.length);
    }
}
