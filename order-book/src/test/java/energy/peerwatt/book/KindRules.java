package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.EventLog.Removed;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import org.junit.jupiter.api.Test;

/** Orders that do not simply rest: immediate, fill-or-kill, minimum fill, post-only. */
interface KindRules extends BookRules {

    @Test
    default void anImmediateOrderNeverRests() {
        stage().sell(1, 10, 20);

        long rests = stage().place(stage().buyer(2, 15, 25).lasting(Lasting.IMMEDIATE));

        assertThat(rests).isZero();
        assertThat(stage().told())
                .containsExactly("1 sells 10 at 20 to 2", "2 loses 5 has 0: NOT_FILLED_AT_ONCE");
        assertThat(stage().rests()).isEmpty();
    }

    @Test
    default void anImmediateOrderThatFillsIsNotRemoved() {
        stage().buy(1, 10, 20);

        stage().place(stage().seller(2, 10, 20).lasting(Lasting.IMMEDIATE));

        assertThat(stage().told()).containsExactly("2 sells 10 at 20 to 1");
    }

    @Test
    default void removalsSayEverythingAboutTheOrder() {
        stage().book.open(BookStage.TICK);
        NewOrder order = stage().order(Side.SELL, 7, 1, 15, -25).lasting(Lasting.IMMEDIATE);

        stage().place(order);

        assertThat(stage().happened())
                .containsExactly(
                        new Removed(1, 1, 7, Side.SELL, -25, 15, 0, Removal.NOT_FILLED_AT_ONCE));
    }

