package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
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
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.Trade;
import energy.peerwatt.matching.ToldOrder.Part;
import energy.peerwatt.matching.ToldOrder.Place;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the market from its accepted settings and its events alone, in the plainest way, and
 * checks every trade against all that bounds it.
 */
final class MarketLaws {

    private final Map<OrderId, ToldOrder> orders = new HashMap<>();
    private final Set<Place> closed = new HashSet<>();
    final ToldSettings settings = new ToldSettings();

    /** By participant, then its own number. */
    private final Map<ParticipantId, Map<Long, ToldOrder>> known = new HashMap<>();

    private final Map<ToldOrder, EngineCommand> accepted = new HashMap<>();
    private final RejectionLaws rejections = new RejectionLaws(this);
    private final int retained;
    final ToldTrades trades = new ToldTrades(settings);
    private long tradedBlocks;
    private EngineCommand command = new AcknowledgeEvents(0);
    private @Nullable OrderRejected unkept;
    private long heard;
    private long acknowledged;
    private @Nullable CallCleared call;
    private long calledVolume;

    /**
     * Laws of an empty market.
     *
     * @param retained events that may wait to be acknowledged
     */
    MarketLaws(int retained) {
        this.retained = retained;
    }

    long tradedBlocks() {
        return tradedBlocks;
    }

    /**
     * A command was answered; its events are heard after this, then {@link #settle} is called.
     *
     * @param answer null if it was none
     * @param now market time
     */
    void commanded(EngineCommand newCommand, @Nullable EngineAnswer answer, Instant now) {
        command = newCommand;
        unkept = null;
        if (answer instanceof EngineAnswer.Done) {
            settings.add(newCommand, now);
            if (newCommand instanceof AcknowledgeEvents(long sequence)) {
                acknowledged = Math.max(acknowledged, Math.min(sequence, heard));
            }
        }
        if (answer instanceof EngineAnswer.Event(OrderRejected rejected)
                && rejected.sequence() == 0) {
            unkept = rejected;
        }
    }

    void hear(EngineEvent event) {
        heard = event.sequence();
        if (call != null && !(event instanceof TradeMade) && calledVolume > 0) {
            // Own orders that meet in a call are reduced among its trades.
            assertThat(event).isInstanceOfAny(OrderReduced.class, OrderCancelled.class);
        }
        switch (event) {
            case OrderAccepted accepted -> {
                var taken = accepted.command();
                ToldOrder order = ToldOrder.of(taken, settings.group(taken.participant()));
                accept(accepted.order(), order, taken, taken.clientOrderId());
            }
            case BlockAccepted accepted -> {
                var taken = accepted.command();
                ToldOrder order = ToldOrder.of(taken, settings.group(taken.participant()));
                accept(accepted.order(), order, taken, taken.clientOrderId());
            }
            case BasketAccepted accepted -> {
                var taken = accepted.command();
                ToldOrder order = ToldOrder.of(taken, settings.group(taken.participant()));
                accept(accepted.order(), order, taken, taken.clientOrderId());
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
                rejections.checkRemoved(order, accepted.get(order), cancelled.reason());
                order.drop();
            }
            case CallCleared cleared -> {
                call = cleared;
                calledVolume = cleared.volume().wattHours();
            }
            case TradeMade made -> trade(made);
            case GateClosed gate -> close(new Place(gate.area(), gate.interval()));
            case OrderRejected rejected -> rejections.check(command, rejected);
        }
    }

    /** After all events of a command. */
    void settle() {
        if (unkept != null) {
            rejections.check(command, unkept);
        }
        for (ToldOrder order : orders.values()) {
            if (order.allOrNothing) {
                boolean whole = order.parts.stream().allMatch(part -> part.left == part.whole);
                assertThat(whole || order.left() == 0).as("all or nothing").isTrue();
            }
        }
    }

    private void accept(OrderId id, ToldOrder order, EngineCommand taken, long clientOrderId) {
        order.parts.forEach(part -> assertThat(closed).doesNotContain(part.place));
        orders.put(id, order);
        known.computeIfAbsent(order.participant, _ -> new HashMap<>()).put(clientOrderId, order);
        accepted.put(order, taken);
        SetParticipantLimits limit = settings.limits(order.participant);
        if (limit == null) {
            return;
        }
        long paid = trades.paidAtLeast(order.participant, this::isOpen);
        for (Part part : order.parts) {
            if (part.side == Side.SELL && limit.soldPerInterval() != null) {
                assertThat(sold(order.participant, part.place.interval()))
                        .isLessThanOrEqualTo(limit.soldPerInterval().wattHours());
            } else if (part.side == Side.BUY
                    && limit.buyExposure() != null
                    && order.reservedPrice(part.limit) > 0) {
                assertThat(reserved(order.participant) + paid)
                        .isLessThanOrEqualTo(limit.buyExposure().nano());
            }
        }
    }

    /** Wh that it offers and sold. */
    long sold(ParticipantId participant, DeliveryInterval interval) {
        long offered =
                orders.values().stream()
                        .filter(order -> order.participant.equals(participant))
                        .flatMap(order -> order.parts.stream())
                        .filter(part -> part.side == Side.SELL)
                        .filter(part -> part.place.interval().equals(interval))
                        .mapToLong(part -> part.left)
                        .sum();
        return offered + trades.sold(participant, interval);
    }

