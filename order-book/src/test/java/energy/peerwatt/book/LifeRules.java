package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.book.EventLog.Removed;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Opening, closing, showing and restoring contracts. */
interface LifeRules extends BookRules {

    @Test
    default void handlesAreDense() {
        assertThat(stage().book.open(1)).isEqualTo(1);
        assertThat(stage().book.open(7)).isEqualTo(2);
        assertThat(stage().book.size(2)).isZero();
    }

    @Test
    default void theLatestClosedHandleIsUsedFirst() {
        for (int i = 1; i < 6; i++) {
            stage().book.open(1);
        }
        stage().close(1);
        stage().close(4);
        stage().close(2);

        assertThat(stage().book.open(1)).isEqualTo(2);
        assertThat(stage().book.open(1)).isEqualTo(4);
        assertThat(stage().book.open(1)).isEqualTo(1);
        assertThat(stage().book.open(1)).isEqualTo(6);
    }

    @Test
    default void aHandleUsedAgainStartsEmptyWithItsOwnTick() {
        stage().sell(1, 10, 20);
        stage().buy(2, 10, 15);
        stage().close(0);
        stage().told();

        assertThat(stage().book.open(1)).isZero();
        stage().buy(3, 10, 23);
        stage().sell(4, 5, 22);

        assertThat(stage().told()).containsExactly("4 sells 5 at 23 to 3");
        assertThat(stage().rests()).containsExactly("3: 5 at 23");
        assertThat(stage().book.levels(0, Side.SELL)).isEmpty();
    }

    @Test
    default void closingRemovesEverythingBidsFirst() {
        stage().buy(1, 10, 10);
        stage().place(stage().seller(2, 25, 40).clip(10));
        stage().buy(3, 10, 15);
        stage().sell(4, 10, 30);
        stage().buy(5, 10, 15);
        stage().sell(6, 10, 40);
        stage().sell(7, 4, 15);
        stage().told();

        stage().close(0);

        assertThat(stage().happened())
                .containsExactly(
                        new Removed(0, 3, 3, Side.BUY, 15, 6, 0, Removal.GATE_CLOSED),
                        new Removed(0, 5, 5, Side.BUY, 15, 10, 0, Removal.GATE_CLOSED),
                        new Removed(0, 1, 1, Side.BUY, 10, 10, 0, Removal.GATE_CLOSED),
                        new Removed(0, 4, 4, Side.SELL, 30, 10, 0, Removal.GATE_CLOSED),
                        new Removed(0, 2, 2, Side.SELL, 40, 25, 0, Removal.GATE_CLOSED),
                        new Removed(0, 6, 6, Side.SELL, 40, 10, 0, Removal.GATE_CLOSED));
        for (long order = 1; order <= 7; order++) {
            assertThat(stage().book.left(order)).isZero();
            assertThat(stage().book.cancel(order)).isZero();
        }
    }

    @Test
    default void closingLeavesOtherContractsAlone() {
        stage().book.open(BookStage.TICK);
        stage().rest(Side.SELL, 1, 0, 10, 20);
        stage().rest(Side.SELL, 2, 1, 10, 20);

        stage().close(0);

        assertThat(stage().rests(1)).containsExactly("2: 10 at 20");
        assertThat(stage().book.left(2)).isEqualTo(10);
    }

    @Test
    default void closedAndUnknownContractsAreBugs() {
        stage().close(0);
        for (int handle : new int[] {0, 1, -1}) {
            assertBug(() -> stage().close(handle));
            assertBug(() -> stage().book.size(handle));
            assertBug(() -> stage().book.levels(handle, Side.BUY));
            assertBug(() -> stage().book.cursor(handle, Side.SELL));
            assertBug(() -> stage().rests(handle));
            assertBug(() -> stage().rest(Side.SELL, 1, handle, 10, 20));
            assertBug(() -> stage().collect(stage().order(Side.SELL, 1, handle, 10, 20), 0));
            assertBug(
                    () -> stage().book.restore(stage().order(Side.SELL, 1, handle, 10, 20), 1, 1));
        }
    }