    @Test
    default void fillOrKillFillsWhole() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 25);

        long rests = stage().place(stage().buyer(3, 20, 25).lasting(Lasting.FILL_OR_KILL));

        assertThat(rests).isZero();
        assertThat(stage().told())
                .containsExactly("1 sells 10 at 20 to 3", "2 sells 10 at 25 to 3");
    }

    @Test
    default void fillOrKillTradesNothingIfOneUnitIsMissing() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 25);

        long rests = stage().place(stage().buyer(3, 21, 25).lasting(Lasting.FILL_OR_KILL));

        assertThat(rests).isZero();
        assertThat(stage().told()).containsExactly("3 loses 21 has 0: UNFILLABLE");
        assertThat(stage().rests()).containsExactly("1: 10 at 20", "2: 10 at 25");
    }

    @Test
    default void fillOrKillLooksNoFurtherThanItsLimit() {
        stage().buy(1, 10, 20);
        stage().buy(2, 10, 15);

        stage().place(stage().seller(3, 11, 20).lasting(Lasting.FILL_OR_KILL));

        assertThat(stage().told()).containsExactly("3 loses 11 has 0: UNFILLABLE");
    }

    @Test
    default void fillOrKillCountsHiddenParts() {
        stage().place(stage().seller(1, 100, 20).clip(10));

        stage().place(stage().buyer(2, 25, 20).lasting(Lasting.FILL_OR_KILL));

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 2", "1 sells 10 at 20 to 2", "1 sells 5 at 20 to 2");
        assertThat(stage().rests()).containsExactly("1: 5+70 at 20");
    }

    @Test
    default void fillOrKillRespectsCapacity() {
        stage().sell(1, 10, 20);

        stage().place(
                        stage().buyer(2, 10, 20).lasting(Lasting.FILL_OR_KILL),
                        BookStage.scope(0).capacity(9));
        stage().place(
                        stage().buyer(3, 9, 20).lasting(Lasting.FILL_OR_KILL),
                        BookStage.scope(0).capacity(9));

        assertThat(stage().told())
                .containsExactly("2 loses 10 has 0: UNFILLABLE", "1 sells 9 at 20 to 3");
    }

    @Test
    default void fillOrKillDoesNotCountOnItsOwnGroup() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);
        stage().sell(3, 10, 20);
        for (SelfTradePrevention rule :
                new SelfTradePrevention[] {
                    SelfTradePrevention.CANCEL_NEWEST,
                    SelfTradePrevention.CANCEL_BOTH,
                    SelfTradePrevention.DECREMENT
                }) {
            stage().place(stage().buyer(2, 11, 20).lasting(Lasting.FILL_OR_KILL).selfTrade(rule));
        }

        assertThat(stage().told())
                .containsExactly(
                        "4 loses 11 has 0: UNFILLABLE",
                        "5 loses 11 has 0: UNFILLABLE",
                        "6 loses 11 has 0: UNFILLABLE");
        assertThat(stage().book.size(0)).isEqualTo(3);
    }

    @Test
    default void fillOrKillThatCancelsTheOldestPassesOverItsOwn() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);
        stage().sell(3, 10, 20);

        stage().place(
                        stage().buyer(2, 20, 20)
                                .lasting(Lasting.FILL_OR_KILL)
                                .selfTrade(SelfTradePrevention.CANCEL_OLDEST));

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 4",
                        "2 loses 10 has 0: SELF_TRADE",
                        "3 sells 10 at 20 to 4");
    }

    @Test
    default void aRefusedFillOrKillLeavesItsOwnOrdersAlone() {
        stage().sell(2, 10, 20);

        stage().place(
                        stage().buyer(2, 5, 20)
                                .lasting(Lasting.FILL_OR_KILL)
                                .selfTrade(SelfTradePrevention.CANCEL_OLDEST));

        assertThat(stage().told()).containsExactly("2 loses 5 has 0: UNFILLABLE");
        assertThat(stage().rests()).containsExactly("1: 10 at 20");
    }

    @Test
    default void aMinimumFillTradesThatMuchOrNothing() {
        stage().sell(1, 10, 20);

        long refused = stage().place(stage().buyer(2, 30, 20).minimumFill(11));
        long rests = stage().place(stage().buyer(3, 30, 20).minimumFill(10));

        assertThat(refused).isZero();
        assertThat(rests).isEqualTo(20);
        assertThat(stage().told())
                .containsExactly("2 loses 30 has 0: UNFILLABLE", "1 sells 10 at 20 to 3");
        assertThat(stage().rests()).containsExactly("3: 20 at 20");
    }

    @Test
    default void aMinimumConcernsArrivalOnly() {
        stage().sell(1, 10, 20);
        stage().place(stage().buyer(2, 30, 20).minimumFill(10));
        stage().told();

        stage().sell(3, 1, 20);

        assertThat(stage().told()).containsExactly("3 sells 1 at 20 to 2");
    }

    @Test
    default void anImmediateOrderMayHaveAMinimum() {
        stage().sell(1, 10, 20);

        stage().place(stage().buyer(2, 30, 20).lasting(Lasting.IMMEDIATE).minimumFill(11));
        stage().place(stage().buyer(3, 30, 20).lasting(Lasting.IMMEDIATE).minimumFill(10));

        assertThat(stage().told())
                .containsExactly(
                        "2 loses 30 has 0: UNFILLABLE",
                        "1 sells 10 at 20 to 3",
                        "3 loses 20 has 0: NOT_FILLED_AT_ONCE");
    }

    @Test
    default void postOnlyRestsIfItMeetsNothing() {
        stage().sell(1, 10, 20);

        long rests = stage().place(stage().buyer(2, 10, 15).postOnly(true));

        assertThat(rests).isEqualTo(10);
        assertThat(stage().told()).isEmpty();
        assertThat(stage().rests()).containsExactly("2: 10 at 15", "1: 10 at 20");
    }

    @Test
    default void postOnlyIsRemovedWholeIfItWouldTrade() {
        stage().buy(1, 4, 20);

        long rests = stage().place(stage().seller(2, 10, 20).postOnly(true));

        assertThat(rests).isZero();
        assertThat(stage().told()).containsExactly("2 loses 10 has 0: WOULD_TRADE");
        assertThat(stage().rests()).containsExactly("1: 4 at 20");
    }

    @Test
    default void postOnlyLooksAtEveryContractWithItsOffset() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 1, 1, 10, 20);

        stage().place(
                        stage().buyer(2, 10, 25).postOnly(true),
                        new MatchScope().add(0, 0, 0).add(1, 6, 0));
        stage().place(
                        stage().buyer(3, 10, 25).postOnly(true),
                        new MatchScope().add(0, 0, 0).add(1, 5, 0));

        assertThat(stage().told()).containsExactly("3 loses 10 has 0: WOULD_TRADE");
        assertThat(stage().rests()).containsExactly("2: 10 at 25");
    }

    @Test
    default void postOnlyMeetsItsOwnGroupToo() {
        stage().sell(2, 10, 20);

        stage().place(
                        stage().buyer(2, 10, 20)
                                .postOnly(true)
                                .selfTrade(SelfTradePrevention.CANCEL_OLDEST));

        assertThat(stage().told()).containsExactly("2 loses 10 has 0: WOULD_TRADE");
        assertThat(stage().rests()).containsExactly("1: 10 at 20");
    }

    @Test
    default void postOnlyMeetsNothingWithoutCapacity() {
        stage().sell(1, 10, 20);

        long rests =
                stage().place(
                                stage().buyer(2, 10, 20).postOnly(true),
                                BookStage.scope(0).capacity(0));

        assertThat(rests).isEqualTo(10);
    }

    @Test
    default void postOnlyIsCheckedBeforeTheFill() {
        stage().sell(1, 10, 20);

        stage().place(stage().buyer(2, 20, 20).postOnly(true).lasting(Lasting.FILL_OR_KILL));

        assertThat(stage().told()).containsExactly("2 loses 20 has 0: WOULD_TRADE");
    }

    @Test
    default void aRestingPostOnlyOrderTradesLikeAnyOther() {
        stage().place(stage().seller(1, 10, 20).postOnly(true));

        stage().buy(2, 10, 25);

        assertThat(stage().told()).containsExactly("1 sells 10 at 20 to 2");
    }
}
