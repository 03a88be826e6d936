package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.MarketDesign.Kind;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.matching.ToldOrder.Part;
import energy.peerwatt.matching.ToldOrder.Place;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what was rejected had to be: the reason is restated in the plainest way, from what
 * {@link MarketLaws} knows at that moment. Sums of money are the highest they may be, as purchases
 * at less than nothing may pay for others of the same order or not.
 */
final class RejectionLaws {

    private final MarketLaws laws;
    private final ToldSettings settings;
    private final Map<RejectReason, Integer> checked = new EnumMap<>(RejectReason.class);

    RejectionLaws(MarketLaws laws) {
        this.laws = laws;
        this.settings = laws.settings;
    }

    /** How many of each reason. */
    Map<RejectReason, Integer> checked() {
        return checked;
    }

    void check(EngineCommand command, OrderRejected rejected) {
        RejectReason reason = rejected.reason();
        Instant at = rejected.at();
        boolean justified =
                switch (command) {
                    case PlaceOrder order -> isJustified(order, reason, at);
                    case PlaceBlock block -> isJustified(block, reason, at);
                    case PlaceBasket basket -> isJustified(basket, reason, at);
                    case ReplaceOrder replacement -> isJustified(replacement, reason, at);
                    case CancelOrder cancel -> {
                        ToldOrder order = laws.known(cancel.participant(), cancel.clientOrderId());
                        yield isUnknownOrClosed(order, reason, at);
                    }
                    default -> false;
                };
        assertThat(justified).as("%s at %s: %s", reason, at, command).isTrue();
        checked.merge(reason, 1, Integer::sum);
    }

    private boolean isJustified(PlaceOrder order, RejectReason reason, Instant at) {
        ToldOrder told = ToldOrder.of(order, order.participant());
        return switch (reason) {
            case DUPLICATE_CLIENT_ORDER_ID ->
                    isAnother(order.participant(), order.clientOrderId(), order);
            case OFF_LOT -> isOffLot(told, order.terms());
            case TERMS_NOT_ALLOWED -> contradict(order) || isAgainstDesign(order, at);
            case EXPIRED -> {
                Instant until = order.terms().validUntil();
                yield until != null && !until.isAfter(at);
            }
            default -> isJustified(told, reason, at);
        };
    }

    private boolean isJustified(PlaceBlock block, RejectReason reason, Instant at) {
        boolean impossible =
                block.intervals() < 2 || block.intervals() > EngineCommand.LONGEST_BLOCK;
        if (reason == RejectReason.OUT_OF_RANGE) {
            return impossible;
        }
        ToldOrder told = ToldOrder.of(block, block.participant());
        return switch (reason) {
            case DUPLICATE_CLIENT_ORDER_ID ->
                    isAnother(block.participant(), block.clientOrderId(), block);
            case TERMS_NOT_ALLOWED ->
                    !settings.rules(told.parts.getFirst().place)
                            .design()
                            .kind()
                            .equals(Kind.CONTINUOUS);
            case GATE_CLOSED -> isClosed(told.parts.getFirst().place, at);
            case TOO_MANY -> told.parts.stream().anyMatch(part -> isCrowded(told, part));
            default -> isJustified(told, reason, at);
        };
    }

    private boolean isCrowded(ToldOrder block, Part part) {
        long all = 0;
        long own = 0;
        for (ToldOrder other : laws.orders()) {
            boolean waits =
                    other.averageLimit != null
                            && other.left() > 0
                            && other.parts.stream().anyMatch(p -> p.place.equals(part.place));
            all += waits ? 1 : 0;
            own += waits && other.participant.equals(block.participant) ? 1 : 0;
        }
        return own >= Blocks.MOST_OWN || all >= Blocks.MOST_WAITING;
    }

    private boolean isJustified(PlaceBasket basket, RejectReason reason, Instant at) {
        ToldOrder told = ToldOrder.of(basket, basket.participant());
        List<Place> places = told.parts.stream().map(part -> part.place).toList();
        return switch (reason) {
            case DUPLICATE_CLIENT_ORDER_ID ->
                    isAnother(basket.participant(), basket.clientOrderId(), basket);
            case OUT_OF_RANGE -> basket.legs().size() < 2;
            case TERMS_NOT_ALLOWED ->
                    places.stream().distinct().count() < places.size()
                            || places.stream()
                                    .anyMatch(p ->
                                            settings.rules(p).design().kind() != Kind.CONTINUOUS);
            case UNFILLABLE -> told.parts.stream().anyMatch(part -> !canFill(told, part));
            default -> isJustified(told, reason, at);
        };
    }

    /** An order left without having rested or traded: was that its due? */
    void checkRemoved(ToldOrder order, EngineCommand command, CancelReason reason) {
        Part part = order.parts.getFirst();
        if (reason == CancelReason.WOULD_TRADE) {
            assertThat(isOwnInReach(order, part) || executable(order, part, true) > 0)
                    .as("would trade: %s", command)
                    .isTrue();
        } else if (reason == CancelReason.UNFILLABLE && command instanceof PlaceOrder placed) {
            boolean whole = placed.terms().timeInForce() == TimeInForce.FILL_OR_KILL;
            long needed = whole ? part.whole : placed.terms().minimumFill().wattHours();
            assertThat(isOwnInReach(order, part) || executable(order, part, true) < needed)
                    .as("unfillable: %s", command)
                    .isTrue();
        }
    }

