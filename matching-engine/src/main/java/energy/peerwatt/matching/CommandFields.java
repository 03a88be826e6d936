package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.Origin;
import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.matching.Order.Kind;
import energy.peerwatt.matching.sbe.OrderFlagsDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.ArrayList;
import java.util.List;

/** Fills in an order as it was commanded, every field of it. */
final class CommandFields {

    private CommandFields() {}

    static void read(PlaceOrderDecoder from, Order order) {
        order.kind = Kind.ORDER;
        order.participantId = from.participant();
        order.clientOrderId = from.clientOrderId();
        order.areaId = from.area();
        order.intervalStart = from.intervalStart();
        order.intervalLength = from.intervalLength();
        order.intervals = 1;
        order.side = WireCodes.SIDE.value(from.sideRaw());
        order.quantity = from.quantity();
        order.limit = from.limitPrice();
        order.timeInForce = WireCodes.TIME_IN_FORCE.value(from.timeInForceRaw());
        order.validUntil = from.validUntil();
        order.selfTrade = WireCodes.SELF_TRADE.value(from.selfTradeRaw());
        OrderFlagsDecoder flags = from.flags();
        order.postOnly = flags.postOnly();
        order.minimumFill = from.minimumFill();
        order.displayed = from.displayed();
        order.origin = WireCodes.ORIGIN.value(from.originRaw());
        order.originRequired = flags.originRequired();
        order.legs = List.of();
    }

    static void read(PlaceBlockDecoder from, Order order) {
        order.kind = Kind.BLOCK;
        order.participantId = from.participant();
        order.clientOrderId = from.clientOrderId();
        order.areaId = from.area();
        order.intervalStart = from.intervalStart();
        order.intervalLength = from.intervalLength();
        order.intervals = from.intervals();
        order.side = WireCodes.SIDE.value(from.sideRaw());
        order.quantity = from.quantity();
        order.limit = from.limitPrice();
        plainTerms(order);
        order.legs = List.of();
    }

    static void read(PlaceBasketDecoder from, Order order) {
        order.kind = Kind.BASKET;
        order.participantId = from.participant();
        order.clientOrderId = from.clientOrderId();
        order.areaId = 0;
        order.intervalStart = 0;
        order.intervalLength = 0;
        order.intervals = 1;
        order.side = Side.BUY;
        order.quantity = 0;
        order.limit = 0;
        plainTerms(order);
        List<Leg> legs = new ArrayList<>();
        for (PlaceBasketDecoder.LegsDecoder leg : from.legs()) {
            legs.add(
                    new Leg(
                            new AreaId(leg.area()),
                            WireTime.interval(leg.intervalStart(), leg.intervalLength()),
                            WireCodes.SIDE.value(leg.sideRaw()),
                            Energy.ofWattHours(leg.quantity()),
                            Price.ofMicroPerKwh(leg.limitPrice())));
        }
        order.legs = List.copyOf(legs);
    }

    private static void plainTerms(Order order) {
        order.timeInForce = TimeInForce.UNTIL_GATE;
        order.validUntil = WireTime.NULL;
        order.selfTrade = SelfTradePrevention.CANCEL_NEWEST;
        order.postOnly = false;
        order.minimumFill = 0;
        order.displayed = 0;
        order.origin = Origin.ANY;
        order.originRequired = false;
    }
}
