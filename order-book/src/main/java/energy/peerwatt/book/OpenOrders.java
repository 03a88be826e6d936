package energy.peerwatt.book;

/** All resting orders: where they are, how to find them, and what changes them. */
final class OpenOrders {

    final Contracts contracts = new Contracts();
    final OrderNodes nodes;
    final Sides sides;
    private final Arena arena;
    private final OrderTable table;
    private long nextPriority = 1;

    /** Makes room for a number of orders; there may be more. */
    OpenOrders(int expected) {
        arena = new Arena(2 * expected, OrderTable.RESERVED_LINES);
        nodes = new OrderNodes(arena);
        table = new OrderTable(arena);
        sides = new Sides(arena, contracts, nodes);
    }

    /** The order's node, 0 if it does not rest. */
    int find(long id) {
        return table.get(id);
    }

    int record(int node) {
        return Contracts.record(nodes.contract(node));
    }

    /** Lets what is left of an order rest, at the end of its limit. */
    void rest(NewOrder order, long left) {
        int node = nodes.create(order);
        nodes.show(node, left);
        add(node, nextPriority++);
    }

    /** Lets an order rest as it did before. */
    void restore(NewOrder order, long displayed, long priority) {
        int node = nodes.create(order);
        nodes.show(node, order.quantity(), displayed);
        add(node, priority);
    }

    private void add(int node, long priority) {
        nodes.priority(node, priority);
        sides.add(record(node), nodes.side(node), node);
        table.put(nodes.id(node), node);
    }

    /** Moves an order to the end of another cost, with another quantity left. */
    void move(int node, long cost, long left) {
        int record = record(node);
        int side = nodes.side(node);
        sides.remove(record, side, node);
        nodes.cost(node, cost);
        nodes.show(node, left);
        nodes.priority(node, nextPriority++);
        sides.add(record, side, node);
    }

    void drop(int node) {
        sides.remove(record(node), nodes.side(node), node);
        forget(node);
    }

    /** Forgets an order whose side is about to be freed. */
    void forget(int node) {
        table.remove(nodes.id(node));
        nodes.free(node);
    }

    /**
     * Takes from the displayed part of an order. If none is left of it the next clip is shown, or
     * the order leaves.
     */
    void take(int node, long wattHours) {
        long displayed = nodes.displayed(node) - wattHours;
        nodes.displayed(node, displayed);
        sides.reduce(node, wattHours);
        if (displayed > 0) {
            return;
        }
        long hidden = nodes.hidden(node);
        if (hidden == 0) {
            drop(node);
            return;
        }
        nodes.show(node, hidden);
        nodes.priority(node, nextPriority++);
        sides.moveToEnd(record(node), nodes.side(node), node);
    }

    /** Reduces what is left of an order, its hidden part first. */
    void reduce(int node, long left) {
        sides.reduce(node, nodes.left(node) - left);
        nodes.show(node, left, Math.min(left, nodes.displayed(node)));
    }

    /** Takes from all that is left of an order; it leaves when nothing is left. */
    void fill(int node, long wattHours) {
        long left = nodes.left(node) - wattHours;
        if (left == 0) {
            drop(node);
            return;
        }
        sides.reduce(node, wattHours);
        nodes.show(node, left);
    }

    /** Closes a contract whose orders are forgotten. */
    void close(int record) {
        sides.free(record, Contracts.BIDS);
        sides.free(record, Contracts.ASKS);
        contracts.close(record);
    }

    long nextPriority() {
        return nextPriority;
    }

    void nextPriority(long next) {
        nextPriority = next;
    }

    /** Bytes of contracts, orders and what finds them, without what is free. */
    long usedBytes() {
        return contracts.usedBytes() + arena.usedBytes() + table.usedBytes();
    }
}
