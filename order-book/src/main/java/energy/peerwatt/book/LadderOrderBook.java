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

    /** Room for so many takes a huge page. */
    private static final int ORDERS = 1 << 14;

    private static final long FARTHEST = 1L << 50;
    private static final long FEW_TICKS = 1L << 36;
    private static final long SMALL_TICK = 1L << 13;

    /** What a processor has at hand while it does other things, too. */
    private static final long NEAR_BYTES = 1 << 20;

    private final OpenOrders open;
    private final BookMemory memory;
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
        memory = open.memory;
        matcher = new Matcher(open);
        quoter = new Quoter(open);
        walker = new SideCursor(open);
    }

    @Override
    public int open(long tick) {
        if (tick <= 0) {
            throw new IllegalArgumentException("tick not positive: " + tick);
        }
        return open.open(tick);
    }

    @Override
    public void close(int contract, BookEvents events) {
        closeSide(open.side(contract, Side.BUY), events);
        closeSide(open.side(contract, Side.SELL), events);
        open.close(contract);
    }

    private void closeSide(int side, BookEvents events) {
        walker.reset(side);
        while (walker.next()) {
            boolean more = walker.nextOrder();
            while (more) {
                int node = walker.node();
                more = walker.nextOrder();
                memory.describe(node, memory.left(node), memory.limit(node), shown);
                open.forget(node);
                Matcher.removed(shown, shown.quantity(), 0, Removal.GATE_CLOSED, events);
            }
        }
    }

    @Override
    public long place(NewOrder order, MatchScope scope, BookEvents events) {
        int side = requireNew(order);
        long bound = -BookMemory.turned(side, order.limit());
        boolean meets = matcher.meetsAny(side ^ BookMemory.OTHER_SIDE, bound, scope);
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
        open.rest(order, side, left);
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
        int side = requireNew(order);
        long left = matcher.meetOwn(order, fee, events);
        if (left > 0) {
            open.rest(order, side, left);
        }
        return left;
    }

    @Override
    public void restore(NewOrder order, long displayed, long priority) {
        open.restore(order, requireNew(order), displayed, priority);
    }

    @Override
    public long cancel(long order) {
        int node = open.find(order);
        if (node == 0) {
            return 0;
        }
        long left = memory.left(node);
        open.drop(node);
        return left;
    }

    @Override
    public long replace(
            long order, long quantity, long limit, MatchScope scope, BookEvents events) {
        int found = open.findWithSide(order);
        if (found == 0) {
            return -1;
        }
        int node = found & -Arena.LINE;
        int likely = scope.size() == 1 ? open.sideLike(found, scope.contract(0)) : 0;
        // What follows does not wait for the order's memory, if its side is what it most likely is.
        return likely == memory.side(node)
                ? replace(node, likely, true, quantity, limit, scope, events)
                : replace(node, memory.side(node), false, quantity, limit, scope, events);
    }

    /** The order's own contract may be the only one in the scope. */
    private long replace(
            int node,
            int side,
            boolean only,
            long quantity,
            long limit,
            MatchScope scope,
            BookEvents events) {
        long cost = BookMemory.turned(side, limit);
        if (cost == memory.cost(node) && quantity <= memory.left(node)) {
            open.reduce(node, quantity);
            return quantity;
        }
        long ticks = requireOnTick(side, limit);
        int opposite = side ^ BookMemory.OTHER_SIDE;
        boolean meets =
                only
                        ? matcher.meets(opposite, -cost, scope, 0)
                        : matcher.meetsAny(opposite, -cost, scope);
        if (meets) {
            return rematch(node, quantity, limit, scope, events);
        }
        open.move(side, node, cost, BookMemory.turned(side, ticks), quantity);
        return quantity;
    }

    /** Replaces an order by one that can trade. */
    private long rematch(int node, long quantity, long limit, MatchScope scope, BookEvents events) {
        memory.describe(node, quantity, limit, shown);
        long left =
                shown.postOnly()
                        ? remove(shown, quantity, Removal.WOULD_TRADE, events)
                        : matcher.match(shown, scope, events);
        if (left == 0) {
            open.drop(node);
        } else {
            int side = memory.side(node);
            long cost = BookMemory.turned(side, limit);
            open.move(side, node, cost, memory.ticks(side, cost), left);
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
        if (node == 0 || quantity > memory.left(node)) {
            throw new IllegalArgumentException("not " + quantity + " Wh left of order " + order);
        }
        open.fill(node, quantity);
    }

    @Override
    public LevelCursor cursor() {
        return new SideCursor(open);
    }

    @Override
    public boolean isFar() {
        return memory.usedBytes() > NEAR_BYTES;
    }

    @Override
    public void expect(long order, int contract) {
        open.fetch(order, contract);
    }

    @Override
    public long left(long order) {
        int node = open.find(order);
        return node == 0 ? 0 : memory.left(node);
    }

    @Override
    public long limit(long order) {
        int found = open.findWithSide(order);
        if (found == 0) {
            throw new IllegalArgumentException("order does not rest: " + order);
        }
        return BookMemory.turned(found, memory.cost(found & -Arena.LINE));
    }

    @Override
    public int size() {
        return open.size();
    }

    @Override
    public int size(int contract) {
        return memory.count(open.side(contract, Side.BUY))
                + memory.count(open.side(contract, Side.SELL));
    }

    @Override
    public void visit(int contract, RestingOrders visitor) {
        visitSide(open.side(contract, Side.BUY), visitor);
        visitSide(open.side(contract, Side.SELL), visitor);
    }

    private void visitSide(int side, RestingOrders visitor) {
        walker.reset(side);
        while (walker.next()) {
            while (walker.nextOrder()) {
                int node = walker.node();
                memory.describe(node, memory.left(node), memory.limit(node), shown);
                visitor.order(shown, memory.displayed(node), memory.priority(node));
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
        walker.reset(open.side(contract, side));
        while (walker.next()) {
            long displayed = 0;
            int count = 0;
            while (walker.nextOrder()) {
                displayed += memory.displayed(walker.node());
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

    /** That part of {@link #usedBytes} which is not on the heap. */
    public long bytesOutsideHeap() {
        return memory.usedBytes();
    }

    private static long remove(NewOrder order, long quantity, Removal reason, BookEvents events) {
        Matcher.removed(order, quantity, 0, reason, events);
        return 0;
    }

    /** Returns the order's side. */
    private int requireNew(NewOrder order) {
        int side = open.side(order.contract(), order.side());
        requireOnTick(side, order.limit());
        if (open.find(order.id()) != 0) {
            throw new IllegalArgumentException("order rests already: " + order.id());
        }
        return side;
    }

    /** Returns how many ticks the limit is from 0. */
    private long requireOnTick(int side, long limit) {
        long tick = memory.tick(side);
        long ticks = memory.ticks(side, limit);
        // A few small ticks are far less than 2^50, so that their product is the limit itself.
        boolean few = ((ticks + FEW_TICKS) & -2 * FEW_TICKS) == 0 && tick <= SMALL_TICK;
        if (ticks * tick != limit || (!few && !isOnTick(ticks, tick, limit))) {
            throw new IllegalArgumentException("not a limit of the contract: " + limit);
        }
        return ticks;
    }

    /** The product, at its whole width, is the limit again only if the division was exact. */
    private static boolean isOnTick(long ticks, long tick, long limit) {
        return Math.multiplyHigh(ticks, tick) == limit >> 63
                && ((limit + FARTHEST) & -2 * FARTHEST) == 0;
    }
}
