package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.EventLog.Removed;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import org.junit.jupiter.api.Test;

/** Two orders of one group never trade: the incoming order's rule. */
interface OwnOrderRules extends BookRules {

    /** An order of a participant in group 50. */
    private NewOrder member(Side side, int participant, long quantity, long limit) {
        NewOrder order = stage().order(side, participant, 0, quantity, limit);
        return order.limitOrder(order.id(), participant, 50, 0, side, quantity, limit);
    }

    private NewOrder member(
            Side side, int participant, long quantity, long limit, SelfTradePrevention rule) {
        return member(side, participant, quantity, limit).selfTrade(rule);
    }

    @Test
    default void cancelNewestRemovesTheRestOfTheIncomingOrder() {
        stage().sell(1, 10, 15);
        stage().place(member(Side.SELL, 2, 10, 20));
        stage().sell(3, 10, 25);

        long rests = stage().place(member(Side.BUY, 4, 30, 25, SelfTradePrevention.CANCEL_NEWEST));

        assertThat(rests).isZero();
        assertThat(stage().told())
                .containsExactly("1 sells 10 at 15 to 4", "4 loses 20 has 0: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("2: 10 at 20", "3: 10 at 25");
    }

    @Test
    default void cancelOldestRemovesTheRestingOrdersAndGoesOn() {
        stage().place(member(Side.BUY, 1, 10, 30).clip(4));
        stage().buy(2, 10, 25);
        stage().place(member(Side.BUY, 3, 10, 20));

        long rests = stage().place(member(Side.SELL, 4, 30, 20, SelfTradePrevention.CANCEL_OLDEST));

        assertThat(rests).isEqualTo(20);
        assertThat(stage().told())
                .containsExactly(
                        "1 loses 10 has 0: SELF_TRADE",
                        "4 sells 10 at 25 to 2",
                        "3 loses 10 has 0: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("4: 20 at 20");
    }

    @Test
    default void cancelOldestLeavesOwnOrdersItDoesNotReach() {
        stage().sell(1, 10, 20);
        stage().place(member(Side.SELL, 2, 10, 20));

        stage().place(member(Side.BUY, 3, 10, 20, SelfTradePrevention.CANCEL_OLDEST));

        assertThat(stage().told()).containsExactly("1 sells 10 at 20 to 3");
        assertThat(stage().rests()).containsExactly("2: 10 at 20");
    }

    @Test
    default void cancelBothRemovesTheRestingOrderThenTheIncomingRest() {
        stage().sell(1, 10, 15);
        stage().place(member(Side.SELL, 2, 10, 20).clip(3));
        stage().place(member(Side.SELL, 3, 10, 20));

        long rests = stage().place(member(Side.BUY, 4, 30, 25, SelfTradePrevention.CANCEL_BOTH));

        assertThat(rests).isZero();
        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 15 to 4",
                        "2 loses 10 has 0: SELF_TRADE",
                        "4 loses 20 has 0: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("3: 10 at 20");
    }

    @Test
    default void decrementTakesTheSmallerFromBoth() {
        stage().place(member(Side.SELL, 1, 10, 20));
        stage().sell(2, 10, 25);

        long rests = stage().place(member(Side.BUY, 3, 30, 25, SelfTradePrevention.DECREMENT));

        assertThat(rests).isEqualTo(10);
        assertThat(stage().told())
                .containsExactly(
                        "1 loses 10 has 0: SELF_TRADE",
                        "3 loses 10 has 20: SELF_TRADE",
                        "2 sells 10 at 25 to 3");
        assertThat(stage().rests()).containsExactly("3: 10 at 25");
    }

    @Test
    default void decrementLeavesTheRestOfTheLargerRestingOrderInItsPlace() {
        stage().place(member(Side.BUY, 1, 30, 20));
        stage().buy(2, 10, 20);

        long rests = stage().place(member(Side.SELL, 3, 10, 20, SelfTradePrevention.DECREMENT));

        assertThat(rests).isZero();
        assertThat(stage().told())
                .containsExactly("1 loses 10 has 20: SELF_TRADE", "3 loses 10 has 0: SELF_TRADE");
        assertThat(stage().rests()).containsExactly("1: 20 at 20", "2: 10 at 20");
    }

    @Test
    default void decrementOfEqualsRemovesBoth() {
        stage().place(member(Side.BUY, 1, 10, 20));

        stage().place(member(Side.SELL, 2, 10, 20, SelfTradePrevention.DECREMENT));

        assertThat(stage().told())
                .containsExactly("1 loses 10 has 0: SELF_TRADE", "2 loses 10 has 0: SELF_TRADE");
        assertThat(stage().book.size(0)).isZero();
    }

    @Test
    default void decrementTakesClipByClipAndShowsTheNextBehind() {
        stage().place(member(Side.SELL, 1, 25, 20).clip(10));
        stage().sell(2, 5, 20);

        stage().place(member(Side.BUY, 3, 30, 20, SelfTradePrevention.DECREMENT));

        assertThat(stage().told())
                .containsExactly(
                        "1 loses 10 has 15: SELF_TRADE",
                        "3 loses 10 has 20: SELF_TRADE",
                        "2 sells 5 at 20 to 3",
                        "1 loses 10 has 5: SELF_TRADE",
                        "3 loses 10 has 5: SELF_TRADE",
                        "1 loses 5 has 0: SELF_TRADE",
                        "3 loses 5 has 0: SELF_TRADE");
    }

    @Test
    default void decrementUsesNoCapacity() {
        stage().place(member(Side.SELL, 1, 10, 20));
        stage().sell(2, 10, 20);
        MatchScope scope = BookStage.scope(0).capacity(5);

        stage().place(member(Side.BUY, 3, 30, 20, SelfTradePrevention.DECREMENT), scope);

        assertThat(stage().told())
                .containsExactly(
                        "1 loses 10 has 0: SELF_TRADE",
                        "3 loses 10 has 20: SELF_TRADE",
                        "2 sells 5 at 20 to 3");
        assertThat(scope.capacity()).isZero();
    }

    @Test
    default void theGroupCountsNotTheParticipant() {
        stage().place(member(Side.SELL, 1, 10, 20));
        stage().sell(2, 10, 20);
        NewOrder sameParticipantOtherGroup = stage().buyer(1, 10, 20);

        stage().place(sameParticipantOtherGroup);

        assertThat(stage().told()).containsExactly("1 sells 10 at 20 to 3");
    }

    @Test
    default void theIncomingOrdersRuleCounts() {
        stage().place(member(Side.SELL, 1, 10, 20, SelfTradePrevention.CANCEL_OLDEST));

        stage().place(member(Side.BUY, 2, 10, 20, SelfTradePrevention.CANCEL_NEWEST));

        assertThat(stage().told()).containsExactly("2 loses 10 has 0: SELF_TRADE");
    }

    @Test
    default void removalsSayWhoseAndWhere() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 7, 1, 10, 20);

        stage().place(
                        stage().buyer(7, 15, 25).selfTrade(SelfTradePrevention.CANCEL_BOTH),
                        BookStage.scope(1));

        assertThat(stage().happened())
                .containsExactly(
                        new Removed(1, 1, 7, Side.SELL, 20, 10, 0, Removal.SELF_TRADE),
                        new Removed(0, 2, 7, Side.BUY, 25, 15, 0, Removal.SELF_TRADE));
    }

