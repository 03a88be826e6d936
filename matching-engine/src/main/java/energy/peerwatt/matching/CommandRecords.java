package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.CancelOrders;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.EngineCommand.LinkAreas;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.EngineCommand.PlaceBlock;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.ReplaceOrder;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.EngineCommand.SetGroup;
import energy.peerwatt.market.EngineCommand.SetParticipantLimits;
import energy.peerwatt.market.EngineCommand.SetTransferCapacity;
import energy.peerwatt.market.EngineCommand.SetTrust;
import energy.peerwatt.market.MarketDesign;
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.OriginPremiums;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.matching.sbe.AcknowledgeEventsDecoder;
import energy.peerwatt.matching.sbe.CancelOrderDecoder;
import energy.peerwatt.matching.sbe.CancelOrdersDecoder;
import energy.peerwatt.matching.sbe.ConfigureAreaDecoder;
import energy.peerwatt.matching.sbe.LinkAreasDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.matching.sbe.ReplaceOrderDecoder;
import energy.peerwatt.matching.sbe.SetClockDecoder;
import energy.peerwatt.matching.sbe.SetFeederLimitDecoder;
import energy.peerwatt.matching.sbe.SetGroupDecoder;
import energy.peerwatt.matching.sbe.SetParticipantLimitsDecoder;
import energy.peerwatt.matching.sbe.SetTransferCapacityDecoder;
import energy.peerwatt.matching.sbe.SetTrustDecoder;
import energy.peerwatt.matching.sbe.YesNoCode;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes records of decoded commands. */
final class CommandRecords {

    private static final long NULL = Long.MIN_VALUE;

    private CommandRecords() {}

    /** The command that is looked at, which must be well-formed. */
    static EngineCommand of(CommandView command) {
        return switch (command.templateId()) {
            case SetClockDecoder.TEMPLATE_ID -> of(command.setClock());
            case ConfigureAreaDecoder.TEMPLATE_ID -> of(command.configureArea());
            case LinkAreasDecoder.TEMPLATE_ID -> of(command.linkAreas());
            case SetTransferCapacityDecoder.TEMPLATE_ID -> of(command.setTransferCapacity());
            case SetFeederLimitDecoder.TEMPLATE_ID -> of(command.setFeederLimit());
            case SetParticipantLimitsDecoder.TEMPLATE_ID -> of(command.setParticipantLimits());
            case SetGroupDecoder.TEMPLATE_ID -> of(command.setGroup());
            case SetTrustDecoder.TEMPLATE_ID -> of(command.setTrust());
            case PlaceOrderDecoder.TEMPLATE_ID -> of(command.placeOrder());
            case ReplaceOrderDecoder.TEMPLATE_ID -> of(command.replaceOrder());
            case PlaceBlockDecoder.TEMPLATE_ID -> of(command.placeBlock());
            case PlaceBasketDecoder.TEMPLATE_ID -> of(command.placeBasket());
            case CancelOrdersDecoder.TEMPLATE_ID -> of(command.cancelOrders());
            case CancelOrderDecoder.TEMPLATE_ID -> of(command.cancelOrder());
            case AcknowledgeEventsDecoder.TEMPLATE_ID ->
                    new AcknowledgeEvents(command.acknowledgeEvents().sequence());
            default -> throw new IllegalArgumentException("template " + command.templateId());
        };
    }

    private static SetClock of(SetClockDecoder in) {
        return new SetClock(
                WireTime.instant(in.marketStart()), WireTime.instant(in.wallStart()), in.speed());
    }

    private static ConfigureArea of(ConfigureAreaDecoder in) {
        MarketDesign design =
                new MarketDesign(
                        WireCodes.DESIGN.value(in.designRaw()),
                        Duration.ofNanos(in.callPhase()),
                        WireCodes.RATIONING.value(in.rationingRaw()));
        OriginPremiums premiums =
                new OriginPremiums(
                        price(in.solarPremium()),
                        price(in.batteryPremium()),
                        price(in.localPremium()));
        AreaRules rules =
                new AreaRules(
                        new AreaId(in.area()),
                        Duration.ofSeconds(in.intervalLength()),
                        Duration.ofNanos(in.gateLead()),
                        Duration.ofNanos(in.horizon()),
                        price(in.tick()),
                        energy(in.lot()),
                        price(in.fees()),
                        design,
                        premiums,
                        repeatWindow(in.repeatWindow()));
        return new ConfigureArea(rules, WireTime.instant(in.validFrom()));
    }

