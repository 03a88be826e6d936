package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.book.EventLog.Removed;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changing a resting order. */
interface ReplaceRules extends BookRules {

    /** Ids are given from 1. */
    @Test
    default void limitsOfRestingOrdersAreKnown() {
        stage().buy(1, 10, 15);
        stage().sell(2, 10, 40);

        stage().replace(1, 10, -20);

        assertThat(stage().book.limit(1)).isEqualTo(-20);
        assertThat(stage().book.limit(2)).isEqualTo(40);
        stage().book.cancel(2);
        assertThatThrownBy(() -> stage().book.limit(2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stage().book.limit(3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void lessAtTheSameLimitKeepsItsPlace() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);

        assertThat(stage().replace(1, 4, 20)).isEqualTo(4);

        assertThat(stage().rests()).containsExactly("1: 4 at 20", "2: 10 at 20");
        assertThat(stage().book.left(1)).isEqualTo(4);
        assertThat(stage().told()).isEmpty();
    }

    @Test
    default void theSameQuantityAndLimitChangeNothing() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);

        assertThat(stage().replace(1, 10, 20)).isEqualTo(10);

        assertThat(stage().rests()).containsExactly("1: 10 at 20", "2: 10 at 20");
        assertThat(stage().book.nextPriority()).isEqualTo(3);
    }

