package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notes what an incoming order could meet before it comes, and finds that every order it meets is
 * the best one left: by effective price, then trust, then age, and that it takes as much of it as
 * it may. Sums what it trades until it meets its own group, for comparison with a quote.
 */
final class PriorityWitness implements BookEvents {

    private static final class Met {
        final int index;
        final long id;
        final int group;
        final long effective;
        final boolean trusted;
        final long clip;
        long displayed;
        long hidden;
        long age;

        Met(int index, NewOrder order, long effective, boolean trusted, long displayed, long age) {
            this.index = index;
            this.id = order.id();
            this.group = order.group();
            this.effective = effective;
            this.trusted = trusted;
            this.clip = order.clip();
            this.displayed = displayed;
            this.hidden = order.quantity() - displayed;
            this.age = age;
        }
    }

    private final NewOrder order;
    private final MatchScope scope;
    private final List<Met> met = new ArrayList<>();
    private final Comparator<Met> bestFirst;
    private long youngest;
    private long left;
    private boolean stopped;
    private boolean refused;
    private final Quote untilOwn = new Quote();

    PriorityWitness(OrderBook book, NewOrder order, MatchScope scope) {
        this.order = order;
        this.scope = scope;
        left = order.quantity();
        youngest = book.nextPriority();
        boolean buys = order.side() == Side.BUY;
        bestFirst =
                Comparator.<Met>comparingLong(m -> buys ? m.effective : -m.effective)
                        .thenComparing(m -> !m.trusted)
                        .thenComparingLong(m -> m.age);
        for (int i = 0; i < scope.size(); i++) {
            note(book, i, buys);
        }
    }

    private void note(OrderBook book, int index, boolean buys) {
        long offset = scope.offset(index);
        book.visit(
                scope.contract(index),
                (resting, displayed, priority) -> {
                    long effective = resting.limit() + (buys ? offset : -offset);
                    boolean acceptable =
                            buys ? effective <= order.limit() : effective >= order.limit();
                    if (resting.side() != order.side() && acceptable) {
                        boolean trusted = scope.trusts(resting.participant());
                        met.add(new Met(index, resting, effective, trusted, displayed, priority));
                    }
                });
    }

    private Stream<Met> withinCapacity() {
        return met.stream().filter(m -> scope.capacityOf(m.index) > 0);
    }

    private Met best() {
        return withinCapacity()
                .min(bestFirst)
                .orElseThrow(() -> new AssertionError("nothing can be met"));
    }

    /** Nothing is left that the order should have met, and it traded as it was quoted before. */
    void assertDone(long rests, Quote quote) {
        if (rests > 0) {
            assertThat(rests).isEqualTo(left);
            assertThat(withinCapacity()).isEmpty();
        }
        if (!refused) {
            assertThat(untilOwn.quantity()).as("as quoted").isEqualTo(quote.quantity());
            assertThat(untilOwn.value()).as("as quoted").isEqualTo(quote.value());
            assertThat(quote.quantity()).isGreaterThanOrEqualTo(order.minimumFill());
        }
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
        Met best = best();
        assertThat(order.side() == Side.BUY ? sellOrder : buyOrder).isEqualTo(best.id);
        assertThat(best.group).isNotEqualTo(order.group());
        assertThat(contract).isEqualTo(scope.contract(best.index));
        long most = Math.min(left, Math.min(best.displayed, scope.capacityOf(best.index)));
        assertThat(quantity).isEqualTo(most);
        scope.use(best.index, quantity);
        if (!stopped) {
            untilOwn.add(quantity, best.effective);
        }
        take(best, quantity);
    }

    private void take(Met best, long quantity) {
        left -= quantity;
        best.displayed -= quantity;
        if (best.displayed > 0) {
            return;
        }
        met.remove(best);
        if (best.hidden > 0) {
            best.displayed = Math.min(best.clip, best.hidden);
            best.hidden -= best.displayed;
            best.age = youngest++;
            met.add(best);
        }
    }

    @Override
    public void removed(
            int contract,
            long removed,
            int participant,
            Side side,
            long limit,
            long quantity,
            long leftOfIt,
            Removal reason) {
        switch (reason) {
            case SELF_TRADE -> meetOwn(removed, quantity);
            case WOULD_TRADE -> {
                refused = true;
                assertThat(withinCapacity()).isNotEmpty();
            }
            case UNFILLABLE -> refused = true;
            case NOT_FILLED_AT_ONCE -> assertThat(withinCapacity()).isEmpty();
            case GATE_CLOSED -> throw new AssertionError("nothing closed");
        }
    }

    private void meetOwn(long removed, long quantity) {
        stopped |= order.selfTrade() != SelfTradePrevention.CANCEL_OLDEST;
        if (removed == order.id() && order.selfTrade() != SelfTradePrevention.CANCEL_NEWEST) {
            return;
        }
        Met best = best();
        assertThat(best.group).isEqualTo(order.group());
        if (removed == order.id()) {
            return;
        }
        assertThat(removed).as("own order met").isEqualTo(best.id);
        if (order.selfTrade() == SelfTradePrevention.DECREMENT) {
            take(best, quantity);
        } else {
            met.remove(best);
        }
    }
}
