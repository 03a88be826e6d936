package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a call auction needs: collecting without matching, a cursor, filling. */
interface CallPhaseRules extends BookRules {

    private void collect(NewOrder order) {
        stage().collect(order, 0);
    }

    @Test
    default void collectedOrdersDoNotMatch() {
        collect(stage().seller(1, 10, 10));

        long rests = stage().collect(stage().buyer(2, 10, 30), 0);

        assertThat(rests).isEqualTo(10);
        assertThat(stage().told()).isEmpty();
        assertThat(stage().rests()).containsExactly("2: 10 at 30", "1: 10 at 10");
    }

    @Test
    default void collectedOrdersQueueByPriceAndTime() {
        collect(stage().buyer(1, 10, 10));
        collect(stage().buyer(2, 10, 20));
        collect(stage().buyer(3, 10, 10));

        assertThat(stage().rests()).containsExactly("2: 10 at 20", "1: 10 at 10", "3: 10 at 10");
        assertThat(stage().book.nextPriority()).isEqualTo(4);
    }

    @Test
    default void collectedIcebergsShowTheirClip() {
        collect(stage().buyer(1, 25, 10).clip(10));

        assertThat(stage().rests()).containsExactly("1: 10+15 at 10");
    }

    @Test
    default void lastingPostOnlyAndMinimumAreNotLookedAt() {
        collect(stage().seller(1, 10, 10));

        collect(stage().buyer(2, 10, 30).postOnly(true).minimumFill(30));

        assertThat(stage().book.left(2)).isEqualTo(10);
    }

