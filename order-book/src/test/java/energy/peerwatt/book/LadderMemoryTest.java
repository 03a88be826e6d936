package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Side;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** The ladder book gives back what it no longer needs, however long it runs. */
class LadderMemoryTest {

    private static final int ROUNDS = 600;

    /** Pages of order numbers that may be in use or not. */
    private static final long SLACK = 4_096;

    private final LadderOrderBook book = new LadderOrderBook(1);
    private final NewOrder order = new NewOrder();
    private final EventHash events = new EventHash();
    private final int contract = book.open(5);
    private long lastId;

    /** Bytes used more after all rounds than after the first tenth of them. */
    private long growth(IntConsumer round) {
        long early = 0;
        for (int i = 0; i < ROUNDS; i++) {
            round.accept(i);
            early = i == ROUNDS / 10 ? book.usedBytes() : early;
        }
        return book.usedBytes() - early;
    }

    private void rest(int in, Side side, long limit, long clip) {
        order.limitOrder(++lastId, 1, 1, in, side, 100, limit).clip(clip);
        book.place(order, new MatchScope(), events);
    }

    /** A side with few orders, and one with many at limits far and near. */
    private void fill(int in) {
        for (int i = 0; i < 12; i++) {
            rest(in, Side.BUY, -5L * i, i % 3 == 0 ? 10 : 0);
        }
        for (int i = 0; i < 60; i++) {
            rest(in, Side.SELL, 5L * i * i * i, i % 3 == 0 ? 10 : 0);
        }
    }

    @Test
    void closingGivesBackEverything() {
        assertThat(
                        growth(_ -> {
                            int opened = book.open(5);
                            fill(opened);
                            book.close(opened, events);
                        }))
                .isLessThan(SLACK);
    }

    @Test
    void closingEmptyContractsGivesThemBack() {
        assertThat(growth(_ -> book.close(book.open(5), events))).isZero();
    }

    @Test
    void cancellingGivesBackEverything() {
        assertThat(
                        growth(_ -> {
                            long first = lastId + 1;
                            fill(contract);
                            for (long id = first; id <= lastId; id++) {
                                book.cancel(id);
                            }
                        }))
                .isLessThan(SLACK);
    }

    @Test
    void tradingGivesBackEverything() {
        MatchScope scope = new MatchScope().add(contract, 0, MatchScope.WHOLE_ORDER);
        assertThat(
                        growth(_ -> {
                            fill(contract);
                            order.limitOrder(++lastId, 2, 2, contract, Side.SELL, 1_200, -1_000);
                            book.place(order, scope, events);
                            order.limitOrder(++lastId, 2, 2, contract, Side.BUY, 6_000, 5_000_000);
                            book.place(order, scope, events);
                        }))
                .isLessThan(SLACK);
        assertThat(book.size(contract)).isZero();
    }

    @Test
    void fillingGivesBackEverything() {
        assertThat(
                        growth(_ -> {
                            long first = lastId + 1;
                            fill(contract);
                            for (long id = first; id <= lastId; id++) {
                                book.fill(id, 100);
                            }
                        }))
                .isLessThan(SLACK);
    }

    @Test
    void oldOrdersDoNotHoldYoungerNumbers() {
        rest(contract, Side.BUY, 0, 0);

        assertThat(
                        growth(_ -> {
                            for (int i = 0; i < 256; i++) {
                                rest(contract, Side.SELL, 5, 0);
                                book.cancel(lastId);
                            }
                        }))
                .isLessThan(4 * SLACK);
        assertThat(book.left(1)).isEqualTo(100);
    }

    @Test
    void everyRestingOrderTakesItsLine() {
        long before = book.usedBytes();
        for (int i = 0; i < 1_000; i++) {
            rest(contract, Side.SELL, 5, 0);
        }
        long plain = book.usedBytes() - before;
        for (int i = 0; i < 1_000; i++) {
            rest(contract, Side.SELL, 5, 10);
        }
        long icebergs = book.usedBytes() - before - plain;

        assertThat(before).isPositive();
        assertThat(plain).isBetween(64_000L, 80_000L);
        assertThat(icebergs - plain).isBetween(60_000L, 70_000L);
    }

    @Test
    void manyContractsTakeLittleEach() {
        long before = book.usedBytes();
        for (int i = 0; i < 10_000; i++) {
            book.open(5);
        }

        assertThat((book.usedBytes() - before) / 10_000).isBetween(64L, 80L);
    }
}
