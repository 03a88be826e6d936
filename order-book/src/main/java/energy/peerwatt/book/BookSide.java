package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One side of a contract in a {@link ReferenceOrderBook}: a queue of orders for every limit. */
final class BookSide {

    /**
     * Best limit first; a queue keeps its orders by priority, under their ids, and is not empty.
     */
    private final NavigableMap<Long, Map<Long, RestingOrder>> queues;

    BookSide(Side side) {
        queues =
                side == Side.BUY
                        ? new TreeMap<>(Comparator.reverseOrder())
                        : new TreeMap<>(Comparator.naturalOrder());
    }

    /** To the end of the queue of its limit. */
    void add(RestingOrder order) {
        queues.computeIfAbsent(order.limit, _ -> new LinkedHashMap<>()).put(order.id, order);
    }

    void remove(RestingOrder order) {
        Map<Long, RestingOrder> queue = queues.get(order.limit);
        if (queue == null || queue.remove(order.id) == null) {
            throw new IllegalStateException("does not rest: " + order.id);
        }
        if (queue.isEmpty()) {
            queues.remove(order.limit);
        }
    }

    /** The orders of the best limit by priority; null if the side is empty. */
    @Nullable Collection<RestingOrder> best() {
        Map.Entry<Long, Map<Long, RestingOrder>> entry = queues.firstEntry();
        return entry == null ? null : entry.getValue().values();
    }

    /** All orders, best limit first, then by priority. */
    Stream<RestingOrder> orders() {
        return queues.values().stream().flatMap(queue -> queue.values().stream());
    }

    int size() {
        return queues.values().stream().mapToInt(Map::size).sum();
    }

    List<Level> levels() {
        return queues.entrySet().stream()
                .map(queue -> level(queue.getKey(), queue.getValue().values()))
                .toList();
    }

    private static Level level(long limit, Collection<RestingOrder> orders) {
        long displayed = orders.stream().mapToLong(RestingOrder::displayed).sum();
        return new Level(Price.ofMicroPerKwh(limit), Energy.ofWattHours(displayed), orders.size());
    }

    /** The queues, best limit first. */
    Iterator<Map<Long, RestingOrder>> queues() {
        return queues.values().iterator();
    }
}
