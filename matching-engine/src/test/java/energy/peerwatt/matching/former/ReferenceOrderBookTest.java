package energy.peerwatt.matching.former;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.book.Level;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import org.junit.jupiter.api.Test;

class ReferenceOrderBookTest {

    private static final Price FEES = Price.ofMicroPerKwh(50);

    private final ReferenceOrderBook book = new ReferenceOrderBook();
    private long lastId;

    @Test
    void takesBestPriceFirstThenOldest() {
        Order dear = place(101, Side.SELL, 10, 120);
        Order first = place(102, Side.SELL, 10, 100);
        Order second = place(103, Side.SELL, 10, 100);

        Placement placement = book.place(order(104, Side.BUY, 25, 170), FEES);

        assertThat(placement.fills())
                .extracting(Fill::resting)
                .containsExactly(first.id(), second.id(), dear.id());
        assertThat(book.resting()).containsExactly(dear.less(wh(5)));
    }

    @Test
    void restingBuyerPaysItsLimitAllIn() {
        place(101, Side.BUY, 10, 300);

        Placement placement = book.place(order(102, Side.SELL, 10, 100), FEES);

        assertThat(placement.fills()).singleElement().extracting(Fill::price).isEqualTo(price(250));
    }

    @Test
    void keepsPlaceInQueueAfterPartialFill() {
        Order first = place(101, Side.SELL, 10, 100);
        place(102, Side.SELL, 10, 100);
        book.place(order(103, Side.BUY, 4, 150), FEES);

        Placement placement = book.place(order(104, Side.BUY, 6, 150), FEES);

        assertThat(placement.fills())
                .containsExactly(new Fill(first.id(), first.participant(), wh(6), price(100)));
    }

    @Test
    void newerOrderLeavesInsteadOfTradingWithItself() {
        Order other = place(102, Side.SELL, 3, 90);
        Order own = place(101, Side.SELL, 10, 100);

        Placement placement = book.place(order(101, Side.BUY, 10, 150), FEES);

        assertThat(placement.fills()).extracting(Fill::resting).containsExactly(other.id());
        assertThat(placement.cancelled()).isEqualTo(wh(7));
        assertThat(placement.resting()).isEqualTo(Energy.ZERO);
        assertThat(book.resting()).containsExactly(own);
    }

    @Test
    void ownOrderThatWouldNotMatchIsNoSelfTrade() {
        place(101, Side.SELL, 10, 100);

        Placement placement = book.place(order(101, Side.BUY, 10, 149), FEES);

        assertThat(placement.resting()).isEqualTo(wh(10));
    }

    @Test
    void zeroAndNegativePricesAreOrdinary() {
        place(101, Side.SELL, 10, -80);
        place(102, Side.SELL, 10, 0);

        Placement placement = book.place(order(103, Side.BUY, 20, 50), FEES);

        assertThat(placement.fills()).extracting(Fill::price).containsExactly(price(-80), price(0));
    }

    @Test
    void cancelReturnsWhatWasLeft() {
        Order order = place(101, Side.SELL, 10, 100);
        book.place(order(102, Side.BUY, 4, 150), FEES);

        assertThat(book.cancel(order.id())).isEqualTo(wh(6));
        assertThat(book.cancel(order.id())).isEqualTo(Energy.ZERO);
        assertThat(book.levels(Side.SELL)).isEmpty();
    }

    @Test
    void changedFeesLeaveRestingOrdersAlone() {
        place(101, Side.SELL, 10, 100);
        place(102, Side.BUY, 10, 120);

        Placement placement = book.place(order(103, Side.BUY, 4, 100), Price.ZERO);

        assertThat(placement.fills()).hasSize(1);
        assertThat(book.levels(Side.BUY)).containsExactly(new Level(price(120), wh(10), 1));
    }

    @Test
    void sumsLevelsBestFirst() {
        place(101, Side.BUY, 10, 100);
        place(102, Side.BUY, 5, 120);
        place(103, Side.BUY, 7, 100);

        assertThat(book.levels(Side.BUY))
                .containsExactly(new Level(price(120), wh(5), 1), new Level(price(100), wh(17), 2));
    }

    @Test
    void restoredOrdersKeepTheirPriority() {
        place(101, Side.SELL, 10, 100);
        place(102, Side.SELL, 5, 100);
        book.place(order(103, Side.BUY, 2, 150), FEES);
        ReferenceOrderBook restored = new ReferenceOrderBook();

        book.resting().forEach(restored::rest);

        Order buy = order(104, Side.BUY, 9, 150);
        assertThat(restored.place(buy, FEES)).isEqualTo(book.place(buy, FEES));
        assertThat(restored.resting()).isEqualTo(book.resting());
    }

    @Test
    void refusesTheSameOrderTwice() {
        Order order = place(101, Side.SELL, 10, 100);

        assertThatThrownBy(() -> book.rest(order)).isInstanceOf(IllegalArgumentException.class);
    }

    private Order place(long participant, Side side, long wattHours, long limit) {
        Order order = order(participant, side, wattHours, limit);
        book.place(order, FEES);
        return order;
    }

    private Order order(long participant, Side side, long wattHours, long limit) {
        lastId++;
        return new Order(
                new OrderId(lastId),
                new ParticipantId(participant),
                side,
                wh(wattHours),
                price(limit));
    }

    private static Energy wh(long wattHours) {
        return Energy.ofWattHours(wattHours);
    }

    private static Price price(long micro) {
        return Price.ofMicroPerKwh(micro);
    }
}
