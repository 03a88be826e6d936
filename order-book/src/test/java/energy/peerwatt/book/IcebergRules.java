package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import org.junit.jupiter.api.Test;

/** Orders that show a part at a time. */
interface IcebergRules extends BookRules {

    @Test
    default void showsNoMoreThanItsClip() {
        long rests = stage().place(stage().seller(1, 25, 20).clip(10));

        assertThat(rests).isEqualTo(25);
        assertThat(stage().rests()).containsExactly("1: 10+15 at 20");
        assertThat(stage().book.left(1)).isEqualTo(25);
        assertThat(stage().book.levels(0, Side.SELL)).containsExactly(level(20, 10, 1));
    }

    @Test
    default void showsAllIfItsClipIsLarger() {
        stage().place(stage().seller(1, 25, 20).clip(30));

        assertThat(stage().rests()).containsExactly("1: 25 at 20");
    }

    @Test
    default void theNextClipComesBehindItsLimit() {
        stage().place(stage().seller(1, 25, 20).clip(10));
        stage().sell(2, 10, 20);

        stage().buy(3, 10, 20);
        assertThat(stage().rests()).containsExactly("2: 10 at 20", "1: 10+5 at 20");

        stage().buy(4, 15, 20);
        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 3", "2 sells 10 at 20 to 4", "1 sells 5 at 20 to 4");
        assertThat(stage().rests()).containsExactly("1: 5+5 at 20");
    }

    @Test
    default void aPartlyUsedClipKeepsItsPlace() {
        stage().place(stage().buyer(1, 25, 20).clip(10));
        stage().buy(2, 10, 20);

        stage().sell(3, 9, 20);

        assertThat(stage().rests()).containsExactly("1: 1+15 at 20", "2: 10 at 20");
        assertThat(stage().book.levels(0, Side.BUY)).containsExactly(level(20, 11, 2));
    }

    @Test
    default void oneTradePerClip() {
        stage().place(stage().seller(1, 25, 20).clip(10));

        stage().buy(2, 25, 20);

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 2", "1 sells 10 at 20 to 2", "1 sells 5 at 20 to 2");
        assertThat(stage().book.size(0)).isZero();
        assertThat(stage().book.left(1)).isZero();
    }

    @Test
    default void anIncomingIcebergTradesWhole() {
        stage().sell(1, 50, 20);

        stage().place(stage().buyer(2, 40, 20).clip(10));

        assertThat(stage().told()).containsExactly("1 sells 40 at 20 to 2");
    }

    @Test
    default void whatIsLeftOfAnIncomingIcebergShowsItsClip() {
        stage().sell(1, 13, 20);

        stage().place(stage().buyer(2, 40, 20).clip(10));

        assertThat(stage().rests()).containsExactly("2: 10+17 at 20");
    }

    @Test
    default void twoIcebergsTakeTurns() {
        stage().place(stage().seller(1, 20, 20).clip(10));
        stage().place(stage().seller(2, 20, 20).clip(5));

        stage().buy(3, 40, 20);

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 3",
                        "2 sells 5 at 20 to 3",
                        "1 sells 10 at 20 to 3",
                        "2 sells 5 at 20 to 3",
                        "2 sells 5 at 20 to 3",
                        "2 sells 5 at 20 to 3");
    }

    @Test
    default void aNewClipDrawsAPriorityNumberAgainstOtherContractsToo() {
        stage().book.open(BookStage.TICK);
        stage().place(stage().seller(1, 20, 20).clip(10));
        stage().rest(Side.SELL, 2, 1, 10, 20);
        MatchScope both = new MatchScope().add(0, 0, 0).add(1, 0, 0);

        stage().place(stage().buyer(3, 30, 20), both);

        assertThat(stage().told())
                .containsExactly(
                        "1 sells 10 at 20 to 3",
                        "2 sells 10 at 20 to 3 in 1",
                        "1 sells 10 at 20 to 3");
        assertThat(stage().book.nextPriority()).isEqualTo(4);
    }

    @Test
    default void aTrustedIcebergIsMetAgainBeforeOthers() {
        stage().sell(1, 10, 20);
        stage().place(stage().seller(2, 20, 20).clip(10));

        stage().place(stage().buyer(3, 25, 20), BookStage.scope(0).trusted(new int[] {2}));

        assertThat(stage().told())
                .containsExactly(
                        "2 sells 10 at 20 to 3", "2 sells 10 at 20 to 3", "1 sells 5 at 20 to 3");
    }

    private static Level level(long limit, long quantity, int orders) {
        return new Level(Price.ofMicroPerKwh(limit), Energy.ofWattHours(quantity), orders);
    }
}
