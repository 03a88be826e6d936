package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.EventLog.Traded;
import energy.peerwatt.market.Side;
import org.junit.jupiter.api.Test;

/** Plain orders of one contract: price, then time, at the resting order's price. */
interface MatchingRules extends BookRules {

    @Test
    default void restsWhatDoesNotTrade() {
        long rests = stage().buy(1, 100, 20);

        assertThat(rests).isEqualTo(100);
        assertThat(stage().told()).isEmpty();
        assertThat(stage().rests()).containsExactly("1: 100 at 20");
        assertThat(stage().book.left(1)).isEqualTo(100);
        assertThat(stage().book.size(0)).isEqualTo(1);
    }

    @Test
    default void sayWhoTradedWhereAndAtWhatPrice() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 7, 1, 100, 20);

        stage().place(stage().buyer(9, 60, 25), BookStage.scope(1));

        assertThat(stage().happened()).containsExactly(new Traded(1, 1, 7, 2, 9, 60, 20));
    }

    @Test
    default void sayWhoTradedIfTheSellerCame() {
        stage().buy(7, 100, 20);

        stage().sell(9, 60, 15);

        assertThat(stage().happened()).containsExactly(new Traded(0, 2, 9, 1, 7, 60, 20));
    }

    @Test
    default void tradesWholeQuantitiesAndForgetsBothOrders() {
        stage().sell(1, 100, 20);

        assertThat(stage().buy(2, 100, 20)).isZero();

        assertThat(stage().rests()).isEmpty();
        assertThat(stage().book.size(0)).isZero();
        assertThat(stage().book.left(1)).isZero();
        assertThat(stage().book.left(2)).isZero();
        assertThat(stage().book.levels(0, Side.SELL)).isEmpty();
    }

    @Test
    default void buyersMeetTheLowestAskFirst() {
        stage().sell(1, 10, 30);
        stage().sell(2, 10, 10);
        stage().sell(3, 10, 20);

        assertThat(stage().buy(4, 25, 30)).isZero();

        assertThat(stage().told())
                .containsExactly(
                        "2 sells 10 at 10 to 4", "3 sells 10 at 20 to 4", "1 sells 5 at 30 to 4");
        assertThat(stage().rests()).containsExactly("1: 5 at 30");
    }

    @Test
    default void sellersMeetTheHighestBidFirst() {
        stage().buy(1, 10, 10);
        stage().buy(2, 10, 30);
        stage().buy(3, 10, 20);

        stage().sell(4, 25, 10);

        assertThat(stage().told())
                .containsExactly(
                        "4 sells 10 at 30 to 2", "4 sells 10 at 20 to 3", "4 sells 5 at 10 to 1");
        assertThat(stage().rests()).containsExactly("1: 5 at 10");
    }

    @Test
    default void earlierOrdersComeFirstAtEqualLimits() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);
        stage().sell(3, 10, 20);

        stage().buy(4, 15, 20);
        stage().buy(5, 10, 20);

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 4", "2 sells 5 at 20 to 4",
                        "2 sells 5 at 20 to 5", "3 sells 5 at 20 to 5");
    }

    @Test
    default void partlyFilledOrdersKeepTheirPlace() {
        stage().buy(1, 10, 20);
        stage().buy(2, 10, 20);

        stage().sell(3, 4, 20);
        stage().sell(4, 8, 20);

        assertThat(stage().told())
                .containsExactly(
                        "3 sells 4 at 20 to 1", "4 sells 6 at 20 to 1", "4 sells 2 at 20 to 2");
    }

    @Test
    default void tradesAtItsLimitButNotWorse() {
        stage().sell(1, 10, 20);
        stage().buy(2, 10, 10);

        stage().buy(3, 10, 15);
        stage().sell(4, 10, 20);
        assertThat(stage().told()).isEmpty();

        stage().buy(5, 5, 20);
        stage().sell(6, 5, 15);
        assertThat(stage().told()).containsExactly("1 sells 5 at 20 to 5", "6 sells 5 at 15 to 3");
    }

    @Test
    default void restsWhatIsLeftAfterTrading() {
        stage().sell(1, 10, 20);

        assertThat(stage().buy(2, 30, 20)).isEqualTo(20);

        assertThat(stage().rests()).containsExactly("2: 20 at 20");
        stage().told();
        stage().sell(3, 5, 20);
        assertThat(stage().told()).containsExactly("3 sells 5 at 20 to 2");
    }

    @Test
    default void negativeAndZeroPricesAreOrdinary() {
        stage().sell(1, 10, 5);
        stage().sell(2, 10, 0);
        stage().sell(3, 10, -5);
        stage().sell(4, 10, -1000);

        stage().buy(5, 30, 0);

        assertThat(stage().told())
                .containsExactly(
                        "4 sells 10 at -1000 to 5",
                        "3 sells 10 at -5 to 5",
                        "2 sells 10 at 0 to 5");
    }

    @Test
    default void sellersMayPayToBeRid() {
        stage().buy(1, 10, -10);
        stage().buy(2, 10, -5);
        stage().buy(3, 10, 0);

        stage().sell(4, 15, -5);

        assertThat(stage().told()).containsExactly("4 sells 10 at 0 to 3", "4 sells 5 at -5 to 2");
        assertThat(stage().rests()).containsExactly("2: 5 at -5", "1: 10 at -10");
    }

    @Test
    default void pricesFarApartShareABook() {
        stage().sell(1, 10, 5_000_000_000L);
        stage().sell(2, 10, -5_000_000_000L);
        stage().sell(3, 10, 0);

        stage().buy(4, 30, 5_000_000_000L);

        assertThat(stage().told())
                .containsExactly(
                        "2 sells 10 at -5000000000 to 4",
                        "3 sells 10 at 0 to 4",
                        "1 sells 10 at 5000000000 to 4");
    }

    @Test
    default void cancelledOrdersNeverTrade() {
        stage().sell(1, 10, 10);
        stage().sell(2, 10, 20);

        assertThat(stage().book.cancel(1)).isEqualTo(10);
        stage().buy(3, 10, 20);

        assertThat(stage().told()).containsExactly("2 sells 10 at 20 to 3");
    }

    @Test
    default void cancelsOnlyWhatRests() {
        stage().sell(1, 10, 10);
        stage().buy(2, 4, 10);
        stage().told();

        assertThat(stage().book.cancel(2)).isZero();
        assertThat(stage().book.cancel(1)).isEqualTo(6);
        assertThat(stage().book.cancel(1)).isZero();
        assertThat(stage().book.cancel(99)).isZero();
        assertThat(stage().book.left(99)).isZero();
        assertThat(stage().told()).isEmpty();
    }

    @Test
    default void cancelsFromTheMiddleAndTheEndsOfAQueue() {
        for (int participant = 1; participant <= 5; participant++) {
            stage().sell(participant, 10, 20);
        }

        stage().book.cancel(3);
        stage().book.cancel(1);
        stage().book.cancel(5);
        stage().sell(6, 10, 20);

        assertThat(stage().rests()).containsExactly("2: 10 at 20", "4: 10 at 20", "6: 10 at 20");
        assertThat(stage().book.size(0)).isEqualTo(3);
    }

    @Test
    default void twoLikeOrdersOfOneParticipantAreTwo() {
        stage().buy(1, 10, 20);
        stage().buy(1, 10, 20);

        assertThat(stage().rests()).containsExactly("1: 10 at 20", "2: 10 at 20");
    }

    @Test
    default void manyLimitsStayInOrder() {
        for (int i = 0; i < 500; i++) {
            stage().sell(i, 1, BookStage.TICK * (i * 181L % 500 - 250));
        }

        stage().buy(1_000, 500, BookStage.TICK * 250);

        assertThat(stage().happened().stream().map(event -> ((Traded) event).price()))
                .hasSize(500)
                .isSorted();
        assertThat(stage().book.size(0)).isZero();
    }
}