    @Test
    default void moreGoesToTheEnd() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);

        assertThat(stage().replace(1, 11, 20)).isEqualTo(11);

        assertThat(stage().rests()).containsExactly("2: 10 at 20", "1: 11 at 20");
        assertThat(stage().told()).isEmpty();
        assertThat(stage().book.size(0)).isEqualTo(2);
    }

    @Test
    default void anotherLimitGoesToTheEndThere() {
        stage().buy(1, 10, 20);
        stage().buy(2, 10, 15);

        assertThat(stage().replace(1, 4, 15)).isEqualTo(4);

        assertThat(stage().rests()).containsExactly("2: 10 at 15", "1: 4 at 15");
    }

    @Test
    default void keepsItsPlaceAfterAPartialFill() {
        stage().buy(1, 10, 20);
        stage().buy(2, 10, 20);
        stage().sell(3, 4, 20);
        stage().told();

        assertThat(stage().replace(1, 6, 20)).isEqualTo(6);
        assertThat(stage().rests()).containsExactly("1: 6 at 20", "2: 10 at 20");

        assertThat(stage().replace(1, 7, 20)).isEqualTo(7);
        assertThat(stage().rests()).containsExactly("2: 10 at 20", "1: 7 at 20");
    }

    @Test
    default void aBetterLimitMatchesAndTheRestStays() {
        stage().sell(1, 10, 25);
        stage().buy(2, 30, 20);

        assertThat(stage().replace(2, 30, 25)).isEqualTo(20);

        assertThat(stage().told()).containsExactly("1 sells 10 at 25 to 2");
        assertThat(stage().rests()).containsExactly("2: 20 at 25");
    }

    @Test
    default void aBetterLimitMayFillWhole() {
        stage().buy(1, 10, 20);
        stage().sell(2, 10, 30);

        assertThat(stage().replace(2, 5, 15)).isZero();

        assertThat(stage().told()).containsExactly("2 sells 5 at 20 to 1");
        assertThat(stage().rests()).containsExactly("1: 5 at 20");
        assertThat(stage().book.left(2)).isZero();
    }

    @Test
    default void replacesWithinItsScope() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 1, 1, 10, 20);
        stage().buy(2, 10, 15);
        MatchScope scope =
                new MatchScope().add(0, 0, 0).add(1, 4, MatchScope.WHOLE_ORDER).capacity(3);

        assertThat(stage().replace(2, 8, 25, scope)).isEqualTo(5);

        assertThat(stage().told()).containsExactly("1 sells 3 at 20 to 2 in 1");
    }

    @Test
    default void anIcebergLosesItsHiddenPartFirst() {
        stage().place(stage().seller(1, 25, 20).clip(10));
        stage().sell(2, 10, 20);

        stage().replace(1, 12, 20);
        assertThat(stage().rests()).containsExactly("1: 10+2 at 20", "2: 10 at 20");

        stage().replace(1, 10, 20);
        assertThat(stage().rests()).containsExactly("1: 10 at 20", "2: 10 at 20");

        stage().replace(1, 7, 20);
        assertThat(stage().rests()).containsExactly("1: 7 at 20", "2: 10 at 20");
    }

    @Test
    default void aPartlyUsedClipStaysWhenTheIcebergShrinks() {
        stage().place(stage().seller(1, 25, 20).clip(10));
        stage().buy(2, 6, 20);

        stage().replace(1, 15, 20);

        assertThat(stage().rests()).containsExactly("1: 4+11 at 20");
    }

    @Test
    default void anIcebergThatMovesShowsItsClipAnew() {
        stage().place(stage().seller(1, 25, 20).clip(10));
        stage().buy(2, 6, 20);

        assertThat(stage().replace(1, 15, 25)).isEqualTo(15);

        assertThat(stage().rests()).containsExactly("1: 10+5 at 25");
    }

    @Test
    default void anIcebergThatMovesTradesWhole() {
        stage().place(stage().seller(1, 25, 20).clip(10));
        stage().buy(2, 22, 15);

        assertThat(stage().replace(1, 25, 15)).isEqualTo(3);

        assertThat(stage().told()).containsExactly("1 sells 22 at 15 to 2");
    }

    @Test
    default void itsOwnSelfTradeRuleCounts() {
        stage().buy(1, 10, 15);
        stage().buy(2, 10, 15);
        stage().place(stage().seller(1, 20, 30).selfTrade(SelfTradePrevention.CANCEL_OLDEST));

        assertThat(stage().replace(3, 20, 15)).isEqualTo(10);

        assertThat(stage().told())
                .containsExactly("1 loses 10 has 0: SELF_TRADE", "3 sells 10 at 15 to 2");
    }

    @Test
    default void everySelfTradeRuleIsKept() {
        assertThat(sellerMovesOntoItsOwnBid(SelfTradePrevention.CANCEL_NEWEST))
                .containsExactly("1 loses 20 has 0: SELF_TRADE");
        assertThat(sellerMovesOntoItsOwnBid(SelfTradePrevention.CANCEL_OLDEST))
                .containsExactly("4 loses 5 has 0: SELF_TRADE");
        assertThat(sellerMovesOntoItsOwnBid(SelfTradePrevention.CANCEL_BOTH))
                .containsExactly("6 loses 5 has 0: SELF_TRADE", "5 loses 20 has 0: SELF_TRADE");
        assertThat(sellerMovesOntoItsOwnBid(SelfTradePrevention.DECREMENT))
                .containsExactly("8 loses 5 has 0: SELF_TRADE", "7 loses 5 has 15: SELF_TRADE");
    }

    private List<String> sellerMovesOntoItsOwnBid(SelfTradePrevention rule) {
        NewOrder seller = stage().seller(1, 20, 30).selfTrade(rule);
        NewOrder buyer = stage().buyer(1, 5, 15);
        stage().place(seller);
        stage().place(buyer);

        stage().replace(seller.id(), 20, 15);

        stage().book.cancel(seller.id());
        stage().book.cancel(buyer.id());
        return stage().told();
    }

    @Test
    default void postOnlyStaysPostOnly() {
        stage().buy(1, 10, 15);
        stage().place(stage().seller(2, 10, 30).postOnly(true));

        assertThat(stage().replace(2, 12, 20)).isEqualTo(12);
        assertThat(stage().replace(2, 14, 15)).isZero();

        assertThat(stage().happened())
                .containsExactly(new Removed(0, 2, 2, Side.SELL, 15, 14, 0, Removal.WOULD_TRADE));
        assertThat(stage().rests()).containsExactly("1: 10 at 15");
    }

    @Test
    default void postOnlyMayShrinkWhereItWouldTrade() {
        stage().place(stage().seller(1, 10, 20).postOnly(true));
        stage().rest(Side.BUY, 2, 0, 10, 20);

        assertThat(stage().replace(1, 9, 20)).isEqualTo(9);

        assertThat(stage().told()).isEmpty();
    }

    @Test
    default void aMinimumDoesNotComeBack() {
        stage().sell(1, 10, 20);
        stage().place(stage().buyer(2, 30, 20).minimumFill(10));
        stage().told();

        assertThat(stage().replace(2, 30, 25)).isEqualTo(30);

        assertThat(stage().told()).isEmpty();
    }

    @Test
    default void whatDoesNotRestIsNotReplaced() {
        stage().sell(1, 10, 20);
        stage().buy(2, 10, 20);
        stage().told();

        assertThat(stage().replace(1, 5, 20)).isEqualTo(-1);
        assertThat(stage().replace(1, 50, 25)).isEqualTo(-1);
        assertThat(stage().replace(99, 5, 20)).isEqualTo(-1);

        assertThat(stage().told()).isEmpty();
        assertThat(stage().book.size(0)).isZero();
    }
}
