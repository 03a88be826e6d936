package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineCommand.SetTransferCapacity;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.BasketAccepted;
import energy.peerwatt.market.EngineEvent.BlockAccepted;
import energy.peerwatt.market.EngineEvent.CallCleared;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderReduced;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.OrderReplaced;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.Trade;
import energy.peerwatt.matching.ToldOrder.Part;
import energy.peerwatt.matching.ToldOrder.Place;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the market from its accepted settings and its events alone, in the plainest way, and
 * checks every trade against all that bounds it.
 */
final class MarketLaws {

    private record Pair(AreaId from, AreaId to, DeliveryInterval interval) {}

    private final Map<OrderId, ToldOrder> orders = new HashMap<>();
    private final Set<Place> closed = new HashSet<>();
    private final List<ConfigureArea> rules = new ArrayList<>();
    private final List<LinkAreas> links = new ArrayList<>();
    private final Map<ParticipantId, ParticipantId> groups = new HashMap<>();
    private int newGroups;
    private final Map<ParticipantId, SetParticipantLimits> limits = new HashMap<>();
    private final Map<Place, SetFeederLimit> feeders = new HashMap<>();
    private final Map<Pair, SetTransferCapacity> capacities = new HashMap<>();
    private final Map<Pair, Long> flows = new HashMap<>();
    private final List<Trade> trades = new ArrayList<>();

    /** Nano-currency that the buyer of each trade paid, by the fees of that moment. */
    private final Map<Trade, Long> costs = new HashMap<>();

    private long tradedBlocks;
    private @Nullable CallCleared call;
    private long calledVolume;

    long tradedBlocks() {
        return tradedBlocks;
    }

    /** A command was answered; its events are heard after this. */
    void commanded(EngineCommand command, EngineAnswer answer) {
        if (!(answer instanceof EngineAnswer.Done)) {
            return;
        }
        switch (command) {
            case ConfigureArea configure -> rules.add(configure);
            case LinkAreas link -> links.add(link);
            case SetGroup(ParticipantId participant, ParticipantId other) ->
                    groups.put(participant, participant.equals(other) ? newGroup() : group(other));
            case SetParticipantLimits limit -> limits.put(limit.participant(), limit);
            case SetFeederLimit limit ->
                    feeders.put(new Place(limit.area(), limit.interval()), limit);
            case SetTransferCapacity capacity ->
                    capacities.put(
                            new Pair(capacity.from(), capacity.to(), capacity.interval()),
                            capacity);
            default -> {}
        }
    }

    void hear(EngineEvent event) {
        if (call != null && !(event instanceof TradeMade) && calledVolume > 0) {
            // Own orders that meet in a call are reduced among its trades.
            assertThat(event).isInstanceOfAny(OrderReduced.class, OrderCancelled.class);
        }
        switch (event) {
            case OrderAccepted accepted -> {
                var command = accepted.command();
                accept(accepted.order(), ToldOrder.of(command, group(command.participant())));
            }
            case BlockAccepted accepted -> {
                var command = accepted.command();
                accept(accepted.order(), ToldOrder.of(command, group(command.participant())));
            }
            case BasketAccepted accepted -> {
                var command = accepted.command();
                accept(accepted.order(), ToldOrder.of(command, group(command.participant())));
            }
            case OrderReplaced replaced -> {
                Part part = order(replaced.order()).parts.getFirst();
                assertThat(part.left).isPositive();
                part.left = replaced.quantity().wattHours();
                part.limit = replaced.limit().microPerKwh();
            }
            case OrderReduced reduced -> {
                Part part = order(reduced.order()).parts.getFirst();
                part.left -= reduced.by().wattHours();
                assertThat(part.left).isEqualTo(reduced.left().wattHours()).isPositive();
            }
            case OrderCancelled cancelled -> {
                ToldOrder order = order(cancelled.order());
                assertThat(cancelled.remaining().wattHours()).isEqualTo(order.left()).isPositive();
                order.drop();
            }
            case CallCleared cleared -> {
                call = cleared;
                calledVolume = cleared.volume().wattHours();
            }
            case TradeMade made -> trade(made);
            case GateClosed gate -> close(new Place(gate.area(), gate.interval()));
            case OrderRejected _ -> {}
        }
    }

    /** After all events of a command. */
    void settle() {
        for (ToldOrder order : orders.values()) {
            if (order.allOrNothing) {
                boolean whole = order.parts.stream().allMatch(part -> part.left == part.whole);
                assertThat(whole || order.left() == 0).as("all or nothing").isTrue();
            }
        }
    }

