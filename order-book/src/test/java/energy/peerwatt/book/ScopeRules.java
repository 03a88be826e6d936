package energy.peerwatt.book;

import static energy.peerwatt.book.MatchScope.WHOLE_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Side;
import org.junit.jupiter.api.Test;

/** Several contracts with costs between them, bounds on what flows, and trust. */
interface ScopeRules extends BookRules {

    /** Contracts 0, 1 and 2, with these offsets. */
    private MatchScope three(long offset0, long offset1, long offset2) {
        return new MatchScope()
                .add(0, offset0, WHOLE_ORDER)
                .add(1, offset1, WHOLE_ORDER)
                .add(2, offset2, WHOLE_ORDER);
    }

    private void openThree() {
        stage().book.open(BookStage.TICK);
        stage().book.open(BookStage.TICK);
    }

    @Test
    default void buyersPayTheOffsetOnTopOfTheAsk() {
        stage().sell(1, 10, 45);

        stage().place(stage().buyer(2, 10, 45), new MatchScope().add(0, 4, WHOLE_ORDER));
        assertThat(stage().told()).isEmpty();

        stage().place(stage().buyer(3, 10, 50), new MatchScope().add(0, 5, WHOLE_ORDER));
        assertThat(stage().told()).containsExactly("1 sells 10 at 45 to 3");
    }

    @Test
    default void anOffsetCountsToTheLastUnit() {
        stage().sell(1, 10, 45);

        stage().place(stage().buyer(2, 4, 50), new MatchScope().add(0, 6, WHOLE_ORDER));
        assertThat(stage().told()).isEmpty();

        stage().place(stage().seller(3, 4, 45), new MatchScope().add(0, 6, WHOLE_ORDER));
        assertThat(stage().told()).isEmpty();

        stage().place(stage().seller(4, 4, 45), new MatchScope().add(0, 5, WHOLE_ORDER));
        assertThat(stage().told()).containsExactly("4 sells 4 at 45 to 2");
    }

    @Test
    default void aRestingBuyerPaysItsLimitAndTheSellerGetsItLessTheOffset() {
        stage().buy(1, 10, 50);

        stage().place(stage().seller(2, 10, 40), new MatchScope().add(0, 3, WHOLE_ORDER));

        assertThat(stage().told()).containsExactly("2 sells 10 at 47 to 1");
    }

    @Test
    default void aNegativeOffsetIsAPremium() {
        stage().sell(1, 10, 55);
        stage().place(stage().buyer(2, 10, 50), new MatchScope().add(0, -5, WHOLE_ORDER));
        stage().buy(3, 10, 30);
        stage().place(stage().seller(4, 10, 35), new MatchScope().add(0, -7, WHOLE_ORDER));

        assertThat(stage().told())
                .containsExactly("1 sells 10 at 55 to 2", "4 sells 10 at 37 to 3");
    }

    @Test
    default void theBestEffectivePriceComesFirstWhateverTheLimit() {
        openThree();
        stage().rest(Side.SELL, 1, 0, 10, 20);
        stage().rest(Side.SELL, 2, 1, 10, 10);
        stage().rest(Side.SELL, 3, 2, 10, 30);

        stage().place(stage().buyer(4, 30, 25), three(2, 13, -11));

        assertThat(stage().told())
                .containsExactly(
                        "3 sells 10 at 30 to 4 in 2",
                        "1 sells 10 at 20 to 4",
                        "2 sells 10 at 10 to 4 in 1");
    }

    @Test
    default void sellersMeetTheBestEffectivePriceOfAllContracts() {
        openThree();
        stage().rest(Side.BUY, 1, 0, 10, 20);
        stage().rest(Side.BUY, 2, 1, 10, 30);
        stage().rest(Side.BUY, 3, 2, 10, 10);

        stage().place(stage().seller(4, 40, 15), three(2, 13, -11));

        assertThat(stage().told())
                .containsExactly(
                        "4 sells 10 at 21 to 3 in 2",
                        "4 sells 10 at 18 to 1",
                        "4 sells 10 at 17 to 2 in 1");
        assertThat(stage().rests()).containsExactly("4: 10 at 15");
    }

