package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import energy.peerwatt.book.BookWorkload.Shape;
import energy.peerwatt.market.Side;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LadderOrderBookTest extends OrderBookTest {

    private static final long FARTHEST = (1L << 50) - 1;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LadderOrderBook book = new LadderOrderBook(1);
    private final NewOrder order = new NewOrder();
    private final MatchScope scope = new MatchScope();
    private final EventLog events = new EventLog();
    private long lastId;

    @Override
    OrderBook newBook() {
        return new LadderOrderBook();
    }

    @Test
    void keepsLimitsOfAnyDistanceInOrder() {
        int contract = book.open(1);
        List<Long> limits =
                LongStream.range(0, 120)
                        .map(i -> (i % 2 == 0 ? 1 : -1) * (1L << (i % 50)) + i)
                        .distinct()
                        .boxed()
                        .toList();
        limits.forEach(limit -> rest(contract, Side.SELL, 1, limit));
        limits.forEach(limit -> rest(contract, Side.BUY, 1, limit));

        assertThat(limits(contract, Side.SELL)).isEqualTo(limits.stream().sorted().toList());
        assertThat(limits(contract, Side.BUY).reversed())
                .isEqualTo(limits.stream().sorted().toList());
    }

    @Test
    void takesLimitsAtTheEndsOfItsRangeAndNoOthers() {
        int contract = book.open(1);
        for (int i = 0; i < 20; i++) {
            rest(contract, Side.BUY, 1, i);
        }
        rest(contract, Side.BUY, 1, FARTHEST);
        rest(contract, Side.BUY, 1, -FARTHEST);

        assertThat(limits(contract, Side.BUY))
                .hasSize(22)
                .startsWith(FARTHEST, 19L)
                .endsWith(0L, -FARTHEST);
        for (long limit : new long[] {FARTHEST + 1, -FARTHEST - 2, Long.MAX_VALUE, 1L << 63}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rest(contract, Side.BUY, 1, limit));
        }
    }

    @Test
    void refusesLimitsOffTickBeforeAnythingChanges() {
        int contract = book.open(12);
        rest(contract, Side.SELL, 5, 24);

        for (long limit : new long[] {25, 30, 36 + 4, -1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rest(contract, Side.SELL, 5, limit));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> book.replace(1, 5, limit, scope, events));
        }
        assertThat(limits(contract, Side.SELL)).containsExactly(24L);
        assertThat(book.left(1)).isEqualTo(5);
    }

    @Test
    void sumsQuantitiesBeyondAnInt() {
        int contract = book.open(1);
        for (int i = 0; i < 30; i++) {
            rest(contract, Side.SELL, 1_000_000_000, 1_000_000_000 + i / 15);
        }

        LevelCursor cursor = book.cursor(contract, Side.SELL);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.quantity()).isEqualTo(15_000_000_000L);
        scope.add(contract, 0, MatchScope.WHOLE_ORDER);
        order.limitOrder(++lastId, 2, 2, contract, Side.BUY, 29_999_999_999L, 2_000_000_000L);
        assertThat(book.place(order, scope, events)).isZero();
        assertThat(book.size(contract)).isEqualTo(1);
        assertThat(book.left(30)).isEqualTo(1);
    }

    @Test
    void expectsWhateverItIsTold() {
        int contract = book.open(1);
        for (int i = 0; i < 40; i++) {
            rest(contract, i % 2 == 0 ? Side.BUY : Side.SELL, 1, i % 2 == 0 ? -i : i);
            for (long id : new long[] {-1, 0, 1, 2, i, 100, Long.MAX_VALUE}) {
                for (int expected : new int[] {-1, 0, 1, 1_000}) {
                    book.expect(id, expected);
                }
            }
        }
        book.close(contract, events);
        book.expect(1, contract);
        book.expect(2, contract);

        assertThat(book.open(1)).isEqualTo(contract);
    }

    @Test
    void aContractNeedsLittleMemory() {
        long before = book.usedBytes();
        for (int i = 0; i < 19_200; i++) {
            book.open(1_000);
        }

        assertThat((book.usedBytes() - before) / 19_200).isLessThanOrEqualTo(80);
    }

    @Test
    void anOrderInASparseContractNeedsLittleMemory() {
        for (int i = 0; i < 1_000; i++) {
            book.open(1_000);
        }
        long before = book.usedBytes();
        for (int i = 0; i < 20_000; i++) {
            boolean buys = i / 1_000 % 2 == 0;
            rest(i % 1_000, buys ? Side.BUY : Side.SELL, 1, 1_000L * (buys ? -i : i));
        }

        assertThat((book.usedBytes() - before) / 20_000).isLessThanOrEqualTo(200);
    }

    @Test
    void givesAllMemoryBackWhenAContractCloses() {
        long before = memoryOfAnEmptyContract();
        int contract = book.open(1);
        for (int i = 0; i < 5_000; i++) {
            Side side = i % 2 == 0 ? Side.BUY : Side.SELL;
            order.limitOrder(++lastId, 1, 1, contract, side, 50, i % 2 == 0 ? -i : i * 31L);
            book.place(order.clip(i % 3 == 0 ? 10 : 0), scope, events);
        }
        book.close(contract, events);

        assertThat(book.usedBytes() - before).isLessThan(5_000 * 8);
        assertThat(memoryOfAnEmptyContract()).isEqualTo(book.usedBytes());
    }

    private long memoryOfAnEmptyContract() {
        book.close(book.open(1), events);
        return book.usedBytes();
    }

    @Test
    void allocatesNothingForOrdinaryCommands() {
        BookWorkload workload = new BookWorkload(7, new Shape(3, 40, 300, false));
        EventHash hash = new EventHash();
        WorkloadPlayer player = new WorkloadPlayer(book, workload, hash, hash);
        long during = 0;
        int commands = 0;
        for (int i = 0; i < 200_000; i++) {
            workload.next();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            if (!playOrdinary(workload, hash)) {
                player.play();
            } else if (i > 100_000) {
                during += THREADS.getCurrentThreadAllocatedBytes() - before;
                commands++;
            }
        }

        assertThat(commands).isGreaterThan(80_000);
        assertThat(during / commands).isZero();
    }

    private boolean playOrdinary(BookWorkload workload, BookEvents to) {
        long target = workload.target();
        switch (workload.kind()) {
            case PLACE -> book.place(workload.order, workload.scope, to);
            case CANCEL -> book.cancel(target);
            case REPLACE ->
                    book.replace(target, workload.amount(), workload.limit(), workload.scope, to);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void rest(int contract, Side side, long quantity, long limit) {
        order.limitOrder(++lastId, 1, 1, contract, side, quantity, limit);
        book.place(order, scope, events);
    }

    private List<Long> limits(int contract, Side side) {
        return book.levels(contract, side).stream()
                .map(level -> level.limit().microPerKwh())
                .toList();
    }
}