    @Test
    default void theRestOfAnImmediateOrderIsRemovedAfterwards() {
        stage().place(member(Side.SELL, 1, 10, 20));

        stage().place(
                        member(Side.BUY, 2, 15, 20, SelfTradePrevention.CANCEL_OLDEST)
                                .lasting(Lasting.IMMEDIATE));

        assertThat(stage().told())
                .containsExactly(
                        "1 loses 10 has 0: SELF_TRADE", "2 loses 15 has 0: NOT_FILLED_AT_ONCE");
    }

    @Test
    default void anOwnOrderIsMetInItsTurn() {
        stage().sell(1, 10, 20);
        stage().place(member(Side.SELL, 2, 10, 20));
        stage().sell(3, 10, 20);

        stage().place(
                        member(Side.BUY, 4, 30, 20, SelfTradePrevention.CANCEL_NEWEST),
                        BookStage.scope(0).trusted(new int[] {3}));

        assertThat(stage().told())
                .containsExactly(
                        "3 sells 10 at 20 to 4",
                        "1 sells 10 at 20 to 4",
                        "4 loses 10 has 0: SELF_TRADE");
    }

    @Test
    default void aTrustedOwnOrderIsMetFirst() {
        stage().sell(1, 10, 20);
        stage().place(member(Side.SELL, 2, 10, 20));

        stage().place(
                        member(Side.BUY, 3, 30, 20, SelfTradePrevention.CANCEL_NEWEST),
                        BookStage.scope(0).trusted(new int[] {2}));

        assertThat(stage().told()).containsExactly("3 loses 30 has 0: SELF_TRADE");
    }
}