    @Test
    default void theOldestComesFirstAtEqualEffectivePricesOfAllContracts() {
        openThree();
        stage().rest(Side.SELL, 1, 2, 10, 20);
        stage().rest(Side.SELL, 2, 0, 10, 30);
        stage().rest(Side.SELL, 3, 1, 10, 25);
        stage().rest(Side.SELL, 4, 2, 10, 20);
        stage().rest(Side.SELL, 5, 0, 10, 30);

        stage().place(stage().buyer(6, 50, 35), three(0, 5, 10));

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 6 in 2",
                        "2 sells 10 at 30 to 6",
                        "3 sells 10 at 25 to 6 in 1",
                        "4 sells 10 at 20 to 6 in 2",
                        "5 sells 10 at 30 to 6");
    }

    @Test
    default void meetsOnlyTheContractsOfItsScope() {
        openThree();
        stage().rest(Side.SELL, 1, 0, 10, 10);
        stage().rest(Side.SELL, 2, 1, 10, 20);

        stage().place(stage().buyer(3, 10, 30), BookStage.scope(1));
        stage().place(stage().buyer(4, 10, 30), BookStage.scope(2));

        assertThat(stage().told()).containsExactly("2 sells 10 at 20 to 3 in 1");
        assertThat(stage().rests()).containsExactly("4: 10 at 30", "1: 10 at 10");
    }

    @Test
    default void restingOrdersStayWhenACostBetweenThemFalls() {
        stage().sell(1, 10, 20);
        stage().place(stage().buyer(2, 10, 25), new MatchScope().add(0, 10, WHOLE_ORDER));

        stage().place(stage().buyer(3, 5, 20), BookStage.scope(0));

        assertThat(stage().told()).containsExactly("1 sells 5 at 20 to 3");
        assertThat(stage().rests()).containsExactly("2: 10 at 25", "1: 5 at 20");
    }

    @Test
    default void contractsMayHaveTicksOfTheirOwn() {
        int fine = stage().book.open(1);
        int coarse = stage().book.open(1000);
        stage().rest(Side.SELL, 1, fine, 10, 1999);
        stage().rest(Side.SELL, 2, coarse, 10, 2000);
        stage().rest(Side.SELL, 3, fine, 10, 2001);
        stage().rest(Side.SELL, 4, coarse, 10, -3000);

        stage().place(stage().buyer(5, 40, 5000), three(0, 0, 0));

        assertThat(stage().told())
                .containsExactly(
                        "4 sells 10 at -3000 to 5 in 2",
                        "1 sells 10 at 1999 to 5 in 1",
                        "2 sells 10 at 2000 to 5 in 2",
                        "3 sells 10 at 2001 to 5 in 1");
    }

    @Test
    default void theWholeOrderTradesNoMoreThanItsCapacity() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);
        MatchScope scope = BookStage.scope(0).capacity(13);

        long rests = stage().place(stage().buyer(3, 30, 20), scope);

        assertThat(stage().told()).containsExactly("1 sells 10 at 20 to 3", "2 sells 3 at 20 to 3");
        assertThat(rests).isEqualTo(17);
        assertThat(scope.capacity()).isZero();
    }

    @Test
    default void withoutCapacityNothingIsMet() {
        stage().sell(1, 10, 20);
        stage().sell(3, 10, 15);

        stage().place(stage().buyer(3, 30, 20), BookStage.scope(0).capacity(0));

        assertThat(stage().told()).isEmpty();
        assertThat(stage().rests()).containsExactly("3: 30 at 20", "2: 10 at 15", "1: 10 at 20");
    }

    @Test
    default void anImmediateOrderBeyondCapacityIsRemoved() {
        stage().sell(1, 10, 20);

        stage().place(
                        stage().buyer(2, 10, 20).lasting(NewOrder.Lasting.IMMEDIATE),
                        BookStage.scope(0).capacity(4));

        assertThat(stage().told())
                .containsExactly("1 sells 4 at 20 to 2", "2 loses 6 has 0: NOT_FILLED_AT_ONCE");
    }

    @Test
    default void aPoolBoundsAllItsContracts() {
        openThree();
        stage().rest(Side.SELL, 1, 0, 10, 10);
        stage().rest(Side.SELL, 2, 1, 10, 15);
        stage().rest(Side.SELL, 3, 2, 10, 20);
        MatchScope scope = new MatchScope();
        int link = scope.addPool(12);
        scope.add(0, 0, link).add(1, 0, link).add(2, 0, WHOLE_ORDER).capacity(100);

        stage().place(stage().buyer(4, 30, 30), scope);

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 10 to 4",
                        "2 sells 2 at 15 to 4 in 1",
                        "3 sells 10 at 20 to 4 in 2");
        assertThat(stage().rests()).containsExactly("4: 8 at 30");
        assertThat(scope.capacity()).isEqualTo(78);
        assertThat(scope.capacityOf(0)).isZero();
        assertThat(scope.capacityOf(2)).isEqualTo(78);
    }

    @Test
    default void poolsBoundThemselvesAndTheWholeOrderBoundsThemAll() {
        openThree();
        stage().rest(Side.BUY, 1, 0, 10, 30);
        stage().rest(Side.BUY, 2, 1, 10, 25);
        stage().rest(Side.BUY, 3, 2, 10, 20);
        MatchScope scope = new MatchScope().capacity(15);
        scope.add(0, 0, scope.addPool(4)).add(1, 0, scope.addPool(7)).add(2, 0, WHOLE_ORDER);

        stage().place(stage().seller(4, 30, 10), scope);

        assertThat(stage().told())
                .containsExactly(
                        "4 sells 4 at 30 to 1",
                        "4 sells 7 at 25 to 2 in 1",
                        "4 sells 4 at 20 to 3 in 2");
    }

    @Test
    default void anOwnOrderBeyondCapacityIsNotMet() {
        openThree();
        stage().rest(Side.SELL, 9, 1, 10, 10);
        stage().rest(Side.SELL, 1, 0, 10, 20);
        MatchScope scope = new MatchScope().add(0, 0, WHOLE_ORDER);
        scope.add(1, 0, scope.addPool(0));

        stage().place(stage().buyer(9, 10, 20), scope);

        assertThat(stage().told()).containsExactly("2 sells 10 at 20 to 3");
        assertThat(stage().rests(1)).containsExactly("1: 10 at 10");
    }

    @Test
    default void trustedComeFirstAtEqualLimits() {
        stage().sell(1, 10, 20);
        stage().sell(2, 10, 20);
        stage().sell(3, 10, 20);
        stage().sell(4, 10, 15);

        stage().place(stage().buyer(5, 35, 20), BookStage.scope(0).trusted(new int[] {3}));

        assertThat(stage().told())
                .containsExactly(
                        "4 sells 10 at 15 to 5",
                        "3 sells 10 at 20 to 5",
                        "1 sells 10 at 20 to 5",
                        "2 sells 5 at 20 to 5");
    }

    @Test
    default void trustedComeFirstWhateverContractTheyRestIn() {
        openThree();
        stage().rest(Side.SELL, 1, 0, 10, 20);
        stage().rest(Side.SELL, 2, 1, 10, 15);
        stage().rest(Side.SELL, 3, 2, 10, 10);
        stage().rest(Side.SELL, 4, 1, 10, 15);

        stage().place(stage().buyer(5, 40, 20), three(0, 5, 10).trusted(new int[] {3, 4}));

        assertThat(stage().told())
                .containsExactly(
                        "3 sells 10 at 10 to 5 in 2",
                        "4 sells 10 at 15 to 5 in 1",
                        "1 sells 10 at 20 to 5",
                        "2 sells 10 at 15 to 5 in 1");
    }

    @Test
    default void trustBeatsNoBetterPrice() {
        stage().buy(1, 10, 20);
        stage().buy(2, 10, 15);

        stage().place(stage().seller(3, 15, 10), BookStage.scope(0).trusted(new int[] {2}));

        assertThat(stage().told()).containsExactly("3 sells 10 at 20 to 1", "3 sells 5 at 15 to 2");
    }

    @Test
    default void theOldestOfTheTrustedComesFirst() {
        openThree();
        stage().rest(Side.BUY, 1, 0, 10, 20);
        stage().rest(Side.BUY, 2, 1, 10, 20);
        stage().rest(Side.BUY, 3, 0, 10, 20);

        stage().place(stage().seller(4, 25, 20), three(0, 0, 0).trusted(new int[] {2, 3}));

        assertThat(stage().told())
                .containsExactly(
                        "4 sells 10 at 20 to 2 in 1",
                        "4 sells 10 at 20 to 3",
                        "4 sells 5 at 20 to 1");
    }
}
