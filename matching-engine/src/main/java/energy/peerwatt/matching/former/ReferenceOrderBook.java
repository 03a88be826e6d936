package energy.peerwatt.matching.former;

import energy.peerwatt.book.Level;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The book that is obviously right: sorted maps of first-come-first-served queues. */
public final class ReferenceOrderBook implements OrderBook {

    /** Best first; a level's map keeps the orders by arrival and is never empty. */
    private final NavigableMap<Price, Map<OrderId, Order>> bids =
            new TreeMap<>(Comparator.reverseOrder());

    private final NavigableMap<Price, Map<OrderId, Order>> asks = new TreeMap<>();

    /** For look-up only: its iteration order is undefined. */
    private final Map<OrderId, Order> byId = new HashMap<>();

    @Override
    public Placement place(Order incoming, Price fees) {
        List<Fill> fills = new ArrayList<>();
        Energy left = incoming.quantity();
        while (!left.isZero()) {
            Order resting = best(incoming.side().opposite());
            if (resting == null || !matches(incoming, resting, fees)) {
                rest(incoming.less(incoming.quantity().minus(left)));
                return new Placement(fills, left, Energy.ZERO);
            }
            if (resting.participant().equals(incoming.participant())) {
                return new Placement(fills, Energy.ZERO, left);
            }
            Energy quantity = left.min(resting.quantity());
            Price price = netPrice(resting, fees);
            fills.add(new Fill(resting.id(), resting.participant(), quantity, price));
            reduce(resting, quantity);
            left = left.minus(quantity);
        }
        return new Placement(fills, Energy.ZERO, Energy.ZERO);
    }

    @Override
    public void rest(Order order) {
        if (byId.putIfAbsent(order.id(), order) != null) {
            throw new IllegalArgumentException("order rests already: " + order.id());
        }
        level(order).put(order.id(), order);
    }

    @Override
    public Energy cancel(OrderId id) {
        Order order = byId.get(id);
        if (order == null) {
            return Energy.ZERO;
        }
        remove(order);
        return order.quantity();
    }

    @Override
    public List<Order> resting() {
        return byId.values().stream().sorted(Comparator.comparing(Order::id)).toList();
    }

    @Override
    public List<Level> levels(Side side) {
        return side(side).entrySet().stream()
                .map(level -> sum(level.getKey(), level.getValue()))
                .toList();
    }

    private static boolean matches(Order incoming, Order resting, Price fees) {
        Order ask = incoming.side() == Side.SELL ? incoming : resting;
        Order bid = incoming.side() == Side.BUY ? incoming : resting;
        return ask.limit().plus(fees).isAtMost(bid.limit());
    }

    private static Price netPrice(Order resting, Price fees) {
        return resting.side() == Side.SELL ? resting.limit() : resting.limit().minus(fees);
    }

    private @Nullable Order best(Side side) {
        Map.Entry<Price, Map<OrderId, Order>> level = side(side).firstEntry();
        return level == null ? null : level.getValue().values().iterator().next();
    }

    private void reduce(Order resting, Energy traded) {
        if (traded.equals(resting.quantity())) {
            remove(resting);
            return;
        }
        Order rest = resting.less(traded);
        byId.put(rest.id(), rest);
        // Replacing a value keeps the order's place in the queue.
        level(rest).put(rest.id(), rest);
    }

    private void remove(Order order) {
        byId.remove(order.id());
        Map<OrderId, Order> level = level(order);
        level.remove(order.id());
        if (level.isEmpty()) {
            side(order.side()).remove(order.limit());
        }
    }

    private Map<OrderId, Order> level(Order order) {
        return side(order.side()).computeIfAbsent(order.limit(), _ -> new LinkedHashMap<>());
    }

    private NavigableMap<Price, Map<OrderId, Order>> side(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    private static Level sum(Price limit, Map<OrderId, Order> level) {
        Energy total =
                level.values().stream().map(Order::quantity).reduce(Energy.ZERO, Energy::plus);
        return new Level(limit, total, level.size());
    }
}
