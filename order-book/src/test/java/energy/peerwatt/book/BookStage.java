package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * A book to write short tests with: orders are numbered from 1 as they are made, every participant
 * is its own group, and contract 0 is open.
 */
final class BookStage {

    /** The tick of every contract. */
    static final long TICK = 5;

    final OrderBook book;
    private final EventLog events = new EventLog();
    private long lastId;

    BookStage(OrderBook book) {
        this.book = book;
        book.open(TICK);
    }

    /** An order of contract 0 with the next number. */
    NewOrder buyer(int participant, long quantity, long limit) {
        return order(Side.BUY, participant, 0, quantity, limit);
    }

    /** An order of contract 0 with the next number. */
    NewOrder seller(int participant, long quantity, long limit) {
        return order(Side.SELL, participant, 0, quantity, limit);
    }

    NewOrder order(Side side, int participant, int contract, long quantity, long limit) {
        return new NewOrder()
                .limitOrder(++lastId, participant, participant, contract, side, quantity, limit);
    }

    /** Places it with its own contract as scope, without an offset. */
    long place(NewOrder order) {
        return place(order, scope(order.contract()));
    }

    long place(NewOrder order, MatchScope scope) {
        return book.place(order, scope, events);
    }

    long buy(int participant, long quantity, long limit) {
        return place(buyer(participant, quantity, limit));
    }

    long sell(int participant, long quantity, long limit) {
        return place(seller(participant, quantity, limit));
    }

    /** Rests an order elsewhere, without matching. */
    void rest(Side side, int participant, int contract, long quantity, long limit) {
        place(order(side, participant, contract, quantity, limit), new MatchScope());
    }

    long replace(long order, long quantity, long limit) {
        return book.replace(order, quantity, limit, scope(0), events);
    }

    long replace(long order, long quantity, long limit, MatchScope scope) {
        return book.replace(order, quantity, limit, scope, events);
    }

    long collect(NewOrder order, long fee) {
        return book.collect(order, fee, events);
    }

    void close(int contract) {
        book.close(contract, events);
    }

    Quote quote(NewOrder order, MatchScope scope) {
        Quote quote = new Quote();
        book.quote(order, scope, quote);
        return quote;
    }

    static MatchScope scope(int contract) {
        return new MatchScope().add(contract, 0, MatchScope.WHOLE_ORDER);
    }

    /** What happened since the last call. */
    List<Record> happened() {
        return events.take();
    }

    /** What happened since the last call, as sentences of {@link EventLog}. */
    List<String> told() {
        return events.take().stream().map(Record::toString).toList();
    }

    /**
     * What rests in contract 0, bids then asks, each as "order: displayed+hidden at limit"; without
     * "+hidden" if nothing is.
     */
    List<String> rests() {
        return rests(0);
    }

    List<String> rests(int contract) {
        List<String> orders = new ArrayList<>();
        book.visit(
                contract,
                (order, displayed, _) -> {
                    long hidden = order.quantity() - displayed;
                    orders.add(
                            "%d: %d%s at %d"
                                    .formatted(
                                            order.id(),
                                            displayed,
                                            hidden == 0 ? "" : "+" + hidden,
                                            order.limit()));
                });
        return orders;
    }
}
