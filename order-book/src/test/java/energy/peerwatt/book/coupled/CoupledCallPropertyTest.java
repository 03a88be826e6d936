package energy.peerwatt.book.coupled;

import static energy.peerwatt.book.coupled.CoupledCall.PriceRule.LOWEST;
import static energy.peerwatt.book.coupled.CoupledCall.PriceRule.MIDDLE;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.BookEvents;
import energy.peerwatt.book.CallAuction;
import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.OrderBook;
import energy.peerwatt.book.ReferenceOrderBook;
import energy.peerwatt.book.Removal;
import energy.peerwatt.book.Repetitions;
import energy.peerwatt.book.coupled.CoupledCall.Block;
import energy.peerwatt.book.coupled.CoupledCall.Link;
import energy.peerwatt.book.coupled.CoupledCall.Order;
import energy.peerwatt.book.coupled.CoupledCall.Profile;
import energy.peerwatt.market.MarketDesign.Rationing;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded calls against what theory says of them, and choices of blocks against all choices. */
class CoupledCallPropertyTest {

    /** A limit that is always met. */
    private static final long ANY_PRICE = 1_000_000;

    @Test
    void noOtherExchangeIsBetter() {
        for (int seed = 1; seed <= Repetitions.of(4_000, 1_000); seed++) {
            CoupledCall call = randomCall(new Random(seed));

            Clearing clearing = call.clear(seed % 2 == 0 ? MIDDLE : LOWEST);

            assertThat(surplus(call, clearing))
                    .as("seed %d", seed)
                    .isDeepEqualTo(new long[call.intervals()][call.areas()]);
            for (int interval = 0; interval < call.intervals(); interval++) {
                assertThat(new ResidualGraph(call, clearing, interval).canImprove())
                        .as("seed %d", seed)
                        .isFalse();
            }
        }
    }

    /** By interval, by area: what is sold and comes in, less what is bought and goes out. */
    private static long[][] surplus(CoupledCall call, Clearing clearing) {
        long[][] surplus = new long[call.intervals()][call.areas()];
        for (int i = 0; i < call.orders().size(); i++) {
            Order order = call.orders().get(i);
            long filled = clearing.filled().get(i);
            assertThat(filled).isBetween(0L, order.quantity());
            surplus[order.interval()][order.area()] += order.side() == Side.SELL ? filled : -filled;
        }
        for (int i = 0; i < call.links().size(); i++) {
            Link link = call.links().get(i);
            long flow = clearing.flows().get(i);
            assertThat(flow).isBetween(0L, link.capacity());
            surplus[link.interval()][link.from()] -= flow;
            surplus[link.interval()][link.to()] += flow;
        }
        return surplus;
    }

    @Test
    void nobodyWantsOtherwiseAtThePrices() {
        for (int seed = 1; seed <= Repetitions.of(4_000, 1_000); seed++) {
            CoupledCall call = randomCall(new Random(seed));
            for (CoupledCall.PriceRule rule : CoupledCall.PriceRule.values()) {
                Clearing clearing = call.clear(rule);
                for (int i = 0; i < call.orders().size(); i++) {
                    Order order = call.orders().get(i);
                    OptionalLong price = clearing.price(order.area(), order.interval());
                    long gain = order.limit() - price.orElse(order.limit());
                    requireContent(
                            seed,
                            order.side() == Side.BUY ? gain : -gain,
                            clearing.filled().get(i),
                            order.quantity());
                }
                for (int i = 0; i < call.links().size(); i++) {
                    Link link = call.links().get(i);
                    OptionalLong from = clearing.price(link.from(), link.interval());
                    OptionalLong to = clearing.price(link.to(), link.interval());
                    if (from.isPresent() && to.isPresent()) {
                        requireContent(
                                seed,
                                to.getAsLong() - from.getAsLong() - link.fee(),
                                clearing.flows().get(i),
                                link.capacity());
                    }
                }
            }
        }
    }

    private static void requireContent(int seed, long gain, long used, long most) {
        if (gain > 0) {
            assertThat(used).as("seed %d", seed).isEqualTo(most);
        } else if (gain < 0) {
            assertThat(used).as("seed %d", seed).isZero();
        }
    }

