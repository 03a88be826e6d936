package energy.peerwatt.matching.former;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.book.Level;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every book, on random orders. {@code -Dseed=n} repeats one run. */
class OrderBookPropertyTest {

    private static final int STEPS = 3_000;

    private final OrderBook book = new ReferenceOrderBook();
    private final Map<OrderId, Order> placed = new HashMap<>();
    private final Map<OrderId, Energy> left = new HashMap<>();

    static LongStream seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null
                ? LongStream.of(chosen)
                : LongStream.concat(LongStream.of(1, 2, 3), new Random().longs(3));
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void holdsItsLaws(long seed) {
        Random random = new Random(seed);
        Price fees = Price.ofMicroPerKwh(random.nextInt(20));
        List<OrderId> ids = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            if (random.nextInt(5) == 0 && !ids.isEmpty()) {
                cancel(ids.get(random.nextInt(ids.size())));
            } else {
                Order order = randomOrder(random, step);
                ids.add(order.id());
                place(order, fees);
            }
            assertNotCrossed(fees);
        }
        assertThat(book.resting())
                .allSatisfy(rest -> assertThat(rest.quantity()).isEqualTo(left.get(rest.id())));
    }

    private static Order randomOrder(Random random, int id) {
        return new Order(
                new OrderId(id),
                new ParticipantId(100 + random.nextInt(8)),
                random.nextBoolean() ? Side.BUY : Side.SELL,
                Energy.ofWattHours(1 + random.nextInt(50)),
                Price.ofMicroPerKwh(random.nextInt(60) - 10));
    }

    private void place(Order order, Price fees) {
        placed.put(order.id(), order);
        List<Order> before = book.resting();
        Placement placement = book.place(order, fees);
        Energy traded =
                placement.fills().stream().map(Fill::quantity).reduce(Energy.ZERO, Energy::plus);

        assertThat(traded.plus(placement.resting()).plus(placement.cancelled()))
                .as("energy is conserved")
                .isEqualTo(order.quantity());
        left.put(order.id(), placement.resting());
        for (Fill fill : placement.fills()) {
            assertWithinLimits(order, fill, fees);
            left.merge(fill.resting(), fill.quantity(), Energy::minus);
        }
        assertPriority(order, before, placement);
    }

    private void assertWithinLimits(Order incoming, Fill fill, Price fees) {
        Order resting = placed.get(fill.resting());
        Order bid = incoming.side() == Side.BUY ? incoming : resting;
        Order ask = incoming.side() == Side.SELL ? incoming : resting;
        assertThat(fill.price().plus(fees)).isLessThanOrEqualTo(bid.limit());
        assertThat(fill.price()).isGreaterThanOrEqualTo(ask.limit());
        assertThat(bid.participant()).isNotEqualTo(ask.participant());
    }

    /** No order that was better or as good and older than a filled one is passed over. */
    private void assertPriority(Order incoming, List<Order> before, Placement placement) {
        List<OrderId> filled = placement.fills().stream().map(Fill::resting).toList();
        List<OrderId> queue =
                before.stream()
                        .filter(order -> order.side() != incoming.side())
                        .sorted((a, b) -> compareRank(a, b))
                        .map(Order::id)
                        .limit(filled.size())
                        .toList();
        assertThat(filled).isEqualTo(queue);
        for (OrderId id : filled.subList(0, Math.max(0, filled.size() - 1))) {
            assertThat(left.get(id))
                    .as("only the last may be filled in part")
                    .isEqualTo(Energy.ZERO);
        }
    }

    private static int compareRank(Order a, Order b) {
        int byPrice = a.limit().compareTo(b.limit());
        int better = a.side() == Side.BUY ? -byPrice : byPrice;
        return better != 0 ? better : a.id().compareTo(b.id());
    }

    private void cancel(OrderId id) {
        assertThat(book.cancel(id)).isEqualTo(left.put(id, Energy.ZERO));
    }

    private void assertNotCrossed(Price fees) {
        List<Level> bids = book.levels(Side.BUY);
        List<Level> asks = book.levels(Side.SELL);
        if (!bids.isEmpty() && !asks.isEmpty()) {
            assertThat(asks.getFirst().limit().plus(fees)).isGreaterThan(bids.getFirst().limit());
        }
    }
}
