package energy.peerwatt.matching;

import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.OrderBook;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import org.jspecify.annotations.Nullable;

/** The market's whole state, for those that change it. */
final class Market {

    final OrderBook book;
    final SequencedClock clock = new SequencedClock();
    final Areas areas = new Areas();
    final Periods periods = new Periods();
    final Participants participants = new Participants();
    final PreTradeLimits limits = new PreTradeLimits();
    final Orders orders = new Orders();
    final Expiries expiries = new Expiries();
    final ChangedIntervals changed = new ChangedIntervals();
    final Contracts contracts;
    final Scopes scopes;
    final Journal journal;
    final Execution execution;

    private final NewOrder newOrder = new NewOrder();

    /** Number of the latest order. */
    long lastOrder;

    private final int mostResting;

    Market(OrderBook book, int retainedEvents, int mostResting) {
        this.book = book;
        this.mostResting = mostResting;
        this.contracts = new Contracts(book);
        this.scopes = new Scopes(contracts, participants);
        this.journal = new Journal(new EventLog(retainedEvents), clock, participants);
        this.execution = new Execution(contracts, limits, orders, changed, journal);
    }

    long now() {
        return clock.now();
    }

    /** An interval that something happens in; it begins to be kept if it is not. */
    OpenInterval interval(Area area, long index) {
        OpenInterval known = area.interval(index);
        if (known != null) {
            return known;
        }
        int period = periods.enter(area.startSecondsOf(index), area.intervalLength);
        OpenInterval interval = new OpenInterval(area, index, period);
        area.add(interval);
        return interval;
    }

    /** The rules whose design counts for an interval, kept or not. */
    static DatedRules design(Area area, @Nullable OpenInterval known, long index) {
        return known != null ? known.design() : area.rules(index);
    }

    /** Whether as many orders rest as may. */
    boolean isBookFull() {
        return book.size() >= mostResting;
    }

    /** Takes an order into the market under the next number. */
    void accept(Order order, OpenInterval interval, CommandView command) {
        lastOrder++;
        order.id = lastOrder;
        order.participant = participants.number(order.participantId);
        order.group = participants.group(order.participant);
        order.restingLimit = order.limit;
        order.restingQuantity = order.quantity;
        order.interval(interval);
        journal.accepted(order, command);
        orders.add(order);
    }

    /**
     * Reserves what a purchase may cost or what a sale takes of the connection; the reason if that
     * goes beyond the participant's limits.
     *
     * @param price micro-currency per kWh that a buyer reserves, not negative
     */
    @Nullable RejectReason reserve(
            int participant, Side side, OpenInterval interval, long price, long quantity) {
        if (side == Side.BUY) {
            boolean fits = limits.buy(participant, price * quantity);
            return fits ? null : RejectReason.BUY_EXPOSURE;
        }
        boolean fits = limits.sell(participant, interval.period, quantity);
        return fits ? null : RejectReason.SELL_LIMIT;
    }

    /** Gives back what {@link #reserve} took. */
    void release(int participant, Side side, OpenInterval interval, long price, long quantity) {
        if (side == Side.BUY) {
            limits.release(participant, price * quantity);
        } else {
            limits.releaseSale(participant, interval.period, quantity);
        }
    }

    /**
     * Answers an order that was commanded before, or comes when its gate is closed.
     *
     * @param closed why its interval cannot be traded, null if it can
     * @return whether it was answered
     */
    boolean isAnswered(Order order, @Nullable RejectReason closed, CommandView command) {
        Order earlier = orders.find(order.participantId, order.clientOrderId);
        if (earlier != null && (closed == null || earlier.isSame(order))) {
            answerAgain(earlier, order, command);
            return true;
        }
        if (closed != null) {
            refuse(order, closed);
        }
        return closed != null;
    }

    /** The same command again is answered like the first, a different one is refused. */
    private void answerAgain(Order earlier, Order order, CommandView command) {
        if (earlier.isSame(order)) {
            journal.acceptedBefore(earlier, command);
            orders.giveBack(order);
        } else {
            refuse(order, RejectReason.DUPLICATE_CLIENT_ORDER_ID);
        }
    }

    /** Refuses an order that was not accepted, and lets go of it. */
    void refuse(Order order, RejectReason reason) {
        journal.rejected(order.participantId, order.clientOrderId, reason);
        orders.giveBack(order);
    }

    /** After an order met the book: a buyer gets back what it reserved and does not pay. */
    void settle(Order order) {
        if (order.side == Side.BUY) {
            long reserved = contracts.reservedPrice(order.contract, order.restingLimit);
            execution.end(order.participant, reserved);
        }
        changed.add(order.interval());
    }

    /** The order as the book takes it; valid until the next one is asked for. */
    NewOrder asNewOrder(Order order, Side side, int contract, long quantity, long limit) {
        return newOrder.limitOrder(
                        order.id, order.participant, order.group, contract, side, quantity, limit)
                .selfTrade(order.selfTrade)
                .postOnly(order.postOnly)
                .clip(order.displayed);
    }
}