    private void accept(OrderId id, ToldOrder order) {
        order.parts.forEach(part -> assertThat(closed).doesNotContain(part.place));
        orders.put(id, order);
        SetParticipantLimits limit = limits.get(order.participant);
        if (limit == null) {
            return;
        }
        for (Part part : order.parts) {
            if (part.side == Side.SELL && limit.soldPerInterval() != null) {
                assertThat(sold(order.participant, part.place.interval()))
                        .isLessThanOrEqualTo(limit.soldPerInterval().wattHours());
            } else if (part.side == Side.BUY
                    && limit.buyExposure() != null
                    && reservedPrice(order, part) > 0) {
                assertThat(exposure(order.participant))
                        .isLessThanOrEqualTo(limit.buyExposure().nano());
            }
        }
    }

    private long sold(ParticipantId participant, DeliveryInterval interval) {
        long open =
                orders.values().stream()
                        .filter(order -> order.participant.equals(participant))
                        .flatMap(order -> order.parts.stream())
                        .filter(part -> part.side == Side.SELL)
                        .filter(part -> part.place.interval().equals(interval))
                        .mapToLong(part -> part.left)
                        .sum();
        return open
                + trades.stream()
                        .filter(trade -> trade.seller().equals(participant))
                        .filter(trade -> trade.interval().equals(interval))
                        .mapToLong(trade -> trade.quantity().wattHours())
                        .sum();
    }

    private long exposure(ParticipantId participant) {
        long open = 0;
        for (ToldOrder order : orders.values()) {
            if (order.participant.equals(participant)) {
                for (Part part : order.parts) {
                    open += part.side == Side.BUY ? part.left * reservedPrice(order, part) : 0;
                }
            }
        }
        return open
                + trades.stream()
                        .filter(trade -> trade.buyer().equals(participant))
                        .mapToLong(costs::get)
                        .sum();
    }

    private static long reservedPrice(ToldOrder order, Part part) {
        long premium = order.originRequired ? 0 : Workload.PREMIUMS.of(order.origin).microPerKwh();
        return Math.max(0, part.limit + premium);
    }

    private void trade(TradeMade made) {
        Trade trade = made.trade();
        Place sellPlace = new Place(trade.area(), trade.interval());
        Place buyPlace = new Place(trade.buyerArea(), trade.interval());
        assertThat(closed).doesNotContain(sellPlace, buyPlace);
        ToldOrder seller = order(trade.sellOrder());
        ToldOrder buyer = order(trade.buyOrder());
        assertThat(trade.seller()).isEqualTo(seller.participant);
        assertThat(trade.buyer()).isEqualTo(buyer.participant);
        assertThat(seller.group).isNotEqualTo(buyer.group);
        assertThat(made.trade().seller()).isNotEqualTo(made.trade().buyer());
        trades.add(trade);
        costs.put(trade, trade.quantity().wattHours() * allIn(trade));
        take(seller, sellPlace, trade, trade.price().microPerKwh());
        take(buyer, buyPlace, trade, allIn(trade));
        if (isContinuous(trade.area())) {
            checkPrice(trade, seller, buyer);
            assertStands(seller, made);
            assertStands(buyer, made);
        } else {
            checkCall(trade);
        }
        checkFeeders(sellPlace, buyPlace);
        checkFlow(trade);
    }

    private void take(ToldOrder order, Place place, Trade trade, long price) {
        Part part = order.part(place);
        long wattHours = trade.quantity().wattHours();
        part.left -= wattHours;
        part.value += wattHours * price;
        assertThat(part.left).isNotNegative();
        if (order.averageLimit != null && order.left() == 0) {
            tradedBlocks++;
            long value = order.parts.stream().mapToLong(p -> p.value).sum();
            long bound = order.parts.stream().mapToLong(p -> p.whole * order.averageLimit).sum();
            assertThat(part.side == Side.BUY ? value <= bound : value >= bound).isTrue();
        }
    }

    private void checkPrice(Trade trade, ToldOrder seller, ToldOrder buyer) {
        Part sold = seller.part(new Place(trade.area(), trade.interval()));
        Part bought = buyer.part(new Place(trade.buyerArea(), trade.interval()));
        boolean met = isMet(buyer.origin, seller.origin, trade.area().equals(trade.buyerArea()));
        assertThat(met || !buyer.originRequired).isTrue();
        long premium =
                met && !buyer.originRequired ? Workload.PREMIUMS.of(buyer.origin).microPerKwh() : 0;
        if (seller.averageLimit == null) {
            assertThat(trade.price().microPerKwh()).isGreaterThanOrEqualTo(sold.limit);
        }
        if (buyer.averageLimit == null) {
            assertThat(allIn(trade)).isLessThanOrEqualTo(bought.limit + premium);
        }
    }

    private static boolean isMet(Origin wish, Origin origin, boolean sameArea) {
        return switch (wish) {
            case ANY -> false;
            case LOCAL -> sameArea && origin != Origin.ANY;
            case SOLAR, BATTERY -> wish == origin;
        };
    }