    /** Whether others offer enough for a leg, which trades in its own area. */
    private boolean canFill(ToldOrder basket, Part leg) {
        return !isOwnInReach(basket, leg) && executable(basket, leg, false) >= leg.whole;
    }

    /** What is behind an own order may be out of reach. */
    private boolean isOwnInReach(ToldOrder order, Part wanted) {
        ParticipantId group = settings.group(order.participant);
        return laws.orders().stream()
                .anyMatch(other -> other.group.equals(group) && couldTrade(order, wanted, other));
    }

    /** Wh that others offer, as far as feeders and transfer capacities have room. */
    private long executable(ToldOrder order, Part wanted, boolean everywhere) {
        ParticipantId group = settings.group(order.participant);
        Map<AreaId, Long> offered = new HashMap<>();
        for (ToldOrder other : laws.orders()) {
            if (!other.group.equals(group) && couldTrade(order, wanted, other)) {
                Part part = other.parts.getFirst();
                offered.merge(part.place.area(), part.left, Long::sum);
            }
        }
        AreaId own = wanted.place.area();
        long sum = 0;
        for (Map.Entry<AreaId, Long> there : offered.entrySet()) {
            if (everywhere || there.getKey().equals(own)) {
                sum += Math.min(there.getValue(), room(wanted, there.getKey()));
            }
        }
        return Math.min(sum, laws.trades.headroom(wanted.place, wanted.side));
    }

    private long room(Part wanted, AreaId other) {
        AreaId own = wanted.place.area();
        boolean buys = wanted.side == Side.BUY;
        DeliveryInterval interval = wanted.place.interval();
        long feeder = laws.trades.headroom(new Place(other, interval), buys ? Side.SELL : Side.BUY);
        return own.equals(other)
                ? feeder
                : Math.min(
                        feeder,
                        buys
                                ? laws.trades.room(other, own, interval)
                                : laws.trades.room(own, other, interval));
    }

    /** Whether limits, fees and origins let an order trade with a resting one. */
    private boolean couldTrade(ToldOrder order, Part wanted, ToldOrder other) {
        Part offered = other.parts.getFirst();
        if (order == other
                || other.allOrNothing
                || offered.left == 0
                || offered.side == wanted.side
                || !offered.place.interval().equals(wanted.place.interval())) {
            return false;
        }
        boolean buys = wanted.side == Side.BUY;
        ToldOrder buyer = buys ? order : other;
        ToldOrder seller = buys ? other : order;
        AreaId to = buys ? wanted.place.area() : offered.place.area();
        AreaId from = buys ? offered.place.area() : wanted.place.area();
        Long fee = settings.fee(from, to, wanted.place.interval());
        boolean sameArea = from.equals(to);
        long ask = buys ? offered.limit : wanted.limit;
        long bid = buys ? wanted.limit : offered.limit;
        return fee != null
                && (buyer.isMet(seller.origin, sameArea) || !buyer.originRequired)
                && ask + fee <= bid + buyer.premium(seller.origin, sameArea);
    }

    private boolean isJustified(ReplaceOrder command, RejectReason reason, Instant at) {
        ToldOrder order = laws.known(command.participant(), command.clientOrderId());
        if (order == null
                || reason == RejectReason.UNKNOWN_ORDER
                || reason == RejectReason.GATE_CLOSED) {
            return isUnknownOrClosed(order, reason, at);
        }
        Part part = order.parts.getFirst();
        AreaRules rules = settings.rules(part.place);
        long quantity = command.quantity().wattHours();
        long limit = command.limit().microPerKwh();
        long more = quantity - part.left;
        return switch (reason) {
            case TERMS_NOT_ALLOWED -> order.allOrNothing;
            case OFF_TICK -> limit % rules.tick().microPerKwh() != 0;
            case OFF_LOT -> quantity == 0 || quantity % rules.lot().wattHours() != 0;
            case BUY_EXPOSURE ->
                    isBeyondExposure(
                            order.participant,
                            quantity * order.reservedPrice(limit)
                                    - part.left * order.reservedPrice(part.limit));
            case SELL_LIMIT -> isBeyondSales(order.participant, part, more);
            case FEEDER_LIMIT -> more > 0 && quantity > laws.trades.headroom(part.place, part.side);
            case BUSY -> laws.isFull();
            default -> false;
        };
    }

    private boolean isUnknownOrClosed(@Nullable ToldOrder order, RejectReason reason, Instant at) {
        return switch (reason) {
            case UNKNOWN_ORDER -> order == null || order.left() == 0;
            case GATE_CLOSED ->
                    order != null
                            && order.parts.stream().anyMatch(part -> isClosed(part.place, at));
            default -> false;
        };
    }

