package energy.peerwatt.matching;

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
import energy.peerwatt.market.OrderTerms;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.matching.sbe.AcknowledgeEventsEncoder;
import energy.peerwatt.matching.sbe.CancelOrderEncoder;
import energy.peerwatt.matching.sbe.CancelOrdersEncoder;
import energy.peerwatt.matching.sbe.ConfigureAreaEncoder;
import energy.peerwatt.matching.sbe.LinkAreasEncoder;
import energy.peerwatt.matching.sbe.MessageHeaderEncoder;
import energy.peerwatt.matching.sbe.PlaceBasketEncoder;
import energy.peerwatt.matching.sbe.PlaceBasketEncoder.LegsEncoder;
import energy.peerwatt.matching.sbe.PlaceBlockEncoder;
import energy.peerwatt.matching.sbe.PlaceOrderEncoder;
import energy.peerwatt.matching.sbe.ReplaceOrderEncoder;
import energy.peerwatt.matching.sbe.SetClockEncoder;
import energy.peerwatt.matching.sbe.SetFeederLimitEncoder;
import energy.peerwatt.matching.sbe.SetGroupEncoder;
import energy.peerwatt.matching.sbe.SetParticipantLimitsEncoder;
import energy.peerwatt.matching.sbe.SetTransferCapacityEncoder;
import energy.peerwatt.matching.sbe.SetTrustEncoder;
import energy.peerwatt.matching.sbe.YesNoCode;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** Encodes command records. Each method returns the length of the block and groups. */
final class CommandCodec {

    private static final long NULL = Long.MIN_VALUE;

    private CommandCodec() {}

    /** Returns the length in bytes, header included. */
    static int encode(EngineCommand command, MutableDirectBuffer buffer, int offset) {
        MessageHeaderEncoder header = new MessageHeaderEncoder();
        int length =
                switch (command) {
                    case SetClock clock -> encode(clock, buffer, offset, header);
                    case ConfigureArea area -> encode(area, buffer, offset, header);
                    case LinkAreas link -> encode(link, buffer, offset, header);
                    case SetTransferCapacity transfer -> encode(transfer, buffer, offset, header);
                    case SetFeederLimit feeder -> encode(feeder, buffer, offset, header);
                    case SetParticipantLimits limits -> encode(limits, buffer, offset, header);
                    case SetGroup(ParticipantId participant, ParticipantId group) ->
                            new SetGroupEncoder()
                                    .wrapAndApplyHeader(buffer, offset, header)
                                    .participant(participant.value())
                                    .group(group.value())
                                    .encodedLength();
                    case SetTrust(ParticipantId participant, ParticipantId other, var trusted) ->
                            new SetTrustEncoder()
                                    .wrapAndApplyHeader(buffer, offset, header)
                                    .participant(participant.value())
                                    .other(other.value())
                                    .trusted(trusted ? YesNoCode.YES : YesNoCode.NO)
                                    .encodedLength();
                    case PlaceOrder order -> encode(order, buffer, offset, header);
                    case ReplaceOrder(var participant, var id, Energy quantity, Price limit) ->
                            new ReplaceOrderEncoder()
                                    .wrapAndApplyHeader(buffer, offset, header)
                                    .participant(participant.value())
                                    .clientOrderId(id)
                                    .quantity(quantity.wattHours())
                                    .limitPrice(limit.microPerKwh())
                                    .encodedLength();
                    case PlaceBlock block -> encode(block, buffer, offset, header);
                    case PlaceBasket basket -> encode(basket, buffer, offset, header);
                    case CancelOrders(var participant, var area) ->
                            new CancelOrdersEncoder()
                                    .wrapAndApplyHeader(buffer, offset, header)
                                    .participant(participant == null ? NULL : participant.value())
                                    .area(area == null ? Integer.MIN_VALUE : area.value())
                                    .encodedLength();
                    case CancelOrder(ParticipantId participant, long clientOrderId) ->
                            new CancelOrderEncoder()
                                    .wrapAndApplyHeader(buffer, offset, header)
                                    .participant(participant.value())
                                    .clientOrderId(clientOrderId)
                                    .encodedLength();
                    case AcknowledgeEvents(long sequence) ->
                            new AcknowledgeEventsEncoder()
                                    .wrapAndApplyHeader(buffer, offset, header)
                                    .sequence(sequence)
                                    .encodedLength();
                };
        return WireHeader.LENGTH + length;
    }

    private static int encode(
            SetClock clock, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
        return new SetClockEncoder()
                .wrapAndApplyHeader(buffer, offset, header)
                .marketStart(WireTime.nanos(clock.marketStart()))
                .wallStart(WireTime.nanos(clock.wallStart()))
                .speed(clock.speed())
                .encodedLength();
    }

