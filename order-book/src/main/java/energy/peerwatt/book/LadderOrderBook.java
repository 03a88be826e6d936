package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.List;

/**
 * The fast book: a ladder of price levels per side, in memory outside the heap. It allocates
 * nothing on the heap but cursors and {@link #levels}, unless something has to grow.
 *
 * <p>Limits and offsets lie between -2^50 and 2^50, ids and priorities are positive.
 *
 * <p>Needs {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED}.
 */
public final class LadderOrderBook implements OrderBook {

    private static final int ORDERS = 1 << 12;
    private static final long FARTHEST = 1L << 50;

    private final OpenOrders open;
    private final Contracts contracts;
    private final OrderNodes nodes;
    private final Matcher matcher;
    private final Quoter quoter;
    private final SideCursor walker;
    private final NewOrder shown = new NewOrder();

    public LadderOrderBook() {
        this(ORDERS);
    }

    /**
     * Makes room for a number of resting orders at once; there may be more.
     *
     * @param orders positive
     */
    public LadderOrderBook(int orders) {
        open = new OpenOrders(orders);
        contracts = open.contracts;
        nodes = open.nodes;
        matcher = new Matcher(open);
        quoter = new Quoter(open);
        walker = new SideCursor(open);
    }

    @Override
    public int open(long tick) {
        if (tick <= 0) {
            throw new IllegalArgumentException("tick not positive: " + tick);
        }
        return contracts.open(tick);
    }

    @Override
    public void close(int contract, BookEvents events) {
        int record = contracts.openRecord(contract);
        closeSide(record, Contracts.BIDS, events);
        closeSide(record, Contracts.ASKS, events);
        open.close(record);
    }

    private void closeSide(int record, int side, BookEvents events) {
        walker.reset(record, side);
        while (walker.next()) {
            boolean more = walker.nextOrder();
            while (more) {
                int node = walker.node();
                more = walker.nextOrder();
                nodes.describe(node, nodes.left(node), nodes.limit(node), shown);
                open.forget(node);
                Matcher.removed(shown, shown.quantity(), 0, Removal.GATE_CLOSED, events);
            }
        }
    }

    @Override
    public long place(NewOrder order, MatchScope scope, BookEvents events) {
        requireNew(order);
        int side = OrderNodes.side(order.side());
        long bound = Matcher.bound(order.side(), order.limit());
        boolean meets = matcher.meetsAny(side, bound, scope);
        if (meets && order.postOnly()) {
            return remove(order, order.quantity(), Removal.WOULD_TRADE, events);
        }
        if (!getsEnough(order, meets, scope)) {
            return remove(order, order.quantity(), Removal.UNFILLABLE, events);
        }
        long left = meets ? matcher.match(order, scope, events) : order.quantity();
        if (left == 0) {
            return 0;
        }
        if (order.lasting() != NewOrder.Lasting.RESTS) {
            return remove(order, left, Removal.NOT_FILLED_AT_ONCE, events);
        }
        open.rest(order, left);
        return left;
    }

    /** Whether an order gets what it must get at once. */
    private boolean getsEnough(NewOrder order, boolean meets, MatchScope scope) {
        long needed =
                order.lasting() == NewOrder.Lasting.FILL_OR_KILL
                        ? order.quantity()
                        : order.minimumFill();
        return needed == 0 || (meets && quoter.quote(order, scope, null) >= needed);
    }

    @Override
    public long collect(NewOrder order, long fee, BookEvents events) {
        requireNew(order);
        long left = matcher.meetOwn(order, fee, events);
        if (left > 0) {
            open.rest(order, left);
        }
        return left;
    }

    @Override
    public void restore(NewOrder order, long displayed, long priority) {
        requireNew(order);
        open.restore(order, displayed, priority);
    }

    @Override
    public long cancel(long order) {
        int node = open.find(order);
        if (node == 0) {
            return 0;
        }
        long left = nodes.left(node);
        open.drop(node);
        return left;
    }

