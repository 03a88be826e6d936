package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The book that is obviously right: sorted maps of first-come-first-served queues. It allocates
 * freely, and a {@link #quote} plays the order on a copy of what it can reach.
 */
public final class ReferenceOrderBook implements OrderBook {

    private record Contract(long tick, BookSide bids, BookSide asks) {

        Contract(long tick) {
            this(tick, new BookSide(Side.BUY), new BookSide(Side.SELL));
        }

        BookSide side(Side side) {
            return side == Side.BUY ? bids : asks;
        }

        Stream<RestingOrder> orders() {
            return Stream.concat(bids.orders(), asks.orders());
        }
    }

    private static final long FARTHEST = 1L << 50;

    /** By handle; null if closed. */
    private final List<@Nullable Contract> contracts = new ArrayList<>();

    /** Handles to use again, the latest closed one first. */
    private final Deque<Integer> closed = new ArrayDeque<>();

    /** For look-up only: its iteration order is undefined. */
    private final Map<Long, RestingOrder> byId = new HashMap<>();

    private long nextPriority = 1;

    @Override
    public int open(long tick) {
        if (tick <= 0) {
            throw new IllegalArgumentException("tick not positive: " + tick);
        }
        if (closed.isEmpty()) {
            contracts.add(new Contract(tick));
            return contracts.size() - 1;
        }
        int handle = closed.pop();
        contracts.set(handle, new Contract(tick));
        return handle;
    }

    @Override
    public void close(int contract, BookEvents events) {
        for (RestingOrder order : contract(contract).orders().toList()) {
            drop(order);
            reportRemoved(order.asNewOrder(), order.left(), 0, Removal.GATE_CLOSED, events);
        }
        contracts.set(contract, null);
        closed.push(contract);
    }

    @Override
    public long place(NewOrder order, MatchScope scope, BookEvents events) {
        requireNew(order);
        if (order.postOnly() && best(order, scope) != null) {
            return remove(order, order.quantity(), Removal.WOULD_TRADE, events);
        }
        long needed =
                order.lasting() == NewOrder.Lasting.FILL_OR_KILL
                        ? order.quantity()
                        : order.minimumFill();
        if (needed > 0 && quantityAtOnce(order, scope) < needed) {
            return remove(order, order.quantity(), Removal.UNFILLABLE, events);
        }
        long left = match(order, scope, events);
        if (left == 0) {
            return 0;
        }
        return order.lasting() == NewOrder.Lasting.RESTS
                ? rest(order, left)
                : remove(order, left, Removal.NOT_FILLED_AT_ONCE, events);
    }

    @Override
    public long collect(NewOrder order, long fee, BookEvents events) {
        requireNew(order);
        long left = order.quantity();
        while (left > 0) {
            RestingOrder own = bestOwn(order, fee);
            if (own == null) {
                return rest(order, left);
            }
            left = meetOwn(order, left, own, events);
        }
        return 0;
    }

    @Override
    public void restore(NewOrder order, long displayed, long priority) {
        requireNew(order);
        add(new RestingOrder(order, order.quantity(), displayed, priority));
    }

    @Override
    public long cancel(long order) {
        RestingOrder resting = byId.get(order);
        if (resting == null) {
            return 0;
        }
        drop(resting);
        return resting.left();
    }

    @Override
    public long replace(
            long order, long quantity, long limit, MatchScope scope, BookEvents events) {
        RestingOrder resting = byId.get(order);
        if (resting == null) {
            return -1;
        }
        if (limit == resting.limit && quantity <= resting.left()) {
            resting.reduceTo(quantity);
            return quantity;
        }
        requireLimit(resting.contract, limit);
        drop(resting);
        return place(resting.asNewOrder(quantity, limit), scope, events);
    }

    @Override
    public void quote(NewOrder order, MatchScope scope, Quote into) {
        into.clear();
        copyOfReach(order, scope).match(order, scope.copy(), new QuotedTrades(order, scope, into));
    }

    @Override
    public void fill(long order, long quantity) {
        RestingOrder resting = byId.get(order);
        if (resting == null || quantity > resting.left()) {
            throw new IllegalArgumentException("not " + quantity + " Wh left of order " + order);
        }
        resting.fill(quantity);
        if (resting.left() == 0) {
            drop(resting);
        }
    }

    @Override
    public LevelCursor cursor() {
        return new QueueCursor(this);
    }

    /** The queues of a side, best limit first. */
    Iterator<Map<Long, RestingOrder>> queues(int contract, Side side) {
        return contract(contract).side(side).queues();
    }

    @Override
    public long left(long order) {
        RestingOrder resting = byId.get(order);
        return resting == null ? 0 : resting.left();
    }

    @Override
    public long limit(long order) {
        RestingOrder resting = byId.get(order);
        if (resting == null) {
            throw new IllegalArgumentException("order does not rest: " + order);
        }
        return resting.limit;
    }

    @Override
    public int size() {
        return byId.size();
    }

    @Override
    public int size(int contract) {
        return contract(contract).bids().size() + contract(contract).asks().size();
    }

    @Override
    public void visit(int contract, RestingOrders visitor) {
        contract(contract)
                .orders()
                .forEach(o -> visitor.order(o.asNewOrder(), o.displayed(), o.priority()));
    }

    @Override
    public long nextPriority() {
        return nextPriority;
    }

    @Override
    public void nextPriority(long next) {
        nextPriority = next;
    }

    @Override
    public List<Level> levels(int contract, Side side) {
        return contract(contract).side(side).levels();
    }

    /** Returns what is left of the order. */
    private long match(NewOrder order, MatchScope scope, BookEvents events) {
        long left = order.quantity();
        while (left > 0) {
            Candidate best = best(order, scope);
            if (best == null) {
                return left;
            }
            left =
                    best.order().group == order.group()
                            ? meetOwn(order, left, best.order(), events)
                            : left - trade(order, left, best, scope, events);
        }
        return 0;
    }

    private @Nullable Candidate best(NewOrder order, MatchScope scope) {
        Candidate best = null;
        for (int index = 0; index < scope.size(); index++) {
            if (scope.capacityOf(index) > 0) {
                Candidate candidate = bestIn(index, order, scope);
                if (candidate != null && (best == null || candidate.comesBefore(best))) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private @Nullable Candidate bestIn(int index, NewOrder order, MatchScope scope) {
        Collection<RestingOrder> queue =
                contract(scope.contract(index)).side(order.side().opposite()).best();
        if (queue == null) {
            return null;
        }
        RestingOrder first = queue.iterator().next();
        long effective = Candidate.effective(first, scope.offset(index));
        if (!Candidate.isAcceptable(effective, order)) {
            return null;
        }
        for (RestingOrder resting : queue) {
            if (scope.trusts(resting.participant)) {
                return new Candidate(index, resting, effective, true);
            }
        }
        return new Candidate(index, first, effective, false);
    }

    /** Returns the quantity traded. */
    private long trade(
            NewOrder order, long left, Candidate best, MatchScope scope, BookEvents events) {
        RestingOrder resting = best.order();
        long quantity =
                Math.min(Math.min(left, resting.displayed()), scope.capacityOf(best.index()));
        scope.use(best.index(), quantity);
        take(resting, quantity);
        if (resting.side == Side.SELL) {
            events.traded(
                    resting.contract,
                    resting.id,
                    resting.participant,
                    order.id(),
                    order.participant(),
                    quantity,
                    resting.limit);
        } else {
            events.traded(
                    resting.contract,
                    order.id(),
                    order.participant(),
                    resting.id,
                    resting.participant,
                    quantity,
                    best.effective());
        }
        return quantity;
    }

    /** The best order of the same group that a collected order would be executable with. */
    private @Nullable RestingOrder bestOwn(NewOrder order, long fee) {
        return contract(order.contract())
                .side(order.side().opposite())
                .orders()
                .filter(resting -> resting.group == order.group())
                .filter(resting -> Candidate.isAcceptable(Candidate.effective(resting, fee), order))
                .findFirst()
                .orElse(null);
    }

    /** Returns what is left of the incoming order. */
    private long meetOwn(NewOrder order, long left, RestingOrder own, BookEvents events) {
        SelfTradePrevention rule = order.selfTrade();
        if (rule == SelfTradePrevention.DECREMENT) {
            long both = Math.min(left, own.displayed());
            take(own, both);
            reportRemoved(own.asNewOrder(), both, own.left(), Removal.SELF_TRADE, events);
            reportRemoved(order, both, left - both, Removal.SELF_TRADE, events);
            return left - both;
        }
        if (rule != SelfTradePrevention.CANCEL_NEWEST) {
            drop(own);
            reportRemoved(own.asNewOrder(), own.left(), 0, Removal.SELF_TRADE, events);
        }
        return rule == SelfTradePrevention.CANCEL_OLDEST
                ? left
                : remove(order, left, Removal.SELF_TRADE, events);
    }

    private void take(RestingOrder resting, long quantity) {
        resting.takeDisplayed(quantity);
        if (resting.displayed() > 0) {
            return;
        }
        drop(resting);
        if (resting.left() > 0) {
            resting.showNextClip(nextPriority++);
            add(resting);
        }
    }

    private long rest(NewOrder order, long left) {
        long displayed = RestingOrder.shown(left, order.clip());
        add(new RestingOrder(order, left, displayed, nextPriority++));
        return left;
    }

    private void add(RestingOrder order) {
        byId.put(order.id, order);
        contract(order.contract).side(order.side).add(order);
    }

    private void drop(RestingOrder order) {
        byId.remove(order.id);
        contract(order.contract).side(order.side).remove(order);
    }

    private static long remove(NewOrder order, long quantity, Removal reason, BookEvents events) {
        reportRemoved(order, quantity, 0, reason, events);
        return 0;
    }

    private static void reportRemoved(
            NewOrder order, long quantity, long left, Removal reason, BookEvents events) {
        events.removed(
                order.contract(),
                order.id(),
                order.participant(),
                order.side(),
                order.limit(),
                quantity,
                left,
                reason);
    }

    private long quantityAtOnce(NewOrder order, MatchScope scope) {
        Quote quote = new Quote();
        quote(order, scope, quote);
        return quote.quantity();
    }

    /** A book of all that an order could trade with, and nothing else. */
    private ReferenceOrderBook copyOfReach(NewOrder order, MatchScope scope) {
        ReferenceOrderBook copy = new ReferenceOrderBook();
        copy.contracts.addAll(Collections.nCopies(contracts.size(), null));
        copy.nextPriority = nextPriority;
        for (int index = 0; index < scope.size(); index++) {
            long offset = scope.offset(index);
            copy.contracts.set(scope.contract(index), new Contract(1));
            contract(scope.contract(index))
                    .side(order.side().opposite())
                    .orders()
                    .takeWhile(resting ->
                            Candidate.isAcceptable(Candidate.effective(resting, offset), order))
                    .forEach(resting -> copy.add(resting.copy()));
        }
        return copy;
    }

    private Contract contract(int handle) {
        Contract contract = handle >= 0 && handle < contracts.size() ? contracts.get(handle) : null;
        if (contract == null) {
            throw new IllegalArgumentException("contract not open: " + handle);
        }
        return contract;
    }

    private void requireNew(NewOrder order) {
        requireLimit(order.contract(), order.limit());
        if (byId.containsKey(order.id())) {
            throw new IllegalArgumentException("order rests already: " + order.id());
        }
    }

    private void requireLimit(int handle, long limit) {
        if (limit % contract(handle).tick() != 0 || limit < -FARTHEST || limit >= FARTHEST) {
            throw new IllegalArgumentException("not a limit of the contract: " + limit);
        }
    }
}
