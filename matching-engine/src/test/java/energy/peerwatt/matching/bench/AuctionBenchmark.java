package energy.peerwatt.matching.bench;

import static energy.peerwatt.matching.bench.Fork.print;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.CallAuction;
import energy.peerwatt.book.LadderOrderBook;
import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.OrderBook;
import energy.peerwatt.book.Removal;
import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.Side;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Clears the calls of all intervals of a day in 200 areas, one after another on one thread: 200
 * orders each, both sides spread evenly over the same tenth below and above 20 to 40 cent per kWh,
 * on ticks of 0.1 cent, so that about half of them trade.
 */
final class AuctionBenchmark {

    private static final int BOOKS = 200 * 96;
    private static final int ORDERS = 200;
    private static final long TICK = 1_000;
    private static final long FEE = 50 * TICK;
    private static final int WARM_UPS = 5;
    private static final int ROUNDS = 9;
    private static final int WHOLE_WARM_UPS = 1;
    private static final int WHOLE_ROUNDS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Counting events = new Counting();
    private OrderBook book = new LadderOrderBook();
    private CallAuction auction = new CallAuction(book);

    private AuctionBenchmark() {}

    public static void main(String[] args) {
        AuctionBenchmark benchmark = new AuctionBenchmark();
        benchmark.indicate();
        for (Rationing rationing : Rationing.values()) {
            benchmark.clear(rationing);
        }
    }

    private void indicate() {
        fill();
        long[] micros = new long[ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            long volume = 0;
            long before = THREADS.getCurrentThreadCpuTime();
            for (int contract = 0; contract < BOOKS; contract++) {
                volume += auction.indicate(contract, FEE) ? auction.volume() : 0;
            }
            micros[Math.max(round, 0)] = (THREADS.getCurrentThreadCpuTime() - before) / 1_000;
            print("indicatedWattHours", volume);
        }
        print("indicateMicros", median(micros));
    }

    private void clear(Rationing rationing) {
        long[] micros = new long[WHOLE_ROUNDS];
        for (int round = -WHOLE_WARM_UPS; round < WHOLE_ROUNDS; round++) {
            fill();
            events.trades = 0;
            long before = THREADS.getCurrentThreadCpuTime();
            for (int contract = 0; contract < BOOKS; contract++) {
                auction.clear(contract, FEE, MatchScope.UNLIMITED, rationing, events);
            }
            micros[Math.max(round, 0)] = (THREADS.getCurrentThreadCpuTime() - before) / 1_000;
        }
        String name = rationing == Rationing.TIME ? "Time" : "ProRata";
        print("clearBy" + name + "Micros", median(micros));
        print("tradesBy" + name, events.trades);
    }

    private void fill() {
        SplitMix random = new SplitMix(20_261_121);
        NewOrder order = new NewOrder();
        book = new LadderOrderBook(BOOKS * ORDERS);
        auction = new CallAuction(book);
        for (int contract = 0; contract < BOOKS; contract++) {
            book.open(TICK);
        }
        for (int id = 1; id <= BOOKS * ORDERS; id++) {
            int contract = id % BOOKS;
            boolean buys = id / BOOKS % 2 == 0;
            int middle = 200 + contract % 200;
            long limit = TICK * (middle * 9L / 10 + random.below(middle / 5));
            int participant = 2 * random.below(500) + (buys ? 0 : 1);
            long quantity = 1L + random.below(1_000);
            order.limitOrder(
                    id,
                    participant,
                    participant,
                    contract,
                    buys ? Side.BUY : Side.SELL,
                    quantity,
                    buys ? limit + FEE : limit);
            book.restore(order, quantity, id);
        }
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static final class Counting implements BookEvents {

        private long trades;

        @Override
        public void traded(
                int contract,
                long sellOrder,
                int seller,
                long buyOrder,
                int buyer,
                long quantity,
                long price) {
            trades++;
        }

        @Override
        public void removed(
                int contract,
                long order,
                int participant,
                Side side,
                long limit,
                long quantity,
                long left,
                Removal reason) {
            throw new IllegalStateException("buyers and sellers are different participants");
        }
    }
}
