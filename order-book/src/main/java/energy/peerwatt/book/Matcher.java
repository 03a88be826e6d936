package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;

/**
 * Lets an incoming order trade with resting ones. To an incoming order, a resting one's effective
 * price is its cost plus the contract's offset on either side, and its own limit, with the sign
 * turned if it sells, is the bound of that.
 */
final class Matcher {

    private final OpenOrders open;
    private final BookMemory memory;
    private final SideCursor cursor;

    /** The order to be met next: its node, its contract's place in the scope, its price. */
    private int best;

    private int bestIndex;
    private long bestEffective;
    private boolean bestTrusted;

    Matcher(OpenOrders open) {
        this.open = open;
        memory = open.memory;
        cursor = new SideCursor(open);
    }

    /**
     * Whether an order could trade with any in the scope.
     *
     * @param opposite a side like those it trades with
     */
    boolean meetsAny(int opposite, long bound, MatchScope scope) {
        if (scope.size() == 1) {
            return meets(open.sideLike(opposite, scope.contract(0)), bound, scope, 0);
        }
        for (int index = 0; index < scope.size(); index++) {
            if (meets(open.sideLike(opposite, scope.contract(index)), bound, scope, index)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an order could trade with the side of the scope's contract at {@code index}. */
    boolean meets(int side, long bound, MatchScope scope, int index) {
        return memory.best(side) + scope.offset(index) <= bound && scope.capacityOf(index) > 0;
    }

    /** Returns what is left of the order, 0 also if its own rule removed it. */
    long match(NewOrder order, MatchScope scope, BookEvents events) {
        int own = open.side(order.contract(), order.side());
        int opposite = own ^ BookMemory.OTHER_SIDE;
        long bound = -BookMemory.turned(own, order.limit());
        boolean simple = scope.size() == 1 && !scope.trustsAnybody();
        long left = order.quantity();
        while (left > 0
                && (simple
                        ? findInOne(opposite, bound, scope)
                        : findBest(opposite, bound, scope))) {
            left =
                    memory.group(best) == order.group()
                            ? meetOwn(order, left, best, events)
                            : left - trade(order, left, scope, events);
        }
        return left;
    }

    /**
     * Lets an order meet those of its own group that it would be executable with at a fee.
     *
     * @return what is left of it
     */
    long meetOwn(NewOrder order, long fee, BookEvents events) {
        long left = order.quantity();
        int own = findOwn(order, fee);
        while (left > 0 && own != 0) {
            left = meetOwn(order, left, own, events);
            own = left > 0 ? findOwn(order, fee) : 0;
        }
        return left;
    }

    private int findOwn(NewOrder order, long fee) {
        int side = open.side(order.contract(), order.side());
        long bound = -BookMemory.turned(side, order.limit());
        cursor.reset(side ^ BookMemory.OTHER_SIDE);
        while (cursor.next() && cursor.cost() + fee <= bound) {
            while (cursor.nextOrder()) {
                if (cursor.group() == order.group()) {
                    return cursor.node();
                }
            }
        }
        return 0;
    }

    /** The usual case: one contract, nobody trusted. */
    private boolean findInOne(int opposite, long bound, MatchScope scope) {
        int side = open.sideLike(opposite, scope.contract(0));
        bestEffective = memory.best(side) + scope.offset(0);
        if (bestEffective > bound || scope.capacityOf(0) == 0) {
            return false;
        }
        bestIndex = 0;
        best = open.sides.first(side);
        return true;
    }

    private boolean findBest(int opposite, long bound, MatchScope scope) {
        best = 0;
        bestEffective = bound;
        for (int index = 0; index < scope.size(); index++) {
            int side = open.sideLike(opposite, scope.contract(index));
            long effective = memory.best(side) + scope.offset(index);
            if (effective <= bestEffective && scope.capacityOf(index) > 0) {
                consider(side, index, effective, scope);
            }
        }
        return best != 0;
    }

    private void consider(int side, int index, long effective, MatchScope scope) {
        int node = firstTrusted(side, scope);
        boolean trusted = node != 0;
        if (!trusted) {
            node = open.sides.first(side);
        }
        if (best == 0 || effective < bestEffective || comesFirst(node, trusted)) {
            best = node;
            bestIndex = index;
            bestEffective = effective;
            bestTrusted = trusted;
        }
    }

    /** Whether an order comes before the best so far, at the same effective price. */
    private boolean comesFirst(int node, boolean trusted) {
        return trusted == bestTrusted ? memory.priority(node) < memory.priority(best) : trusted;
    }

    private int firstTrusted(int side, MatchScope scope) {
        if (scope.trustsAnybody()) {
            cursor.reset(side).next();
            while (cursor.nextOrder()) {
                if (scope.trusts(cursor.participant())) {
                    return cursor.node();
                }
            }
        }
        return 0;
    }

    /** Returns the quantity traded. */
    private long trade(NewOrder order, long left, MatchScope scope, BookEvents events) {
        long capacity = scope.capacityOf(bestIndex);
        long quantity = Math.min(Math.min(left, memory.displayed(best)), capacity);
        int contract = scope.contract(bestIndex);
        long resting = memory.id(best);
        int other = memory.participant(best);
        long id = order.id();
        int participant = order.participant();
        if (order.side() == Side.BUY) {
            long price = memory.cost(best);
            events.traded(contract, resting, other, id, participant, quantity, price);
        } else {
            events.traded(contract, id, participant, resting, other, quantity, -bestEffective);
        }
        scope.use(bestIndex, quantity);
        open.take(best, quantity);
        return quantity;
    }

    /** Returns what is left of the incoming order. */
    private long meetOwn(NewOrder order, long left, int own, BookEvents events) {
        SelfTradePrevention rule = order.selfTrade();
        if (rule == SelfTradePrevention.DECREMENT) {
            long both = Math.min(left, memory.displayed(own));
            removed(own, both, memory.left(own) - both, events);
            removed(order, both, left - both, Removal.SELF_TRADE, events);
            open.take(own, both);
            return left - both;
        }
        if (rule != SelfTradePrevention.CANCEL_NEWEST) {
            removed(own, memory.left(own), 0, events);
            open.drop(own);
        }
        if (rule == SelfTradePrevention.CANCEL_OLDEST) {
            return left;
        }
        removed(order, left, 0, Removal.SELF_TRADE, events);
        return 0;
    }

    private void removed(int node, long quantity, long left, BookEvents events) {
        events.removed(
                memory.number(memory.side(node)),
                memory.id(node),
                memory.participant(node),
                BookMemory.name(memory.side(node)),
                memory.limit(node),
                quantity,
                left,
                Removal.SELF_TRADE);
    }

    static void removed(
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
}
