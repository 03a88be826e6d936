package energy.peerwatt.book;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands of calls against {@link CallOracle}, which tries every price. */
class CallAuctionPropertyTest {

    private static final int CALLS = Repetitions.of(5_000, 400);

    /** Of many orders, limits far apart. */
    private static final int LARGE_CALLS = 60;

    /** Orders of one member collected at this fee are never executable together. */
    private static final long PROHIBITIVE = 10_000;

    @ParameterizedTest
    @MethodSource("energy.peerwatt.book.Books#all")
    void clearsAsTheOracle(Supplier<OrderBook> book) {
        CallFloor floor = new CallFloor(book.get());
        for (int seed = 1; seed <= CALLS; seed++) {
            Random random = new Random(seed);
            requireAsTheOracle(floor, seed, random, collect(floor, random));
        }
    }

    @ParameterizedTest
    @MethodSource("energy.peerwatt.book.Books#all")
    void clearsLargeBooksAsTheOracle(Supplier<OrderBook> book) {
        CallFloor floor = new CallFloor(book.get());
        for (int seed = 1; seed <= LARGE_CALLS; seed++) {
            Random random = new Random(seed);
            int size = 100 + random.nextInt(300);
            int limits = 1 + random.nextInt(2_000);
            requireAsTheOracle(
                    floor, seed, random, collect(floor, random, size, limits, 1_000_000));
        }
    }

    private static void requireAsTheOracle(
            CallFloor floor, int seed, Random random, List<CallOracle.Order> orders) {
        long fee = random.nextLong(-1, 3);
        Rationing rationing = random.nextBoolean() ? Rationing.TIME : Rationing.PRO_RATA;
        long bound = random.nextInt(3) == 0 ? random.nextInt(60) : MatchScope.UNLIMITED;
        CallOracle before = new CallOracle(orders, fee);
        List<Record> expected = new ArrayList<>();
        List<CallOracle.Order> met = CallOracle.met(orders, fee, floor.contract, expected);
        CallOracle oracle = met.equals(orders) ? before : new CallOracle(met, fee);
        expected.addAll(oracle.events(floor.contract, bound, rationing));

        floor.happened();
        boolean crosses = floor.auction.indicate(floor.contract, fee);
        long indicated = floor.auction.volume();
        assertThat(crosses).as("seed %d", seed).isEqualTo(before.volume > 0);
        assertThat(indicated).as("seed %d", seed).isEqualTo(before.volume);
        if (crosses) {
            assertThat(floor.auction.price()).as("seed %d", seed).isEqualTo(before.price());
        }

        long traded = floor.clear(fee, bound, rationing);

        assertThat(floor.happened()).as("seed %d", seed).isEqualTo(expected);
        if (oracle.volume > 0) {
            assertThat(floor.auction.price()).as("seed %d", seed).isEqualTo(oracle.price());
            assertThat(oracle.isExecutable(oracle.price())).as("seed %d", seed).isTrue();
        }
        requireConserved(floor, seed, met, traded, fee);
        orders.forEach(order -> floor.book.cancel(order.id()));
    }

    /** Mostly a small book of a few limits, so that ties and partly filled limits are frequent. */
    private static List<CallOracle.Order> collect(CallFloor floor, Random random) {
        boolean large = random.nextInt(10) == 0;
        int size = 1 + random.nextInt(large ? 150 : 16);
        int limits = 1 + random.nextInt(large ? 200 : 12);
        int members = random.nextInt(4) == 0 ? 3 : 1_000_000;
        return collect(floor, random, size, limits, members);
    }

    private static List<CallOracle.Order> collect(
            CallFloor floor, Random random, int size, int limits, int members) {
        List<CallOracle.Order> orders = new ArrayList<>();
        SelfTradePrevention[] rules = SelfTradePrevention.values();
        for (int i = 0; i < size; i++) {
            Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            long limit = random.nextLong(limits) - limits / 2;
            long quantity = random.nextLong(1, 21);
            long clip = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0;
            int member = random.nextInt(members);
            floor.selfTrade = rules[random.nextInt(rules.length)];
            long id = floor.collect(side, quantity, limit, member, clip, PROHIBITIVE);
            orders.add(new CallOracle.Order(id, member, side, quantity, limit, floor.selfTrade));
        }
        return orders;
    }

    /** What left the orders is what was traded, and nobody traded beyond its limit. */
    private static void requireConserved(
            CallFloor floor, int seed, List<CallOracle.Order> orders, long traded, long fee) {
        long bought = 0;
        long sold = 0;
        for (CallOracle.Order order : orders) {
            long gone = order.quantity() - floor.book.left(order.id());
            assertThat(gone).as("seed %d", seed).isBetween(0L, order.quantity());
            if (gone == 0) {
                continue;
            }
            if (order.side() == Side.BUY) {
                assertThat(floor.auction.price() + fee).isLessThanOrEqualTo(order.limit());
                bought += gone;
            } else {
                assertThat(floor.auction.price()).isGreaterThanOrEqualTo(order.limit());
                sold += gone;
            }
        }
        assertThat(bought).as("seed %d", seed).isEqualTo(sold).isEqualTo(traded);
    }
}
