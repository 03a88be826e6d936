package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.time.Instant;

/** One area with a gate 5 minutes before delivery, a horizon of a day and fees of 50. */
public final class TestMarket {

    public static final AreaId AREA = new AreaId(1);
    public static final Instant START = Instant.parse("2026-06-18T05:00:00Z");
    public static final Duration GATE_LEAD = Duration.ofMinutes(5);
    public static final Price FEES = Price.ofMicroPerKwh(50);
    public static final AreaRules RULES = rules(AREA, FEES);

    private TestMarket() {}

    public static AreaRules rules(AreaId area, Price fees) {
        return new AreaRules(
                area,
                DeliveryInterval.QUARTER_HOUR,
                GATE_LEAD,
                Duration.ofDays(1),
                Price.ofMicroPerKwh(10),
                Energy.ofWattHours(5),
                fees);
    }

    public static ConfigureArea configure() {
        return new ConfigureArea(RULES);
    }

    /** A market clock that shows {@link #START} at that wall time. */
    public static SetClock clock(Instant wallStart, int speed) {
        return new SetClock(START, wallStart, speed);
    }

    /** The {@code number}-th interval after {@link #START}, which itself is number 0. */
    public static DeliveryInterval interval(long number) {
        return DeliveryInterval.quarterHourAt(START).plus(number);
    }

    public static PlaceOrder sell(long participant, long id, long wattHours, long limit) {
        return order(participant, id, interval(8), Side.SELL, wattHours, limit);
    }

    public static PlaceOrder buy(long participant, long id, long wattHours, long limit) {
        return order(participant, id, interval(8), Side.BUY, wattHours, limit);
    }

    public static PlaceOrder order(
            long participant,
            long id,
            DeliveryInterval interval,
            Side side,
            long wattHours,
            long limit) {
        return new PlaceOrder(
                new ParticipantId(participant),
                id,
                AREA,
                interval,
                side,
                Energy.ofWattHours(wattHours),
                Price.ofMicroPerKwh(limit));
    }

    /** In another area or interval. */
    static PlaceOrder in(PlaceOrder order, AreaId area, DeliveryInterval interval) {
        return new PlaceOrder(
                order.participant(),
                order.clientOrderId(),
                area,
                interval,
                order.side(),
                order.quantity(),
                order.limit(),
                order.terms());
    }

    static PlaceOrder in(PlaceOrder order, AreaId area) {
        return in(order, area, order.interval());
    }

    static PlaceOrder with(PlaceOrder order, OrderTerms terms) {
        return new PlaceOrder(
                order.participant(),
                order.clientOrderId(),
                order.area(),
                order.interval(),
                order.side(),
                order.quantity(),
                order.limit(),
                terms);
    }

    /** The rules with other fees, design and premiums. */
    static AreaRules rules(AreaId area, Price fees, MarketDesign design, OriginPremiums premiums) {
        return new AreaRules(
                area,
                DeliveryInterval.QUARTER_HOUR,
                GATE_LEAD,
                Duration.ofDays(1),
                Price.ofMicroPerKwh(10),
                Energy.ofWattHours(5),
                fees,
                design,
                premiums);
    }

    public static CancelOrder cancel(long participant, long id) {
        return new CancelOrder(new ParticipantId(participant), id);
    }
}