    /** Nano-currency that it reserved and pays, at most. */
    long highestExposure(ParticipantId participant) {
        return reserved(participant) + trades.paidAtMost(participant);
    }

    private long reserved(ParticipantId participant) {
        long reserved = 0;
        for (ToldOrder order : orders.values()) {
            if (order.participant.equals(participant)) {
                for (Part part : order.parts) {
                    long price = order.reservedPrice(part.limit);
                    reserved += part.side == Side.BUY ? part.left * price : 0;
                }
            }
        }
        return reserved;
    }

    private boolean isOpen(Trade trade) {
        return !closed.contains(new Place(trade.area(), trade.interval()));
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
        trades.add(trade, allIn(trade));
        take(seller, sellPlace, trade, trade.price().microPerKwh());
        take(buyer, buyPlace, trade, allIn(trade));
        checkPrice(trade, seller, buyer);
        if (call != null) {
            checkCall(trade, call);
        } else {
            checkContinuous(made, seller, buyer);
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
        boolean sameArea = trade.area().equals(trade.buyerArea());
        assertThat(buyer.isMet(seller.origin, sameArea) || !buyer.originRequired).isTrue();
        long premium = buyer.premium(seller.origin, sameArea);
        if (seller.averageLimit == null) {
            assertThat(trade.price().microPerKwh()).isGreaterThanOrEqualTo(sold.limit);
        }
        if (buyer.averageLimit == null) {
            assertThat(allIn(trade)).isLessThanOrEqualTo(bought.limit + premium);
        }
    }

    /** Before any call phase; each before it expires. */
    private void checkContinuous(TradeMade made, ToldOrder seller, ToldOrder buyer) {
        Place place = new Place(made.trade().area(), made.trade().interval());
        MarketDesign design = settings.rules(place).design();
        assertThat(design.kind()).isNotEqualTo(Kind.CALL);
        if (design.kind() == Kind.CONTINUOUS_THEN_CALL) {
            assertThat(made.at()).isBefore(settings.gate(place).minus(design.callPhase()));
        }
        assertStands(seller, made);
        assertStands(buyer, made);
    }

    private static void assertStands(ToldOrder order, TradeMade made) {
        if (order.validUntil != null) {
            assertThat(made.at()).isBefore(order.validUntil);
        }
    }

    /**
     * At its one price. Whether orders still stand is not asked: a call that had to wait for events
     * to be acknowledged clears what stood at its gate, though the clock went on.
     */
    private void checkCall(Trade trade, CallCleared cleared) {
        assertThat(trade.area()).isEqualTo(trade.buyerArea()).isEqualTo(cleared.area());
        assertThat(trade.price()).isEqualTo(cleared.price());
        assertThat(trade.interval()).isEqualTo(cleared.interval());
        calledVolume -= trade.quantity().wattHours();
        assertThat(calledVolume).isNotNegative();
    }

    private void checkFeeders(Place sellPlace, Place buyPlace) {
        requireWithin(settings.feeder(sellPlace, Side.SELL), trades.traded(sellPlace, Side.SELL));
        requireWithin(settings.feeder(buyPlace, Side.BUY), trades.traded(buyPlace, Side.BUY));
    }

    private void checkFlow(Trade trade) {
        if (!trade.area().equals(trade.buyerArea())) {
            requireWithin(
                    settings.capacity(trade.area(), trade.buyerArea(), trade.interval()),
                    trades.flow(trade.area(), trade.buyerArea(), trade.interval()));
        }
    }

    private static void requireWithin(@Nullable Energy bound, long wattHours) {
        if (bound != null) {
            assertThat(wattHours).isLessThanOrEqualTo(bound.wattHours());
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
        trades.forget(trade -> isOver(trade.interval()));
        orders.values().removeIf(order -> order.left() == 0 && isOver(order));
    }

    private boolean isOver(ToldOrder order) {
        return order.parts.stream().allMatch(part -> closed.contains(part.place));
    }

    /** A period's business counts until no area trades it any more. */
    private boolean isOver(DeliveryInterval interval) {
        return settings.areas().stream()
                .allMatch(area -> closed.contains(new Place(area, interval)));
    }

    private long allIn(Trade trade) {
        Long fee = settings.fee(trade.area(), trade.buyerArea(), trade.interval());
        assertThat(fee).as("%s", trade).isNotNull();
        return trade.price().microPerKwh() + fee;
    }

    Collection<ToldOrder> orders() {
        return orders.values();
    }

    /** What was accepted under that number, null if nothing ever was. */
    @Nullable ToldOrder known(ParticipantId participant, long clientOrderId) {
        return known.getOrDefault(participant, Map.of()).get(clientOrderId);
    }

    /** The command of what was accepted under that number, null if nothing ever was. */
    @Nullable EngineCommand accepted(ParticipantId participant, long clientOrderId) {
        return accepted.get(known(participant, clientOrderId));
    }

    boolean isClosed(Place place) {
        return closed.contains(place);
    }

    boolean isFull() {
        return heard - acknowledged >= retained;
    }

    /** How many rejections of each reason were found justified. */
    Map<RejectReason, Integer> rejections() {
        return rejections.checked();
    }

    private ToldOrder order(OrderId id) {
        ToldOrder order = orders.get(id);
        assertThat(order).as("order " + id).isNotNull();
        return order;
    }
}
