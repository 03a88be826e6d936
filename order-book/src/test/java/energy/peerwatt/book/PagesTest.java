package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Side;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of a {@link LevelCursor} say in short what its limits say. */
class PagesTest {

    private static final int COMMANDS = 3_000;

    private final NewOrder order = new NewOrder();
    private final MatchScope scope = new MatchScope();
    private final EventLog events = new EventLog();

    @ParameterizedTest
    @MethodSource("energy.peerwatt.book.Books#all")
    void pagesSumUpWhatChanges(Supplier<OrderBook> books) {
        for (int seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            OrderBook book = books.get();
            book.open(5);
            int contract = book.open(5);
            for (int i = 1; i <= COMMANDS; i++) {
                change(book, contract, i, random);
                events.take();
                if (i % 50 == 0 && i > seed * 200) {
                    requirePages(seed, book, contract, Side.BUY);
                    requirePages(seed, book, contract, Side.SELL);
                }
            }
        }
    }

    private void change(OrderBook book, int contract, int id, Random random) {
        Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
        long limit = 5 * (random.nextLong(-900, 900) + (side == Side.BUY ? -700 : 700));
        long quantity = random.nextLong(1, 100);
        long other = random.nextLong(1, id + 1L);
        order.limitOrder(id, id, id, contract, side, quantity, limit);
        order.clip(random.nextInt(4) == 0 ? 7 : 0);
        scope.clear().add(contract, 0, MatchScope.WHOLE_ORDER);
        switch (random.nextInt(6)) {
            case 0 -> book.collect(order, 0, events);
            case 1 -> book.cancel(other);
            case 2 -> book.replace(other, quantity, limit, scope, events);
            case 3 -> {
                if (book.left(other) > 0) {
                    book.fill(other, Math.min(quantity, book.left(other)));
                }
            }
            default -> book.place(order, scope, events);
        }
    }

    private static void requirePages(int seed, OrderBook book, int contract, Side side) {
        LevelCursor pages = book.cursor(contract, side);
        LevelCursor limits = book.cursor(contract, side);
        long[] read = new long[1 + LevelCursor.PAGE_LIMITS];
        long[] ends = new long[1 + LevelCursor.PAGE_LIMITS];
        long passed = 0;
        while (pages.nextPage()) {
            long page = pages.pageQuantity();
            long worst = pages.worstLimit();
            ends[0] = passed;
            int end = pages.readPage(read, ends, 1);
            for (int i = 1; i < end; i++) {
                assertThat(limits.next()).as("seed %d", seed).isTrue();
                assertThat(read[i]).as("seed %d", seed).isEqualTo(limits.limit());
                assertThat(ends[i] - ends[i - 1]).as("seed %d", seed).isEqualTo(limits.quantity());
            }
            assertThat(ends[end - 1]).as("seed %d", seed).isEqualTo(passed + page);
            passed += page;
            assertThat(limits.limit()).as("seed %d", seed).isEqualTo(worst);
        }
        assertThat(limits.next()).as("seed %d", seed).isFalse();
    }

    @ParameterizedTest
    @MethodSource("energy.peerwatt.book.Books#all")
    void limitsGoOnFromAPage(Supplier<OrderBook> books) {
        for (int orders : new int[] {3, 60}) {
            OrderBook book = books.get();
            int contract = book.open(1);
            for (int i = 0; i < orders; i++) {
                order.limitOrder(i + 1, i, i, contract, Side.SELL, 10, 100 + i);
                book.collect(order, 0, events);
            }

            LevelCursor cursor = book.cursor(contract, Side.SELL);

            assertThat(cursor.nextPage()).isTrue();
            long first = cursor.worstLimit();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.limit()).isEqualTo(100);
            assertThat(cursor.nextPage()).isTrue();
            for (long limit = first + 1; limit < 100 + orders; limit++) {
                assertThat(cursor.next()).isTrue();
                assertThat(cursor.limit()).isEqualTo(limit);
                assertThat(cursor.quantity()).isEqualTo(10);
                assertThat(cursor.nextOrder()).isTrue();
                assertThat(cursor.order()).isEqualTo(limit - 99);
            }
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.nextPage()).isFalse();
        }
    }
}
