package energy.peerwatt.web.strategy;

import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.strategy.Act.Kind;
import energy.peerwatt.web.strategy.Act.Why;
import java.util.List;
import java.util.Optional;

/**
 * What to do for a member in an interval, given what it wants and what stands. A pure function of
 * its input: asked again with the same, it says the same.
 *
 * <p>What was traded is never sold back or bought back: meters fix quantity, and such a trade would
 * not be delivered.
 *
 * @param lotWh quantities are multiples of it
 * @param orders the member's automatic orders for the interval, in the order they were placed
 */
record Decision(DeliveryInterval interval, long lotWh, List<StandingOrder> orders) {

    /** One in so many Wh more or less is not worth a change. */
    private static final long WORTH = 10;

    /** The order that rests in the book; there is at most one. */
    Optional<StandingOrder> open() {
        return orders.stream().filter(StandingOrder::isOpen).findFirst();
    }

    /** Takes what is open out of the book. */
    Optional<Act> withdraw(Why why) {
        return open().map(order -> cancel(order, why));
    }

    /** The next step towards what is wanted; empty if what stands is good. */
    Optional<Act> towards(Intent intent) {
        Optional<StandingOrder> open = open();
        if (open.isPresent() && open.get().side() != intent.side()) {
            return Optional.of(cancel(open.get(), Why.EXPECTATION_TURNED));
        }
        long left = (intent.quantityWh() - traded(intent.side())) / lotWh * lotWh;
        return open.map(order -> change(order, intent, left)).orElseGet(() -> place(intent, left));
    }

    private long traded(Side side) {
        return orders.stream()
                .filter(order -> order.side() == side)
                .mapToLong(StandingOrder::tradedWh)
                .sum();
    }

    private Optional<Act> change(StandingOrder order, Intent intent, long left) {
        if (left <= 0) {
            return Optional.of(cancel(order, Why.EXPECTED_LESS));
        }
        long apart = Math.abs(order.limit().minus(intent.limit()).microPerKwh());
        if (apart >= intent.tolerance()) {
            return replace(order, Why.PRICE_MOVED, left, intent.limit());
        }
        long more = left - order.remainingWh();
        if (more == 0 || Math.abs(more) * WORTH < order.remainingWh()) {
            return Optional.empty();
        }
        Why why = more > 0 ? Why.EXPECTED_MORE : Why.EXPECTED_LESS;
        return replace(order, why, left, order.limit());
    }

    private Optional<Act> place(Intent intent, long left) {
        boolean isWorthIt =
                left >= lotWh && (orders.isEmpty() || left * WORTH >= intent.quantityWh());
        if (!isWorthIt || orders.size() >= OrderNumbers.MOST) {
            return Optional.empty();
        }
        Why why = traded(intent.side()) == 0 ? Why.EXPECTED : Why.EXPECTED_MORE;
        long number = OrderNumbers.of(interval, orders.size());
        return Optional.of(new Act(Kind.PLACE, why, number, intent.side(), left, intent.limit()));
    }

    /** Another order instead; if no number is left, at least nothing too much rests. */
    private Optional<Act> replace(StandingOrder order, Why why, long left, Price limit) {
        if (orders.size() < OrderNumbers.MOST) {
            long number = OrderNumbers.of(interval, orders.size());
            return Optional.of(new Act(Kind.REPLACE, why, number, order.side(), left, limit));
        }
        return left < order.remainingWh()
                ? Optional.of(cancel(order, Why.EXPECTED_LESS))
                : Optional.empty();
    }

    private static Act cancel(StandingOrder order, Why why) {
        return new Act(
                Kind.CANCEL, why, order.number(), order.side(), order.remainingWh(), order.limit());
    }
}