    @Test
    default void anOrderNumberRestsOnce() {
        stage().sell(1, 10, 20);
        NewOrder again = new NewOrder().limitOrder(1, 1, 1, 0, Side.SELL, 10, 25);

        assertBug(() -> stage().place(again));
        assertBug(() -> stage().collect(again, 0));
        assertBug(() -> stage().book.restore(again, 10, 5));

        assertThat(stage().rests()).containsExactly("1: 10 at 20");
        assertThat(stage().book.size(0)).isEqualTo(1);
    }

    @Test
    default void ordersOfAllContractsAreCounted() {
        int other = stage().book.open(1);
        stage().sell(1, 10, 20);
        stage().rest(Side.BUY, 2, other, 10, 5);
        stage().rest(Side.SELL, 3, other, 10, 7);
        assertThat(stage().book.size()).isEqualTo(3);

        stage().buy(4, 10, 20);
        assertThat(stage().book.size()).isEqualTo(2);
        stage().close(other);
        assertThat(stage().book.size()).isZero();
    }

    @Test
    default void limitsOffTheTickAreBugs() {
        stage().sell(1, 10, 20);
        for (long limit : new long[] {21, 19, -1, -24, 3}) {
            assertBug(() -> stage().sell(2, 10, limit));
            assertBug(() -> stage().collect(stage().buyer(2, 10, limit), 0));
            assertBug(() -> stage().book.restore(stage().seller(2, 10, limit), 10, 5));
            assertBug(() -> stage().replace(1, 10, limit));
        }

        assertThat(stage().rests()).containsExactly("1: 10 at 20");
        assertThat(stage().book.nextPriority()).isEqualTo(2);
    }

    @Test
    default void limitsTooFarAwayAreBugs() {
        int contract = stage().book.open(1);
        long farthest = 1L << 50;
        for (long limit : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, farthest, -farthest - 1}) {
            assertBug(() -> stage().rest(Side.SELL, 1, contract, 10, limit));
            assertBug(() -> stage().rest(Side.BUY, 1, contract, 10, limit));
        }
        stage().place(stage().order(Side.SELL, 1, contract, 10, farthest - 1));
        stage().place(stage().order(Side.BUY, 1, contract, 10, 1 - farthest));

