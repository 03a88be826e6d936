package energy.peerwatt.book;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The calls others published, see {@code call-cases.txt}. */
class CallCasesTest {

    static Stream<Arguments> cases() throws IOException {
        List<CallCase> cases = CallCase.all();
        return Books.all()
                .flatMap(book ->
                        cases.stream()
                                .filter(c -> !c.kind().equals("informative"))
                                .map(c -> Arguments.of(book, c)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsListed(Supplier<OrderBook> book, CallCase published) {
        CallFloor floor = new CallFloor(book.get());
        collect(floor, published);

        long volume = floor.clear(0, MatchScope.UNLIMITED, Rationing.TIME);

        CallCase.Clearing ours = published.ours();
        assertThat(volume).isEqualTo(ours.volume());
        if (ours.price() != null) {
            assertThat(floor.auction.price()).isEqualTo(ours.price());
        }
        requireOracle(published, volume, floor.auction.price());
        List<String> trades = published.trades("trades");
        if (!trades.isEmpty()) {
            assertThat(floor.pairs()).isEqualTo(inNumbers(published, trades));
        }
    }

    private static void requireOracle(CallCase published, long volume, long price) {
        long[] oracle = published.oracle();
        if (oracle.length > 0) {
            assertThat(volume).isEqualTo(oracle[0]);
        }
        if (oracle.length > 1) {
            assertThat(price).isBetween(oracle[1], oracle[2]).isBetween(oracle[3], oracle[4]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReproducedOrListedWithItsRule(Supplier<OrderBook> book, CallCase published) {
        boolean same = published.ours().equals(published.source());

        if (published.kind().equals("binding")) {
            assertThat(published.isReproduced()).isTrue();
        } else if (published.kind().equals("source-deviates")) {
            assertThat(same).isFalse();
            assertThat(published.oracle()[0]).isEqualTo(published.ours().volume());
        } else if (!published.isReproduced()) {
            assertThat(same).isEqualTo(pairsOtherwise(book.get(), published));
            assertThat(published.hasRule()).isTrue();
        }
    }

    /** Whether the source pairs other orders than our call does. */
    private static boolean pairsOtherwise(OrderBook book, CallCase published) {
        CallFloor floor = new CallFloor(book);
        collect(floor, published);
        floor.clear();
        List<String> trades = published.trades("source-trades");
        return !trades.isEmpty() && !floor.pairs().equals(inNumbers(published, trades));
    }

    /** The binding case dauction-stack: kchristidis/dauction at 6613a74, TestStackBids. */
    @ParameterizedTest
    @MethodSource("energy.peerwatt.book.Books#all")
    void limitsCumulateFromTheBestOn(Supplier<OrderBook> book) {
        CallFloor floor = new CallFloor(book.get());
        for (long limit : new long[] {2, 1, 3}) {
            floor.collect(Side.BUY, 10, limit, 0, 0, 9);
            floor.collect(Side.SELL, 10, limit, 0, 0, 9);
        }

        assertThat(stack(floor, Side.BUY)).containsExactly("3: 10", "2: 20", "1: 30");
        assertThat(stack(floor, Side.SELL)).containsExactly("1: 10", "2: 20", "3: 30");
    }

    private static List<String> stack(CallFloor floor, Side side) {
        LevelCursor cursor = floor.book.cursor(floor.contract, side);
        List<String> stack = new ArrayList<>();
        long sum = 0;
        while (cursor.next()) {
            sum += cursor.quantity();
            stack.add(cursor.limit() + ": " + sum);
        }
        return stack;
    }

    @Test
    void allCasesAreThere() throws IOException {
        Map<String, Long> counts =
                CallCase.all().stream()
                        .collect(
                                groupingBy(
                                        c ->
                                                c.kind()
                                                        + (c.isReproduced()
                                                                ? " reproduced"
                                                                : " listed"),
                                        TreeMap::new,
                                        counting()));

        System.out.println("published calls: " + counts);
        assertThat(counts)
                .isEqualTo(
                        Map.of(
                                "binding reproduced", 21L,
                                "convention listed", 25L,
                                "convention reproduced", 9L,
                                "informative listed", 6L,
                                "source-deviates listed", 3L));
    }

    private static void collect(CallFloor floor, CallCase published) {
        List<String> members = new ArrayList<>();
        collect(floor, Side.BUY, published.bids(), members);
        collect(floor, Side.SELL, published.asks(), members);
        floor.happened();
    }

    private static void collect(
            CallFloor floor, Side side, List<CallCase.Order> orders, List<String> members) {
        for (CallCase.Order order : orders) {
            if (!members.contains(order.member())) {
                members.add(order.member());
            }
            int member = members.indexOf(order.member());
            floor.collect(side, order.quantity(), order.limit(), member, 0, 0);
        }
    }

    /** From {@code B2-A1:600} to the sequence of arrival: bids first, then asks, from 1. */
    private static List<String> inNumbers(CallCase published, List<String> trades) {
        int bids = published.bids().size();
        List<String> numbered = new ArrayList<>();
        for (String trade : trades) {
            String[] parts = trade.split("[-:]", -1);
            int bid = Integer.parseInt(parts[0].substring(1));
            int ask = Integer.parseInt(parts[1].substring(1)) + bids;
            numbered.add(bid + "-" + ask + ":" + parts[2]);
        }
        return numbered;
    }
}