    @Override
    public long replace(
            long order, long quantity, long limit, MatchScope scope, BookEvents events) {
        int node = open.find(order);
        if (node == 0) {
            return -1;
        }
        int side = nodes.side(node);
        long cost = OrderNodes.costOf(side, limit);
        if (cost == nodes.cost(node) && quantity <= nodes.left(node)) {
            open.reduce(node, quantity);
            return quantity;
        }
        requireOnTick(open.record(node), limit);
        if (matcher.meetsAny(side, -cost, scope)) {
            return rematch(node, quantity, limit, scope, events);
        }
        open.move(node, cost, quantity);
        return quantity;
    }

    /** Replaces an order by one that can trade. */
    private long rematch(int node, long quantity, long limit, MatchScope scope, BookEvents events) {
        nodes.describe(node, quantity, limit, shown);
        long left =
                shown.postOnly()
                        ? remove(shown, quantity, Removal.WOULD_TRADE, events)
                        : matcher.match(shown, scope, events);
        if (left == 0) {
            open.drop(node);
        } else {
            open.move(node, OrderNodes.costOf(nodes.side(node), limit), left);
        }
        return left;
    }

    @Override
    public void quote(NewOrder order, MatchScope scope, Quote into) {
        into.clear();
        quoter.quote(order, scope, into);
    }

    @Override
    public void fill(long order, long quantity) {
        int node = open.find(order);
        if (node == 0 || quantity > nodes.left(node)) {
            throw new IllegalArgumentException("not " + quantity + " Wh left of order " + order);
        }
        open.fill(node, quantity);
    }

    @Override
    public LevelCursor cursor(int contract, Side side) {
        return new SideCursor(open).reset(contracts.openRecord(contract), OrderNodes.side(side));
    }

    @Override
    public long left(long order) {
        int node = open.find(order);
        return node == 0 ? 0 : nodes.left(node);
    }

    @Override
    public int size(int contract) {
        int record = contracts.openRecord(contract);
        return contracts.count(record, Contracts.BIDS) + contracts.count(record, Contracts.ASKS);
    }

    @Override
    public void visit(int contract, RestingOrders visitor) {
        int record = contracts.openRecord(contract);
        visitSide(record, Contracts.BIDS, visitor);
        visitSide(record, Contracts.ASKS, visitor);
    }

    private void visitSide(int record, int side, RestingOrders visitor) {
        walker.reset(record, side);
        while (walker.next()) {
            while (walker.nextOrder()) {
                int node = walker.node();
                nodes.describe(node, nodes.left(node), nodes.limit(node), shown);
                visitor.order(shown, nodes.displayed(node), nodes.priority(node));
            }
        }
    }

    @Override
    public long nextPriority() {
        return open.nextPriority();
    }

    @Override
    public void nextPriority(long next) {
        open.nextPriority(next);
    }

    @Override
    public List<Level> levels(int contract, Side side) {
        List<Level> levels = new ArrayList<>();
        walker.reset(contracts.openRecord(contract), OrderNodes.side(side));
        while (walker.next()) {
            long displayed = 0;
            int count = 0;
            while (walker.nextOrder()) {
                displayed += nodes.displayed(walker.node());
                count++;
            }
            Price limit = Price.ofMicroPerKwh(walker.limit());
            levels.add(new Level(limit, Energy.ofWattHours(displayed), count));
        }
        return levels;
    }

    /** Bytes of contracts, resting orders and what finds them; room for more not counted. */
    public long usedBytes() {
        return open.usedBytes();
    }

    private static long remove(NewOrder order, long quantity, Removal reason, BookEvents events) {
        Matcher.removed(order, quantity, 0, reason, events);
        return 0;
    }

    private void requireNew(NewOrder order) {
        requireOnTick(contracts.openRecord(order.contract()), order.limit());
        if (open.find(order.id()) != 0) {
            throw new IllegalArgumentException("order rests already: " + order.id());
        }
    }

    private void requireOnTick(int record, long limit) {
        if (contracts.ticks(record, limit) * contracts.tick(record) != limit
                || limit > FARTHEST
                || limit < -FARTHEST) {
            throw new IllegalArgumentException("not a limit of the contract: " + limit);
        }
    }
}
