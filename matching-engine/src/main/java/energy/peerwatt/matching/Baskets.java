package energy.peerwatt.matching;

import energy.peerwatt.book.MatchScope;
import energy.peerwatt.book.NewOrder;
import energy.peerwatt.book.NewOrder.Lasting;
import energy.peerwatt.book.Quote;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.RejectReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Baskets: linked orders that trade whole at once, every one of them, or not at all. */
final class Baskets {

    private final Market market;
    private final Quote quote = new Quote();

    /** One per leg of the basket at hand. */
    private final List<OpenInterval> intervals = new ArrayList<>();

    Baskets(Market market) {
        this.market = market;
    }

    void place(CommandView command) {
        Order basket = market.orders.take();
        CommandFields.read(command.placeBasket(), basket);
        RejectReason closed = gates(basket.legs);
        if (market.isAnswered(basket, closed, command)) {
            return;
        }
        RejectReason obstacle = obstacle(basket.legs);
        if (obstacle == null) {
            obstacle = reserve(basket);
        }
        if (obstacle != null) {
            market.refuse(basket, obstacle);
            return;
        }
        market.accept(basket, firstToClose(), command);
        trade(basket);
    }

    private @Nullable RejectReason gates(List<Leg> legs) {
        if (legs.size() < 2 || legs.size() > EngineCommand.MOST_LEGS) {
            return RejectReason.OUT_OF_RANGE;
        }
        for (Leg leg : legs) {
            Area area = market.areas.find(leg.area().value());
            if (area == null) {
                return RejectReason.UNKNOWN_AREA;
            }
            long start = leg.interval().start().getEpochSecond();
            int length = (int) leg.interval().length().toSeconds();
            RejectReason closed = Admission.gate(area, start, length, market.now());
            if (closed != null) {
                return closed;
            }
        }
        return null;
    }

    private @Nullable RejectReason obstacle(List<Leg> legs) {
        for (Leg leg : legs) {
            RejectReason wrong =
                    Admission.values(
                            area(leg),
                            leg.interval().index(),
                            leg.quantity().wattHours(),
                            leg.limit().microPerKwh(),
                            market.now());
            if (wrong != null) {
                return wrong;
            }
        }
        for (Leg leg : legs) {
            long index = leg.interval().index();
            Area area = area(leg);
            boolean continuous = Market.design(area, area.interval(index), index).continuous;
            if (!continuous || isTwice(leg, legs)) {
                return RejectReason.TERMS_NOT_ALLOWED;
            }
        }
        return null;
    }

    private static boolean isTwice(Leg leg, List<Leg> legs) {
        int count = 0;
        for (Leg other : legs) {
            boolean same =
                    leg.area().equals(other.area()) && leg.interval().equals(other.interval());
            count += same ? 1 : 0;
        }
        return count > 1;
    }

    /** Reserves what every leg may cost or sell, if it can trade, or nothing. */
    private @Nullable RejectReason reserve(Order basket) {
        intervals.clear();
        for (Leg leg : basket.legs) {
            intervals.add(market.interval(area(leg), leg.interval().index()));
        }
        basket.participant = market.participants.number(basket.participantId);
        basket.group = market.participants.group(basket.participant);
        RejectReason beyond = null;
        int reserved = 0;
        while (reserved < intervals.size() && beyond == null) {
            Leg leg = basket.legs.get(reserved);
            beyond =
                    market.reserve(
                            basket.participant,
                            leg.side(),
                            intervals.get(reserved),
                            reservedPrice(leg),
                            leg.quantity().wattHours());
            reserved += beyond == null ? 1 : 0;
        }
        RejectReason reason = beyond != null ? beyond : full(basket);
        if (reason != null) {
            release(basket, reserved);
        }
        return reason;
    }

    private void release(Order basket, int reserved) {
        for (int i = 0; i < reserved; i++) {
            Leg leg = basket.legs.get(i);
            market.release(
                    basket.participant,
                    leg.side(),
                    intervals.get(i),
                    reservedPrice(leg),
                    leg.quantity().wattHours());
        }
    }

    private @Nullable RejectReason full(Order basket) {
        for (int i = 0; i < intervals.size(); i++) {
            Leg leg = basket.legs.get(i);
            if (leg.quantity().wattHours() > intervals.get(i).headroom(leg.side())) {
                return RejectReason.FEEDER_LIMIT;
            }
        }
        for (int i = 0; i < intervals.size(); i++) {
            if (!canFill(basket, i)) {
                return RejectReason.UNFILLABLE;
            }
        }
        return market.journal.isFull() ? RejectReason.BUSY : null;
    }

    private boolean canFill(Order basket, int i) {
        if (intervals.get(i).anyContract() == OpenInterval.NONE) {
            return false;
        }
        market.book.quote(asFillOrKill(basket, i), scope(basket, i), quote);
        return quote.quantity() == basket.legs.get(i).quantity().wattHours();
    }

    /** The interval with which the basket is forgotten, as a repeat then finds a gate closed. */
    private OpenInterval firstToClose() {
        OpenInterval first = intervals.getFirst();
        for (OpenInterval interval : intervals) {
            if (interval.area.gate(interval.index) < first.area.gate(first.index)) {
                first = interval;
            }
        }
        return first;
    }

    private void trade(Order basket) {
        for (int i = 0; i < intervals.size(); i++) {
            Leg leg = basket.legs.get(i);
            market.execution.begin(leg.side(), intervals.get(i));
            market.book.place(asFillOrKill(basket, i), scope(basket, i), market.execution);
            market.execution.end(basket.participant, reservedPrice(leg));
        }
    }

    private NewOrder asFillOrKill(Order basket, int i) {
        Leg leg = basket.legs.get(i);
        int contract = intervals.get(i).anyContract();
        return market.asNewOrder(
                        basket,
                        leg.side(),
                        contract,
                        leg.quantity().wattHours(),
                        leg.limit().microPerKwh())
                .lasting(Lasting.FILL_OR_KILL);
    }

    private MatchScope scope(Order basket, int i) {
        return market.scopes.ownArea(
                basket.legs.get(i).side(), OriginClass.ANY, intervals.get(i), basket.participant);
    }

    private Area area(Leg leg) {
        return market.areas.get(leg.area().value());
    }

    private static long reservedPrice(Leg leg) {
        return Math.max(0, leg.limit().microPerKwh());
    }
}
