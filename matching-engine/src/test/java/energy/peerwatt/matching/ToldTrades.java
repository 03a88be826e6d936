package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.Trade;
import energy.peerwatt.matching.ToldOrder.Place;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The trades of intervals that are not over everywhere, and their sums. */
final class ToldTrades {

    /** Nano-currency that the buyer pays, by the fees of that moment. */
    private record Paid(Trade trade, long cost) {

        long wattHours() {
            return trade.quantity().wattHours();
        }
    }

    private final ToldSettings settings;
    private final List<Paid> trades = new ArrayList<>();

    ToldTrades(ToldSettings settings) {
        this.settings = settings;
    }

    void add(Trade trade, long allIn) {
        trades.add(new Paid(trade, trade.quantity().wattHours() * allIn));
    }

    void forget(Predicate<Trade> over) {
        trades.removeIf(paid -> over.test(paid.trade));
    }

    /** Wh. */
    long sold(ParticipantId participant, DeliveryInterval interval) {
        return trades.stream()
                .filter(paid -> paid.trade.seller().equals(participant))
                .filter(paid -> paid.trade.interval().equals(interval))
                .mapToLong(Paid::wattHours)
                .sum();
    }

    /** What it pays for some trades, those at less than nothing paying for others. */
    long paidAtLeast(ParticipantId participant, Predicate<Trade> counts) {
        return trades.stream()
                .filter(paid -> paid.trade.buyer().equals(participant) && counts.test(paid.trade))
                .mapToLong(Paid::cost)
                .sum();
    }

    /** What it pays for all trades, those at less than nothing paying for no others. */
    long paidAtMost(ParticipantId participant) {
        return trades.stream()
                .filter(paid -> paid.trade.buyer().equals(participant))
                .mapToLong(paid -> Math.max(0, paid.cost))
                .sum();
    }

    /** Wh that the members of a place bought or sold. */
    long traded(Place place, Side side) {
        return trades.stream()
                .filter(paid -> {
                    Trade trade = paid.trade;
                    AreaId area = side == Side.SELL ? trade.area() : trade.buyerArea();
                    return new Place(area, trade.interval()).equals(place);
                })
                .mapToLong(Paid::wattHours)
                .sum();
    }

    /** Wh that flow from one area to another, net. */
    long flow(AreaId from, AreaId to, DeliveryInterval interval) {
        return oneWay(from, to, interval) - oneWay(to, from, interval);
    }

    private long oneWay(AreaId from, AreaId to, DeliveryInterval interval) {
        return trades.stream()
                .filter(paid -> paid.trade.area().equals(from))
                .filter(paid -> paid.trade.buyerArea().equals(to))
                .filter(paid -> paid.trade.interval().equals(interval))
                .mapToLong(Paid::wattHours)
                .sum();
    }

    /** Wh that the members of a place may still buy or sell. */
    long headroom(Place place, Side side) {
        return left(settings.feeder(place, side), traded(place, side));
    }

    /** Wh that may still flow from one area to another. */
    long room(AreaId from, AreaId to, DeliveryInterval interval) {
        return left(settings.capacity(from, to, interval), flow(from, to, interval));
    }

    private static long left(@Nullable Energy bound, long used) {
        return bound == null ? Long.MAX_VALUE : Math.max(0, bound.wattHours() - used);
    }
}