    private static void assertStands(ToldOrder order, TradeMade made) {
        if (order.validUntil != null) {
            assertThat(made.at()).isBefore(order.validUntil);
        }
    }

    /** In area 4 trades may be continuous ones. */
    private void checkCall(Trade trade) {
        assertThat(trade.area()).isEqualTo(trade.buyerArea());
        if (call != null) {
            assertThat(trade.price()).isEqualTo(call.price());
            assertThat(trade.area()).isEqualTo(call.area());
            assertThat(trade.interval()).isEqualTo(call.interval());
            calledVolume -= trade.quantity().wattHours();
            assertThat(calledVolume).isNotNegative();
        }
    }

    private void checkFeeders(Place sellPlace, Place buyPlace) {
        Energy sells = bound(feeders.get(sellPlace), true);
        if (sells != null) {
            long sold =
                    trades.stream()
                            .filter(t -> new Place(t.area(), t.interval()).equals(sellPlace))
                            .mapToLong(t -> t.quantity().wattHours())
                            .sum();
            assertThat(sold).isLessThanOrEqualTo(sells.wattHours());
        }
        Energy buys = bound(feeders.get(buyPlace), false);
        if (buys != null) {
            long bought =
                    trades.stream()
                            .filter(t -> new Place(t.buyerArea(), t.interval()).equals(buyPlace))
                            .mapToLong(t -> t.quantity().wattHours())
                            .sum();
            assertThat(bought).isLessThanOrEqualTo(buys.wattHours());
        }
    }

    private static @Nullable Energy bound(@Nullable SetFeederLimit limit, boolean sells) {
        return limit == null ? null : sells ? limit.sold() : limit.bought();
    }

    private void checkFlow(Trade trade) {
        if (trade.area().equals(trade.buyerArea())) {
            return;
        }
        long wattHours = trade.quantity().wattHours();
        Pair forth = new Pair(trade.area(), trade.buyerArea(), trade.interval());
        Pair back = new Pair(trade.buyerArea(), trade.area(), trade.interval());
        long net = flows.merge(forth, wattHours, Long::sum);
        flows.merge(back, -wattHours, Long::sum);
        SetTransferCapacity capacity = capacities.get(forth);
        if (capacity != null && capacity.capacity() != null) {
            assertThat(net).isLessThanOrEqualTo(capacity.capacity().wattHours());
        }
    }

    private void close(Place place) {
        assertThat(closed.add(place)).isTrue();
        for (ToldOrder order : orders.values()) {
            for (Part part : order.parts) {
                assertThat(part.left == 0 || !part.place.equals(place)).isTrue();
            }
        }
        if (call != null) {
            assertThat(calledVolume).isZero();
            call = null;
        }
        trades.removeIf(trade -> new Place(trade.area(), trade.interval()).equals(place));
        orders.values().removeIf(order -> order.left() == 0 && isOver(order));
    }

    private boolean isOver(ToldOrder order) {
        return order.parts.stream().allMatch(part -> closed.contains(part.place));
    }

    private long allIn(Trade trade) {
        return Math.addExact(trade.price().microPerKwh(), fee(trade));
    }

    private long fee(Trade trade) {
        Instant start = trade.interval().start();
        if (trade.area().equals(trade.buyerArea())) {
            return rules.stream()
                    .filter(rule -> rule.rules().area().equals(trade.area()))
                    .filter(rule -> !rule.validFrom().isAfter(start))
                    .reduce((_, later) -> later)
                    .orElse(rules.getFirst())
                    .rules()
                    .feesPerKwh()
                    .microPerKwh();
        }
        LinkAreas link =
                links.stream()
                        .filter(l -> l.seller().equals(trade.area()))
                        .filter(l -> l.buyer().equals(trade.buyerArea()))
                        .filter(l -> !l.validFrom().isAfter(start))
                        .reduce((_, later) -> later)
                        .orElseThrow();
        assertThat(link.fee()).isNotNull();
        return link.fee() == null ? 0 : link.fee().microPerKwh();
    }

    private boolean isContinuous(AreaId area) {
        return rules.stream()
                .filter(rule -> rule.rules().area().equals(area))
                .allMatch(rule -> rule.rules().design().kind() == Kind.CONTINUOUS);
    }

    private ParticipantId newGroup() {
        newGroups++;
        return new ParticipantId(1_000_000 + newGroups);
    }

    private ParticipantId group(ParticipantId participant) {
        return groups.getOrDefault(participant, participant);
    }

    private ToldOrder order(OrderId id) {
        ToldOrder order = orders.get(id);
        assertThat(order).as("order " + id).isNotNull();
        return order;
    }
}