    @Test
    void noOtherChoiceOfBlocksIsBetter() {
        for (int seed = 1; seed <= Repetitions.of(1_500, 1_000); seed++) {
            Random random = new Random(seed);
            CoupledCall call = withBuyingBlocks(randomCall(random), random);

            Clearing clearing = call.clear(LOWEST);

            assertThat(welfare(call, clearing))
                    .as("seed %d", seed)
                    .isEqualTo(bestWelfare(call, new ArrayList<>()));
            assertThat(isWorthIt(call, clearing.parts(), clearing)).as("seed %d", seed).isTrue();
            assertThat(surplus(call, clearing))
                    .as("seed %d", seed)
                    .isDeepEqualTo(wanted(call, clearing));
        }
    }

    /** Every choice of parts there is. Lowest prices are best for buyers. */
    private static long bestWelfare(CoupledCall call, List<Long> parts) {
        if (parts.size() == call.blocks().size()) {
            return welfareIfAdmitted(call, parts);
        }
        Block block = call.blocks().get(parts.size());
        long best = Long.MIN_VALUE;
        for (long p = 0; p <= block.parts(); p++) {
            if (p == 0 || p >= block.minimumParts()) {
                parts.add(p);
                best = Math.max(best, bestWelfare(call, parts));
                parts.removeLast();
            }
        }
        return best;
    }

    private static long welfareIfAdmitted(CoupledCall call, List<Long> parts) {
        List<Order> orders = new ArrayList<>(call.orders());
        for (int i = 0; i < parts.size(); i++) {
            orders.addAll(legs(call.blocks().get(i), parts.get(i), ANY_PRICE));
        }
        CoupledCall plain =
                new CoupledCall(call.areas(), call.intervals(), orders, call.links(), List.of());
        Clearing clearing = plain.clear(LOWEST);
        for (int i = call.orders().size(); i < orders.size(); i++) {
            if (clearing.filled().get(i) < orders.get(i).quantity()) {
                return Long.MIN_VALUE;
            }
        }
        if (!isWorthIt(call, parts, clearing)) {
            return Long.MIN_VALUE;
        }
        Clearing same =
                new Clearing(
                        clearing.prices(),
                        clearing.filled().subList(0, call.orders().size()),
                        clearing.flows(),
                        parts);
        return welfare(call, same);
    }

    /** Orders that a block comes to if so many parts are taken. */
    private static List<Order> legs(Block block, long parts, long limit) {
        List<Order> legs = new ArrayList<>();
        int interval = block.profile().firstInterval();
        for (long quantity : block.profile().quantities()) {
            if (parts > 0) {
                int area = block.profile().area();
                legs.add(new Order(area, interval, block.side(), parts * quantity, limit));
            }
            interval++;
        }
        return legs;
    }

    private static boolean isWorthIt(CoupledCall call, List<Long> parts, Clearing clearing) {
        for (int i = 0; i < parts.size(); i++) {
            long gain = 0;
            for (Order leg : legs(call.blocks().get(i), parts.get(i), 0)) {
                long price = clearing.price(leg.area(), leg.interval()).orElseThrow();
                gain += leg.quantity() * (call.blocks().get(i).limit() - price);
            }
            if (gain < 0) {
                return false;
            }
        }
        return true;
    }

    private static long welfare(CoupledCall call, Clearing clearing) {
        long welfare = 0;
        for (int i = 0; i < call.orders().size(); i++) {
            Order order = call.orders().get(i);
            long worth = clearing.filled().get(i) * order.limit();
            welfare += order.side() == Side.BUY ? worth : -worth;
        }
        for (int i = 0; i < call.links().size(); i++) {
            welfare -= clearing.flows().get(i) * call.links().get(i).fee();
        }
        for (int i = 0; i < call.blocks().size(); i++) {
            Block block = call.blocks().get(i);
            for (Order leg : legs(block, clearing.parts().get(i), block.limit())) {
                welfare += leg.quantity() * leg.limit();
            }
        }
        return welfare;
    }