        assertThat(stage().book.size(contract)).isEqualTo(2);
    }

    @Test
    default void ticksOfAnySizeDivideTheirLimits() {
        for (long tick : new long[] {1, 2, 3, 6, 7, 10, 48, 997, 1L << 20, 1_000_003}) {
            int contract = stage().book.open(tick);
            for (long n : new long[] {-1_000, -3, -1, 0, 1, 2, 5, 999}) {
                stage().rest(Side.BUY, 1, contract, 10, n * tick);
                stage().rest(Side.SELL, 1, contract, 10, n * tick);
            }
            if (tick > 1) {
                assertBug(() -> stage().rest(Side.BUY, 1, contract, 10, 5 * tick + 1));
                assertBug(() -> stage().rest(Side.SELL, 1, contract, 10, -5 * tick - 1));
                assertBug(() -> stage().rest(Side.SELL, 1, contract, 10, tick / 2));
            }
            assertThat(stage().book.size(contract)).isEqualTo(16);
        }
    }

    @Test
    default void orderNumbersMayComeInAnyOrder() {
        long[] ids = {900, 5, 70_000, 300, 256, 255, 1_000_000, 4, 3, 65_536, 69_999, 999_999};
        for (long id : ids) {
            NewOrder order = new NewOrder().limitOrder(id, 1, 1, 0, Side.BUY, id, 10);
            stage().place(order);
        }

        for (long id : ids) {
            assertThat(stage().book.left(id)).isEqualTo(id);
            assertThat(stage().book.left(id + 1_000)).isZero();
        }
        for (long id : ids) {
            assertThat(stage().book.cancel(id)).isEqualTo(id);
            assertThat(stage().book.left(id)).isZero();
        }
        assertThat(stage().book.size(0)).isZero();
    }

    @Test
    default void manyOrdersRestAtOnce() {
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            Side side = i % 2 == 0 ? Side.BUY : Side.SELL;
            long away = BookStage.TICK * (1 + i * 7919L % 3_000);
            stage().place(
                            stage().order(side, i, 0, 1 + i, side == Side.BUY ? -away : away)
                                    .clip(i % 5 == 0 ? 3 : 0));
        }

        assertThat(stage().book.size(0)).isEqualTo(many);
        for (int i = 0; i < many; i++) {
            assertThat(stage().book.left(i + 1L)).isEqualTo(1 + i);
        }
        assertThat(stage().told()).isEmpty();
        stage().close(0);
        assertThat(stage().happened()).hasSize(many);
    }

    private static void assertBug(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void aTickIsPositive() {
        assertBug(() -> stage().book.open(0));
        assertBug(() -> stage().book.open(-5));
    }

    @Test
    default void levelsShowWhatIsDisplayed() {
        stage().buy(1, 10, 15);
        stage().place(stage().buyer(2, 100, 20).clip(7));
        stage().buy(3, 5, 20);
        stage().sell(4, 10, 30);
        stage().sell(5, 20, 25);

        assertThat(stage().book.levels(0, Side.BUY))
                .containsExactly(level(20, 12, 2), level(15, 10, 1));
        assertThat(stage().book.levels(0, Side.SELL))
                .containsExactly(level(25, 20, 1), level(30, 10, 1));
    }

    private static Level level(long limit, long quantity, int orders) {
        return new Level(Price.ofMicroPerKwh(limit), Energy.ofWattHours(quantity), orders);
    }

    @Test
    default void priorityNumbersStartAtOne() {
        assertThat(stage().book.nextPriority()).isEqualTo(1);
        stage().sell(1, 10, 20);
        stage().buy(2, 5, 20);
        assertThat(stage().book.nextPriority()).isEqualTo(2);

        stage().book.nextPriority(1000);
        stage().sell(3, 10, 20);

        assertThat(stage().book.nextPriority()).isEqualTo(1001);
        assertThat(priorities()).containsExactly(1L, 1000L);
    }

    private List<Long> priorities() {
        List<Long> priorities = new ArrayList<>();
        stage().book.visit(0, (_, _, priority) -> priorities.add(priority));
        return priorities;
    }

    @Test
    default void visitsShowTheWholeOrder() {
        stage().book.open(BookStage.TICK);
        NewOrder order =
                new NewOrder()
                        .limitOrder(900, 7, 8, 1, Side.SELL, 25, -15)
                        .selfTrade(SelfTradePrevention.DECREMENT)
                        .postOnly(true)
                        .clip(10);
        stage().place(order, new MatchScope());
        stage().place(stage().buyer(9, 4, 0), BookStage.scope(1));

        List<String> seen = new ArrayList<>();
        stage().book.visit(1, (o, shown, priority) -> seen.add(describe(o, shown, priority)));

        assertThat(seen)
                .containsExactly(
                        "900 of 7 in 8, contract 1: SELL 21 at -15 RESTS DECREMENT true 0 10;"
                                + " shows 6, priority 1");
    }

    private static String describe(NewOrder order, long displayed, long priority) {
        return "%d of %d in %d, contract %d: %s %d at %d %s %s %b %d %d; shows %d, priority %d"
                .formatted(
                        order.id(),
                        order.participant(),
                        order.group(),
                        order.contract(),
                        order.side(),
                        order.quantity(),
                        order.limit(),
                        order.lasting(),
                        order.selfTrade(),
                        order.postOnly(),
                        order.minimumFill(),
                        order.clip(),
                        displayed,
                        priority);
    }

    @Test
    default void visitsForgetTheMinimum() {
        stage().sell(1, 10, 20);
        stage().place(stage().buyer(2, 30, 20).minimumFill(10));

        List<String> seen = new ArrayList<>();
        stage().book.visit(0, (o, shown, priority) -> seen.add(describe(o, shown, priority)));

        assertThat(seen)
                .containsExactly(
                        "2 of 2 in 2, contract 0: BUY 20 at 20 RESTS CANCEL_NEWEST false 0 0;"
                                + " shows 20, priority 2");
    }

    @Test
    default void restoresWhatVisitsShowed() {
        stage().sell(1, 10, 20);
        stage().place(stage().seller(2, 25, 20).clip(10).selfTrade(SelfTradePrevention.DECREMENT));
        stage().buy(3, 14, 20);
        stage().place(stage().buyer(4, 10, 10).postOnly(true));
        List<String> before = new ArrayList<>();
        List<Runnable> restore = new ArrayList<>();
        stage().book
                .visit(
                        0,
                        (order, displayed, priority) -> {
                            before.add(describe(order, displayed, priority));
                            restore.add(restoring(order, displayed, priority));
                        });
        stage().close(0);
        stage().book.open(BookStage.TICK);

        restore.forEach(Runnable::run);

        List<String> after = new ArrayList<>();
        stage().book.visit(0, (o, shown, priority) -> after.add(describe(o, shown, priority)));
        assertThat(after).isEqualTo(before).hasSize(2);
        assertThat(stage().book.nextPriority()).isEqualTo(4);
        assertThat(stage().book.size(0)).isEqualTo(2);
        assertThat(stage().book.left(2)).isEqualTo(21);
    }

    private Runnable restoring(NewOrder shown, long displayed, long priority) {
        NewOrder order = shown.copy();
        return () -> stage().book.restore(order, displayed, priority);
    }

    @Test
    default void restoredPrioritiesCountAcrossContracts() {
        stage().book.open(BookStage.TICK);
        stage().book.restore(stage().order(Side.SELL, 1, 0, 10, 20), 10, 8);
        stage().book.restore(stage().order(Side.SELL, 2, 1, 10, 20), 10, 3);
        stage().book.restore(stage().order(Side.SELL, 3, 1, 10, 20), 10, 9);
        stage().book.nextPriority(10);

        stage().place(
                        stage().buyer(4, 40, 20).lasting(Lasting.IMMEDIATE),
                        new MatchScope().add(0, 0, 0).add(1, 0, 0));

        assertThat(stage().told())
                .containsExactly(
                        "2 sells 10 at 20 to 4 in 1",
                        "1 sells 10 at 20 to 4",
                        "3 sells 10 at 20 to 4 in 1",
                        "4 loses 10 has 0: NOT_FILLED_AT_ONCE");
    }

    @Test
    default void restoredOrdersAreNotMatched() {
        stage().book.restore(stage().seller(1, 10, 20), 10, 1);
        stage().book.restore(stage().buyer(2, 10, 30), 10, 2);

        assertThat(stage().told()).isEmpty();
        assertThat(stage().rests()).containsExactly("2: 10 at 30", "1: 10 at 20");
    }

    @Test
    default void ordersComeAndGoWithoutEnd() {
        for (int round = 0; round < 2_000; round++) {
            stage().sell(1, 10, BookStage.TICK * (round % 97));
            stage().buy(2, 10, BookStage.TICK * -(round % 89) - 5);
            stage().book.cancel(2L * round + 1);
            if (round > 0) {
                stage().book.cancel(2L * round);
            }
        }

        assertThat(stage().rests())
                .containsExactly("4000: 10 at " + -BookStage.TICK * (1999 % 89 + 1));
        assertThat(stage().told()).isEmpty();
    }
}
