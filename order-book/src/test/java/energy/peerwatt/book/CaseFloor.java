package energy.peerwatt.book;

import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.market.Side;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays a {@link ContinuousCase} on a book and writes down what happens in the case's words. */
final class CaseFloor implements BookEvents {

    private record Link(int seller, int buyer) {}

    private final OrderBook book;
    private final ContinuousCase published;
    private final List<String> events = new ArrayList<>();
    private final Map<String, Integer> contracts = new LinkedHashMap<>();
    private final Map<Link, Long> costs = new LinkedHashMap<>();
    private final Map<String, NewOrder> orders = new LinkedHashMap<>();
    private final List<String> members = new ArrayList<>();

    CaseFloor(OrderBook book, ContinuousCase published) {
        this.book = book;
        this.published = published;
    }

    void play() {
        for (List<String> line : published.lines()) {
            switch (line.get(0)) {
                case "cost" -> cost(line);
                case "ask" -> place(Side.SELL, line);
                case "bid" -> place(Side.BUY, line);
                case "cancel" -> book.cancel(orders.get(line.get(1)).id());
                case "source", "ours", "trade", "gone", "rests" -> {}
                default -> throw new IllegalArgumentException("no line of a case: " + line);
            }
        }
    }

    /** Trades and removals, in order. */
    List<String> events() {
        return events;
    }

    List<String> rests() {
        return orders.keySet().stream()
                .filter(order -> book.left(orders.get(order).id()) > 0)
                .map(o -> "rests " + o + " " + published.quantity(book.left(orders.get(o).id())))
                .toList();
    }

    private void cost(List<String> line) {
        long sum = 0;
        for (String fee : line.subList(3, line.size())) {
            sum += fee.equals("+") ? 0 : published.microPerKwh(fee);
        }
        costs.put(new Link(contract(line.get(1)), contract(line.get(2))), sum);
    }

    private int contract(String name) {
        return contracts.computeIfAbsent(
                name,
                _ -> {
                    int contract = book.open(1);
                    costs.put(new Link(contract, contract), 0L);
                    return contract;
                });
    }

    private void place(Side side, List<String> line) {
        String[] names = line.get(1).split("/", -1);
        String[] amounts = line.get(2).split("@", -1);
        String home = "the only";
        Collection<String> with = null;
        Lasting lasting = Lasting.RESTS;
        for (Iterator<String> words = line.listIterator(3); words.hasNext(); ) {
            switch (words.next()) {
                case "in" -> home = words.next();
                case "with" -> with = List.of(words.next().split(",", -1));
                case "fill-or-kill" -> lasting = Lasting.FILL_OR_KILL;
                default -> throw new IllegalArgumentException("no order: " + line);
            }
        }
        NewOrder order =
                new NewOrder()
                        .limitOrder(
                                orders.size() + 1L,
                                member(names[1]),
                                member(names[1]),
                                contract(home),
                                side,
                                published.wattHours(amounts[0]),
                                published.microPerKwh(amounts[1]))
                        .lasting(lasting);
        orders.put(names[0], order);
        book.place(order, with == null ? reachable(order) : scope(with), this);
    }

    private int member(String name) {
        if (!members.contains(name)) {
            members.add(name);
        }
        return members.indexOf(name);
    }

    private MatchScope reachable(NewOrder order) {
        MatchScope scope = new MatchScope();
        costs.forEach((link, cost) -> {
            int own = order.side() == Side.SELL ? link.seller() : link.buyer();
            int other = order.side() == Side.SELL ? link.buyer() : link.seller();
            if (own == order.contract()) {
                scope.add(other, cost, MatchScope.WHOLE_ORDER);
            }
        });
        return scope;
    }

    private MatchScope scope(Collection<String> names) {
        MatchScope scope = new MatchScope();
        names.forEach(name -> scope.add(contract(name), 0, MatchScope.WHOLE_ORDER));
        return scope;
    }

    @Override
    public void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price) {
        Link link = new Link(order(sellOrder).contract(), order(buyOrder).contract());
        Long cost = published.linesOf("cost").isEmpty() ? null : costs.get(link);
        events.add(
                "trade %s-%s %s@%s%s"
                        .formatted(
                                name(buyOrder),
                                name(sellOrder),
                                published.quantity(quantity),
                                published.price(price),
                                cost == null ? "" : " pays " + published.price(price + cost)));
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
        events.add("gone %s %s %s".formatted(name(order), published.quantity(quantity), reason));
    }

    private NewOrder order(long id) {
        return orders.get(name(id));
    }

    private String name(long id) {
        return List.copyOf(orders.keySet()).get((int) id - 1);
    }
}