    private static int encode(
            ConfigureArea command,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        AreaRules rules = command.rules();
        return new ConfigureAreaEncoder()
                .wrapAndApplyHeader(buffer, offset, header)
                .validFrom(WireTime.nanos(command.validFrom()))
                .gateLead(WireTime.nanos(rules.gateLead()))
                .horizon(WireTime.nanos(rules.horizon()))
                .callPhase(WireTime.nanos(rules.design().callPhase()))
                .tick(rules.tick().microPerKwh())
                .lot(rules.lot().wattHours())
                .fees(rules.feesPerKwh().microPerKwh())
                .solarPremium(rules.premiums().solar().microPerKwh())
                .batteryPremium(rules.premiums().battery().microPerKwh())
                .localPremium(rules.premiums().local().microPerKwh())
                .repeatWindow(WireTime.nanos(rules.repeatWindow()))
                .area(rules.area().value())
                .intervalLength((int) rules.intervalLength().toSeconds())
                .design(WireCodes.DESIGN.code(rules.design().kind()))
                .rationing(WireCodes.RATIONING.code(rules.design().rationing()))
                .encodedLength();
    }

    private static int encode(
            LinkAreas link, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
        Price fee = link.fee();
        return new LinkAreasEncoder()
                .wrapAndApplyHeader(buffer, offset, header)
                .validFrom(WireTime.nanos(link.validFrom()))
                .fee(fee == null ? NULL : notNull(fee.microPerKwh()))
                .seller(link.seller().value())
                .buyer(link.buyer().value())
                .encodedLength();
    }

    private static int encode(
            SetTransferCapacity transfer,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        return new SetTransferCapacityEncoder()
                .wrapAndApplyHeader(buffer, offset, header)
                .intervalStart(start(transfer.interval()))
                .capacity(bound(transfer.capacity()))
                .from(transfer.from().value())
                .to(transfer.to().value())
                .intervalLength(seconds(transfer.interval()))
                .encodedLength();
    }

    private static int encode(
            SetFeederLimit feeder,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        return new SetFeederLimitEncoder()
                .wrapAndApplyHeader(buffer, offset, header)
                .intervalStart(start(feeder.interval()))
                .sold(bound(feeder.sold()))
                .bought(bound(feeder.bought()))
                .area(feeder.area().value())
                .intervalLength(seconds(feeder.interval()))
                .encodedLength();
    }

    private static int encode(
            SetParticipantLimits limits,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        Money exposure = limits.buyExposure();
        return new SetParticipantLimitsEncoder()
                .wrapAndApplyHeader(buffer, offset, header)
                .participant(limits.participant().value())
                .buyExposure(exposure == null ? NULL : notNull(exposure.nano()))
                .soldPerInterval(bound(limits.soldPerInterval()))
                .encodedLength();
    }

    private static int encode(
            PlaceOrder order, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
        OrderTerms terms = order.terms();
        Instant until = terms.validUntil();
        PlaceOrderEncoder out =
                new PlaceOrderEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .participant(order.participant().value())
                        .clientOrderId(order.clientOrderId())
                        .intervalStart(start(order.interval()))
                        .quantity(order.quantity().wattHours())
                        .limitPrice(order.limit().microPerKwh())
                        .validUntil(until == null ? NULL : notNull(WireTime.nanos(until)))
                        .minimumFill(terms.minimumFill().wattHours())
                        .displayed(terms.displayed().wattHours())
                        .area(order.area().value())
                        .intervalLength(seconds(order.interval()))
                        .side(WireCodes.SIDE.code(order.side()))
                        .timeInForce(WireCodes.TIME_IN_FORCE.code(terms.timeInForce()))
                        .selfTrade(WireCodes.SELF_TRADE.code(terms.selfTrade()))
                        .origin(WireCodes.ORIGIN.code(terms.origin()));
        out.flags().clear().postOnly(terms.postOnly()).originRequired(terms.originRequired());
        return out.encodedLength();
    }

    private static int encode(
            PlaceBlock block, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
        return new PlaceBlockEncoder()
                .wrapAndApplyHeader(buffer, offset, header)
                .participant(block.participant().value())
                .clientOrderId(block.clientOrderId())
                .intervalStart(start(block.first()))
                .quantity(block.quantity().wattHours())
                .limitPrice(block.limit().microPerKwh())
                .area(block.area().value())
                .intervals(block.intervals())
                .intervalLength(seconds(block.first()))
                .side(WireCodes.SIDE.code(block.side()))
                .encodedLength();
    }

    private static int encode(
            PlaceBasket basket,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        List<Leg> legs = basket.legs();
        PlaceBasketEncoder out =
                new PlaceBasketEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .participant(basket.participant().value())
                        .clientOrderId(basket.clientOrderId());
        LegsEncoder next = out.legsCount(legs.size());
        for (Leg leg : legs) {
            next.next()
                    .intervalStart(start(leg.interval()))
                    .quantity(leg.quantity().wattHours())
                    .limitPrice(leg.limit().microPerKwh())
                    .area(leg.area().value())
                    .intervalLength(seconds(leg.interval()))
                    .side(WireCodes.SIDE.code(leg.side()));
        }
        return out.encodedLength();
    }

    private static long start(DeliveryInterval interval) {
        return interval.start().getEpochSecond();
    }

    private static int seconds(DeliveryInterval interval) {
        return (int) interval.length().toSeconds();
    }

    private static long bound(@Nullable Energy energy) {
        return energy == null ? NULL : energy.wattHours();
    }

    private static long notNull(long value) {
        if (value == NULL) {
            throw new IllegalArgumentException("cannot be told from null: " + value);
        }
        return value;
    }
}