    private static Duration repeatWindow(long nanos) {
        return nanos == NULL ? AreaRules.USUAL_REPEAT_WINDOW : Duration.ofNanos(nanos);
    }

    private static LinkAreas of(LinkAreasDecoder in) {
        return new LinkAreas(
                new AreaId(in.seller()),
                new AreaId(in.buyer()),
                in.fee() == NULL ? null : price(in.fee()),
                WireTime.instant(in.validFrom()));
    }

    private static SetTransferCapacity of(SetTransferCapacityDecoder in) {
        return new SetTransferCapacity(
                new AreaId(in.from()),
                new AreaId(in.to()),
                WireTime.interval(in.intervalStart(), in.intervalLength()),
                bound(in.capacity()));
    }

    private static SetFeederLimit of(SetFeederLimitDecoder in) {
        return new SetFeederLimit(
                new AreaId(in.area()),
                WireTime.interval(in.intervalStart(), in.intervalLength()),
                bound(in.sold()),
                bound(in.bought()));
    }

    private static SetParticipantLimits of(SetParticipantLimitsDecoder in) {
        return new SetParticipantLimits(
                new ParticipantId(in.participant()),
                in.buyExposure() == NULL ? null : Money.ofNano(in.buyExposure()),
                bound(in.soldPerInterval()));
    }

    private static SetGroup of(SetGroupDecoder in) {
        return new SetGroup(new ParticipantId(in.participant()), new ParticipantId(in.group()));
    }

    private static SetTrust of(SetTrustDecoder in) {
        return new SetTrust(
                new ParticipantId(in.participant()),
                new ParticipantId(in.other()),
                in.trusted() == YesNoCode.YES);
    }

    static PlaceOrder of(PlaceOrderDecoder in) {
        long until = in.validUntil();
        OrderTerms terms =
                new OrderTerms(
                        WireCodes.TIME_IN_FORCE.value(in.timeInForceRaw()),
                        until == WireTime.NULL ? null : WireTime.instant(until),
                        WireCodes.SELF_TRADE.value(in.selfTradeRaw()),
                        in.flags().postOnly(),
                        energy(in.minimumFill()),
                        energy(in.displayed()),
                        WireCodes.ORIGIN.value(in.originRaw()),
                        in.flags().originRequired());
        return new PlaceOrder(
                new ParticipantId(in.participant()),
                in.clientOrderId(),
                new AreaId(in.area()),
                WireTime.interval(in.intervalStart(), in.intervalLength()),
                WireCodes.SIDE.value(in.sideRaw()),
                energy(in.quantity()),
                price(in.limitPrice()),
                terms);
    }

    private static ReplaceOrder of(ReplaceOrderDecoder in) {
        return new ReplaceOrder(
                new ParticipantId(in.participant()),
                in.clientOrderId(),
                energy(in.quantity()),
                price(in.limitPrice()));
    }

    static PlaceBlock of(PlaceBlockDecoder in) {
        return new PlaceBlock(
                new ParticipantId(in.participant()),
                in.clientOrderId(),
                new AreaId(in.area()),
                WireTime.interval(in.intervalStart(), in.intervalLength()),
                in.intervals(),
                WireCodes.SIDE.value(in.sideRaw()),
                energy(in.quantity()),
                price(in.limitPrice()));
    }

    static PlaceBasket of(PlaceBasketDecoder in) {
        List<Leg> legs = new ArrayList<>();
        for (PlaceBasketDecoder.LegsDecoder leg : in.legs()) {
            legs.add(
                    new Leg(
                            new AreaId(leg.area()),
                            WireTime.interval(leg.intervalStart(), leg.intervalLength()),
                            WireCodes.SIDE.value(leg.sideRaw()),
                            energy(leg.quantity()),
                            price(leg.limitPrice())));
        }
        return new PlaceBasket(new ParticipantId(in.participant()), in.clientOrderId(), legs);
    }

    private static CancelOrders of(CancelOrdersDecoder in) {
        return new CancelOrders(
                in.participant() == NULL ? null : new ParticipantId(in.participant()),
                in.area() == Integer.MIN_VALUE ? null : new AreaId(in.area()));
    }

    private static CancelOrder of(CancelOrderDecoder in) {
        return new CancelOrder(new ParticipantId(in.participant()), in.clientOrderId());
    }

    private static @Nullable Energy bound(long wattHours) {
        return wattHours == NULL ? null : energy(wattHours);
    }

    private static Energy energy(long wattHours) {
        return Energy.ofWattHours(wattHours);
    }

    private static Price price(long microPerKwh) {
        return Price.ofMicroPerKwh(microPerKwh);
    }
}