    /** By interval, by area: what the blocks buy. */
    private static long[][] wanted(CoupledCall call, Clearing clearing) {
        long[][] wanted = new long[call.intervals()][call.areas()];
        for (int i = 0; i < call.blocks().size(); i++) {
            for (Order leg : legs(call.blocks().get(i), clearing.parts().get(i), 0)) {
                wanted[leg.interval()][leg.area()] += leg.quantity();
            }
        }
        return wanted;
    }

    @Test
    void oneAreaClearsAsItsCallAuctionDoes() {
        for (int seed = 1; seed <= Repetitions.of(2_000, 1_000); seed++) {
            CoupledCall call = randomCall(new Random(seed), 1);
            Clearing clearing = call.clear(MIDDLE);
            for (int interval = 0; interval < call.intervals(); interval++) {
                requireSameAsCallAuction(seed, call, interval, clearing);
            }
        }
    }

    private static void requireSameAsCallAuction(
            int seed, CoupledCall call, int interval, Clearing clearing) {
        OrderBook book = new ReferenceOrderBook();
        int contract = book.open(1);
        BookEvents unheard = new EventSink();
        for (int i = 0; i < call.orders().size(); i++) {
            Order o = call.orders().get(i);
            if (o.interval() == interval) {
                NewOrder order = new NewOrder();
                order.limitOrder(i + 1, i, i, contract, o.side(), o.quantity(), o.limit());
                book.collect(order, 0, unheard);
            }
        }
        CallAuction auction = new CallAuction(book);
        boolean trades =
                auction.clear(contract, 0, MatchScope.UNLIMITED, Rationing.TIME, unheard) > 0;
        assertThat(clearing.price(0, interval))
                .as("seed %d", seed)
                .isEqualTo(trades ? OptionalLong.of(auction.price()) : OptionalLong.empty());
        for (int i = 0; i < call.orders().size(); i++) {
            Order order = call.orders().get(i);
            if (order.interval() == interval) {
                assertThat(clearing.filled().get(i))
                        .as("seed %d", seed)
                        .isEqualTo(order.quantity() - book.left(i + 1));
            }
        }
    }

    /** Its reports are not what matters here. */
    private static final class EventSink implements BookEvents {

        @Override
        public void traded(
                int contract,
                long sellOrder,
                int seller,
                long buyOrder,
                int buyer,
                long quantity,
                long price) {}

        @Override
        public void removed(
                int contract,
                long order,
                int participant,
                Side side,
                long limit,
                long quantity,
                long left,
                Removal reason) {}
    }

    private static CoupledCall randomCall(Random random) {
        return randomCall(random, random.nextInt(1, 5));
    }

    private static CoupledCall randomCall(Random random, int areas) {
        int intervals = random.nextInt(1, 4);
        List<Order> orders = new ArrayList<>();
        for (int i = random.nextInt(4 * areas * intervals); i >= 0; i--) {
            orders.add(
                    new Order(
                            random.nextInt(areas),
                            random.nextInt(intervals),
                            random.nextBoolean() ? Side.BUY : Side.SELL,
                            random.nextLong(1, 12),
                            random.nextLong(-5, 25)));
        }
        List<Link> links = new ArrayList<>();
        for (int i = areas == 1 ? 0 : random.nextInt(3 * areas * intervals); i > 0; i--) {
            int from = random.nextInt(areas);
            links.add(
                    new Link(
                            from,
                            (from + random.nextInt(1, areas)) % areas,
                            random.nextInt(intervals),
                            random.nextLong(10),
                            random.nextLong(4)));
        }
        return new CoupledCall(areas, intervals, orders, links, List.of());
    }

    private static CoupledCall withBuyingBlocks(CoupledCall call, Random random) {
        List<Block> blocks = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int first = random.nextInt(call.intervals());
            List<Long> quantities = new ArrayList<>();
            for (int at = first; at == first || at < random.nextInt(4); at++) {
                if (at < call.intervals()) {
                    quantities.add(random.nextLong(1, 4));
                }
            }
            long parts = random.nextLong(1, 4);
            Profile profile = new Profile(random.nextInt(call.areas()), first, quantities);
            long minimum = random.nextLong(1, parts + 1);
            blocks.add(new Block(Side.BUY, profile, parts, minimum, random.nextLong(25)));
        }
        return new CoupledCall(call.areas(), call.intervals(), call.orders(), call.links(), blocks);
    }
}