    @Test
    default void executableOwnOrdersAreMetAsTheRuleSays() {
        collect(stage().seller(1, 10, 15));
        collect(stage().seller(2, 10, 5));
        collect(stage().seller(2, 10, 20));
        collect(stage().seller(2, 10, 10));

        long rests =
                stage().collect(
                                stage().buyer(2, 30, 15)
                                        .selfTrade(SelfTradePrevention.CANCEL_OLDEST),
                                0);

        assertThat(rests).isEqualTo(30);
        assertThat(stage().told())
                .containsExactly("2 loses 10 has 0: SELF_TRADE", "4 loses 10 has 0: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("5: 30 at 15", "1: 10 at 15", "3: 10 at 20");
    }

    @Test
    default void newestLeavesWhenCollected() {
        collect(stage().buyer(1, 10, 20));

        long rests = stage().collect(stage().seller(1, 30, 20), 0);

        assertThat(rests).isZero();
        assertThat(stage().told()).containsExactly("2 loses 30 has 0: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("1: 10 at 20");
    }

    @Test
    default void bothLeaveWhenCollected() {
        collect(stage().buyer(1, 10, 20));
        collect(stage().buyer(1, 10, 25));

        stage().collect(stage().seller(1, 30, 20).selfTrade(SelfTradePrevention.CANCEL_BOTH), 0);

        assertThat(stage().told())
                .containsExactly("2 loses 10 has 0: SELF_TRADE", "3 loses 30 has 0: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("1: 10 at 20");
    }

    @Test
    default void bothLoseWhenCollected() {
        collect(stage().buyer(1, 25, 20).clip(10));
        collect(stage().buyer(1, 10, 20));

        long rests =
                stage().collect(
                                stage().seller(1, 40, 20).selfTrade(SelfTradePrevention.DECREMENT),
                                0);

        assertThat(rests).isEqualTo(5);
        assertThat(stage().told())
                .containsExactly(
                        "1 loses 10 has 15: SELF_TRADE", "3 loses 10 has 30: SELF_TRADE",
                        "2 loses 10 has 0: SELF_TRADE", "3 loses 10 has 20: SELF_TRADE",
                        "1 loses 10 has 5: SELF_TRADE", "3 loses 10 has 10: SELF_TRADE",
                        "1 loses 5 has 0: SELF_TRADE", "3 loses 5 has 5: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("3: 5 at 20");
    }

    @Test
    default void theFeeDecidesWhatIsExecutable() {
        collect(stage().seller(1, 10, 20));

        collect(stage().buyer(1, 10, 25).selfTrade(SelfTradePrevention.CANCEL_BOTH));
        stage().book.cancel(2);
        stage().collect(stage().buyer(1, 10, 25), 6);
        stage().collect(stage().buyer(1, 10, 25), 5);
        assertThat(stage().told())
                .containsExactly("1 loses 10 has 0: SELF_TRADE", "2 loses 10 has 0: SELF_TRADE");

        stage().collect(stage().seller(1, 10, 20), 6);
        stage().collect(stage().seller(1, 10, 20), 5);
        assertThat(stage().told()).containsExactly("6 loses 10 has 0: SELF_TRADE");
    }

    @Test
    default void filledOrdersShrinkSilentlyInTheirPlace() {
        collect(stage().buyer(1, 10, 20));
        collect(stage().buyer(2, 10, 20));

        stage().book.fill(1, 4);

        assertThat(stage().rests()).containsExactly("1: 6 at 20", "2: 10 at 20");
        assertThat(stage().told()).isEmpty();
        assertThat(stage().book.nextPriority()).isEqualTo(3);
    }

    @Test
    default void filledOrdersLeaveAtNothing() {
        collect(stage().buyer(1, 10, 20));
        collect(stage().buyer(2, 10, 20));

        stage().book.fill(1, 10);

        assertThat(stage().rests()).containsExactly("2: 10 at 20");
        assertThat(stage().book.left(1)).isZero();
        assertThat(stage().book.size(0)).isEqualTo(1);
    }

    @Test
    default void aFilledIcebergShowsUpToItsClip() {
        collect(stage().buyer(1, 25, 20).clip(10));
        collect(stage().buyer(2, 10, 20));

        stage().book.fill(1, 12);
        assertThat(stage().rests()).containsExactly("1: 10+3 at 20", "2: 10 at 20");

        stage().book.fill(1, 6);
        assertThat(stage().rests()).containsExactly("1: 7 at 20", "2: 10 at 20");

        stage().book.fill(1, 7);
        assertThat(stage().rests()).containsExactly("2: 10 at 20");
    }

    @Test
    default void aPartlyUsedClipIsFilledUp() {
        stage().place(stage().buyer(1, 25, 20).clip(10));
        stage().sell(2, 6, 20);

        stage().book.fill(1, 1);

        assertThat(stage().rests()).containsExactly("1: 10+8 at 20");
    }

    @Test
    default void nothingElseCanBeFilled() {
        collect(stage().buyer(1, 10, 20));

        assertThatThrownBy(() -> stage().book.fill(1, 11))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stage().book.fill(2, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stage().rests()).containsExactly("1: 10 at 20");
    }

    private List<String> walk(int contract, Side side) {
        List<String> lines = new ArrayList<>();
        LevelCursor cursor = stage().book.cursor(contract, side);
        while (cursor.next()) {
            lines.add(cursor.quantity() + " at " + cursor.limit());
            while (cursor.nextOrder()) {
                lines.add(
                        "%d of %d in %d: %d"
                                .formatted(
                                        cursor.order(),
                                        cursor.participant(),
                                        cursor.group(),
                                        cursor.orderQuantity()));
            }
        }
        return lines;
    }

    @Test
    default void aCursorWalksLimitsAndOrdersWithTheirHiddenParts() {
        NewOrder order = stage().buyer(1, 25, 20);
        collect(order.limitOrder(order.id(), 1, 7, 0, Side.BUY, 25, 20).clip(10));
        collect(stage().buyer(2, 10, 25));
        collect(stage().buyer(3, 5, 20));
        collect(stage().seller(4, 10, 40));
        collect(stage().seller(5, 20, -10));

        assertThat(walk(0, Side.BUY))
                .containsExactly(
                        "10 at 25",
                        "2 of 2 in 2: 10",
                        "30 at 20",
                        "1 of 1 in 7: 25",
                        "3 of 3 in 3: 5");
        assertThat(walk(0, Side.SELL))
                .containsExactly("20 at -10", "5 of 5 in 5: 20", "10 at 40", "4 of 4 in 4: 10");
    }

    @Test
    default void aCursorMaySkipOrders() {
        collect(stage().seller(1, 10, 20));
        collect(stage().seller(2, 10, 20));
        collect(stage().seller(3, 10, 25));
        LevelCursor cursor = stage().book.cursor(0, Side.SELL);

        assertThat(cursor.next()).isTrue();
        assertThat(cursor.nextOrder()).isTrue();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.nextOrder()).isTrue();

        assertThat(cursor.order()).isEqualTo(3);
        assertThat(cursor.nextOrder()).isFalse();
        assertThat(cursor.next()).isFalse();
    }

    @Test
    default void anEmptySideHasNothingToWalk() {
        collect(stage().seller(1, 10, 20));

        assertThat(walk(0, Side.BUY)).isEmpty();
    }

    @Test
    default void limitsFarApartAreWalkedInOrder() {
        for (long limit : new long[] {0, 5_000_000, -5_000_000, 5, 35, 40, 45, 320, 315, 325}) {
            collect(stage().seller(1, 1, limit));
            collect(stage().buyer(2, 1, limit));
        }

        assertThat(walk(0, Side.SELL).stream().filter(line -> line.contains("at")))
                .containsExactly(
                        "1 at -5000000",
                        "1 at 0",
                        "1 at 5",
                        "1 at 35",
                        "1 at 40",
                        "1 at 45",
                        "1 at 315",
                        "1 at 320",
                        "1 at 325",
                        "1 at 5000000");
        assertThat(walk(0, Side.BUY).stream().filter(line -> line.contains("at")))
                .containsExactly(
                        "1 at 5000000",
                        "1 at 325",
                        "1 at 320",
                        "1 at 315",
                        "1 at 45",
                        "1 at 40",
                        "1 at 35",
                        "1 at 5",
                        "1 at 0",
                        "1 at -5000000");
    }
}
