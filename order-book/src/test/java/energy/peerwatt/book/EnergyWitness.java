package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Side;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps an account of every order and of everybody's cash from what a book reports, and finds that
 * neither energy nor money is made or lost, nobody does worse than its limit, and nobody trades
 * within its group.
 */
final class EnergyWitness implements BookEvents {

    private record Terms(int participant, Side side) {}

    private final Map<Long, Terms> terms = new HashMap<>();
    private final Map<Long, Long> limits = new HashMap<>();
    private final Map<Long, Long> left = new HashMap<>();
    private final long[] cash = new long[BookWorkload.PARTICIPANTS];
    private long feesPaid;
    private long traded;
    private long incoming;
    private MatchScope scope = new MatchScope();

    /** The next events are about this order as it comes into the book. */
    void comes(NewOrder order, MatchScope within) {
        terms.put(order.id(), new Terms(order.participant(), order.side()));
        comes(order.id(), order.quantity(), order.limit(), within);
    }

    /** The next events are about this known order with a new quantity and limit. */
    void comes(long order, long quantity, long limit, MatchScope within) {
        incoming = order;
        scope = within;
        limits.put(order, limit);
        left.put(order, quantity);
    }

    /** Wh that the order should have left. */
    long left(long order) {
        return left.getOrDefault(order, 0L);
    }

    void leaves(long order, long quantity) {
        left.merge(order, -quantity, Long::sum);
    }

    /** Wh traded so far. */
    long traded() {
        return traded;
    }

    /** Nano-currency of all participants and the grid together; nobody pays in or takes out. */
    long allCash() {
        long sum = feesPaid;
        for (long each : cash) {
            sum += each;
        }
        return sum;
    }

    void assertAgrees(OrderBook book) {
        left.forEach((order, expected) ->
                assertThat(book.left(order)).as("left of %d", order).isEqualTo(expected));
    }

    @Override
    public void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {
        assertThat(terms.get(sellOrder)).isEqualTo(new Terms(seller, Side.SELL));
        assertThat(terms.get(buyOrder)).isEqualTo(new Terms(buyer, Side.BUY));
        assertThat(BookWorkload.group(seller)).isNotEqualTo(BookWorkload.group(buyer));
        long resting = incoming == buyOrder ? sellOrder : buyOrder;
        long allIn = resting == buyOrder ? limits.get(buyOrder) : price + offset(contract);
        assertThat(price).isGreaterThanOrEqualTo(limits.get(sellOrder));
        assertThat(allIn).isLessThanOrEqualTo(limits.get(buyOrder));
        assertThat(resting == sellOrder ? price : allIn)
                .as("the resting order's price")
                .isEqualTo(limits.get(resting));
        cash[seller] += price * quantity;
        cash[buyer] -= allIn * quantity;
        feesPaid += offset(contract) * quantity;
        traded += quantity;
        assertThat(quantity).isPositive();
        leaves(sellOrder, quantity);
        leaves(buyOrder, quantity);
        assertThat(left(sellOrder)).isNotNegative();
        assertThat(left(buyOrder)).isNotNegative();
    }

    private long offset(int contract) {
        for (int i = 0; i < scope.size(); i++) {
            if (scope.contract(i) == contract) {
                return scope.offset(i);
            }
        }
        throw new AssertionError("traded outside its scope, in " + contract);
    }

    @Override
    public void removed(
            int contract,
            long order,
            int participant,
            Side side,
            long limit,
            long quantity,
            long leftOfIt,
            Removal reason) {
        assertThat(terms.get(order)).isEqualTo(new Terms(participant, side));
        assertThat(limit).isEqualTo(limits.get(order));
        assertThat(quantity).isPositive();
        leaves(order, quantity);
        assertThat(leftOfIt).as("left of %d", order).isEqualTo(left(order));
    }
}