    /** Reasons that orders, blocks and baskets share. */
    private boolean isJustified(ToldOrder order, RejectReason reason, Instant at) {
        ParticipantId participant = order.participant;
        return switch (reason) {
            case UNKNOWN_AREA -> any(order, part -> !settings.areas().contains(part.place.area()));
            case GATE_CLOSED -> any(order, part -> isClosed(part.place, at));
            case BEYOND_HORIZON ->
                    any(
                            order,
                            part ->
                                    part.place
                                            .interval()
                                            .start()
                                            .isAfter(
                                                    at.plus(settings.rules(part.place).horizon())));
            case OFF_TICK ->
                    any(
                            order,
                            part ->
                                    part.limit % settings.rules(part.place).tick().microPerKwh()
                                            != 0);
            case OFF_LOT -> isOffLot(order, OrderTerms.DEFAULT);
            case BUY_EXPOSURE -> {
                long cost = 0;
                for (Part part : order.parts) {
                    long price = order.reservedPrice(part.limit);
                    cost += part.side == Side.BUY ? part.whole * price : 0;
                }
                yield isBeyondExposure(participant, cost);
            }
            case SELL_LIMIT ->
                    any(
                            order,
                            part -> {
                                long all =
                                        order.parts.stream()
                                                .filter(p -> p.side == Side.SELL)
                                                .filter(p ->
                                                        p.place
                                                                .interval()
                                                                .equals(part.place.interval()))
                                                .mapToLong(p -> p.whole)
                                                .sum();
                                return part.side == Side.SELL
                                        && isBeyondSales(participant, part, all);
                            });
            case FEEDER_LIMIT ->
                    any(order, part -> part.whole > laws.trades.headroom(part.place, part.side));
            case BUSY -> laws.isFull();
            default -> false;
        };
    }

    private static boolean any(ToldOrder order, Predicate<Part> predicate) {
        return order.parts.stream().anyMatch(predicate);
    }

    private boolean isClosed(Place place, Instant at) {
        return laws.isClosed(place)
                || settings.wasNeverOpen(place)
                || !at.isBefore(settings.gate(place));
    }

    private boolean isAnother(ParticipantId participant, long clientOrderId, EngineCommand now) {
        EngineCommand before = laws.accepted(participant, clientOrderId);
        return before != null && !before.equals(now);
    }

    private boolean isOffLot(ToldOrder order, OrderTerms terms) {
        return any(
                order,
                part -> {
                    long lot = settings.rules(part.place).lot().wattHours();
                    return part.whole == 0
                            || part.whole % lot != 0
                            || terms.minimumFill().wattHours() % lot != 0
                            || terms.displayed().wattHours() % lot != 0;
                });
    }

    private static boolean contradict(PlaceOrder order) {
        OrderTerms terms = order.terms();
        boolean needsFill = !terms.minimumFill().isZero();
        boolean wishes = order.side() == Side.BUY && terms.origin() != Origin.ANY;
        return (terms.postOnly() && (isImmediate(terms) || needsFill))
                || (isImmediate(terms) && !terms.displayed().isZero())
                || terms.minimumFill().wattHours() > order.quantity().wattHours()
                || (terms.originRequired() && !wishes);
    }

    private static boolean isImmediate(OrderTerms terms) {
        return terms.timeInForce() == TimeInForce.IMMEDIATE_OR_CANCEL
                || terms.timeInForce() == TimeInForce.FILL_OR_KILL;
    }

    /** In a call nothing matches as it comes, and nowhere near one are origins told apart. */
    private boolean isAgainstDesign(PlaceOrder order, Instant at) {
        Place place = new Place(order.area(), order.interval());
        AreaRules rules = settings.rules(place);
        Instant call = settings.gate(place).minus(rules.design().callPhase());
        boolean inCall =
                switch (rules.design().kind()) {
                    case CONTINUOUS -> false;
                    case CALL -> true;
                    case CONTINUOUS_THEN_CALL -> !at.isBefore(call);
                };
        OrderTerms terms = order.terms();
        boolean forMatching =
                isImmediate(terms) || terms.postOnly() || !terms.minimumFill().isZero();
        boolean wishes = order.side() == Side.BUY && terms.origin() != Origin.ANY;
        return (inCall && forMatching) || (rules.design().kind() != Kind.CONTINUOUS && wishes);
    }

    private boolean isBeyondExposure(ParticipantId participant, long more) {
        SetParticipantLimits limit = settings.limits(participant);
        return more > 0
                && limit != null
                && limit.buyExposure() != null
                && laws.highestExposure(participant) + more > limit.buyExposure().nano();
    }

    private boolean isBeyondSales(ParticipantId participant, Part part, long more) {
        SetParticipantLimits limit = settings.limits(participant);
        return more > 0
                && limit != null
                && limit.soldPerInterval() != null
                && laws.sold(participant, part.place.interval()) + more
                        > limit.soldPerInterval().wattHours();
    }
}
