package energy.peerwatt.matching;

import energy.peerwatt.market.EngineCommand;
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
import energy.peerwatt.market.Trade;
import energy.peerwatt.matching.sbe.BasketAcceptedEncoder;
import energy.peerwatt.matching.sbe.BlockAcceptedEncoder;
import energy.peerwatt.matching.sbe.CallClearedEncoder;
import energy.peerwatt.matching.sbe.GateClosedEncoder;
import energy.peerwatt.matching.sbe.MessageHeaderEncoder;
import energy.peerwatt.matching.sbe.OrderAcceptedEncoder;
import energy.peerwatt.matching.sbe.OrderCancelledEncoder;
import energy.peerwatt.matching.sbe.OrderReducedEncoder;
import energy.peerwatt.matching.sbe.OrderRejectedEncoder;
import energy.peerwatt.matching.sbe.OrderReplacedEncoder;
import energy.peerwatt.matching.sbe.TradeMadeEncoder;
import energy.peerwatt.time.DeliveryInterval;
import org.agrona.MutableDirectBuffer;

/** Encodes event records. Each method returns the length in bytes, header included. */
final class EventCodec {

    /** An accepted order's event is its command behind sequence, time and number. */
    static final int BEFORE_COMMAND = OrderAcceptedEncoder.participantEncodingOffset();

    private EventCodec() {}

    static int encode(EngineEvent event, MutableDirectBuffer buffer, int offset) {
        MessageHeaderEncoder header = new MessageHeaderEncoder();
        return switch (event) {
            case OrderAccepted accepted -> {
                int length = encodeCommand(accepted.command(), buffer, offset);
                new OrderAcceptedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(accepted.sequence())
                        .at(WireTime.nanos(accepted.at()))
                        .order(accepted.order().value());
                yield length;
            }
            case BlockAccepted accepted -> {
                int length = encodeCommand(accepted.command(), buffer, offset);
                new BlockAcceptedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(accepted.sequence())
                        .at(WireTime.nanos(accepted.at()))
                        .order(accepted.order().value());
                yield length;
            }
            case BasketAccepted accepted -> {
                int length = encodeCommand(accepted.command(), buffer, offset);
                new BasketAcceptedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(accepted.sequence())
                        .at(WireTime.nanos(accepted.at()))
                        .order(accepted.order().value());
                yield length;
            }
            case OrderReplaced replaced -> encode(replaced, buffer, offset, header);
            case OrderReduced reduced -> encode(reduced, buffer, offset, header);
            case CallCleared cleared -> encode(cleared, buffer, offset, header);
            case OrderRejected rejected -> encode(rejected, buffer, offset, header);
            case TradeMade trade -> encode(trade, buffer, offset, header);
            case OrderCancelled cancelled -> encode(cancelled, buffer, offset, header);
            case GateClosed closed -> encode(closed, buffer, offset, header);
        };
    }

    /** The command where its event has it; the event's own fields then cover its header. */
    private static int encodeCommand(
            EngineCommand command, MutableDirectBuffer buffer, int offset) {
        return BEFORE_COMMAND + CommandCodec.encode(command, buffer, offset + BEFORE_COMMAND);
    }

    private static int encode(
            OrderReplaced event,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        return WireHeader.LENGTH
                + new OrderReplacedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(event.sequence())
                        .at(WireTime.nanos(event.at()))
                        .order(event.order().value())
                        .participant(event.participant().value())
                        .clientOrderId(event.clientOrderId())
                        .quantity(event.quantity().wattHours())
                        .limitPrice(event.limit().microPerKwh())
                        .encodedLength();
    }

    private static int encode(
            OrderReduced event,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        return WireHeader.LENGTH
                + new OrderReducedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(event.sequence())
                        .at(WireTime.nanos(event.at()))
                        .order(event.order().value())
                        .participant(event.participant().value())
                        .clientOrderId(event.clientOrderId())
                        .by(event.by().wattHours())
                        .left(event.left().wattHours())
                        .reason(WireCodes.CANCEL_REASON.code(event.reason()))
                        .encodedLength();
    }

    private static int encode(
            CallCleared event,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        return WireHeader.LENGTH
                + new CallClearedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(event.sequence())
                        .at(WireTime.nanos(event.at()))
                        .intervalStart(start(event.interval()))
                        .price(event.price().microPerKwh())
                        .volume(event.volume().wattHours())
                        .area(event.area().value())
                        .intervalLength(seconds(event.interval()))
                        .encodedLength();
    }

    private static int encode(
            OrderRejected event,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        return WireHeader.LENGTH
                + new OrderRejectedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(event.sequence())
                        .at(WireTime.nanos(event.at()))
                        .participant(event.participant().value())
                        .clientOrderId(event.clientOrderId())
                        .reason(WireCodes.REJECT_REASON.code(event.reason()))
                        .encodedLength();
    }

    private static int encode(
            TradeMade event, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
        Trade trade = event.trade();
        return WireHeader.LENGTH
                + new TradeMadeEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(event.sequence())
                        .at(WireTime.nanos(event.at()))
                        .trade(trade.id().value())
                        .intervalStart(start(trade.interval()))
                        .seller(trade.seller().value())
                        .buyer(trade.buyer().value())
                        .sellOrder(trade.sellOrder().value())
                        .buyOrder(trade.buyOrder().value())
                        .quantity(trade.quantity().wattHours())
                        .price(trade.price().microPerKwh())
                        .area(trade.area().value())
                        .buyerArea(trade.buyerArea().value())
                        .intervalLength(seconds(trade.interval()))
                        .encodedLength();
    }

    private static int encode(
            OrderCancelled event,
            MutableDirectBuffer buffer,
            int offset,
            MessageHeaderEncoder header) {
        return WireHeader.LENGTH
                + new OrderCancelledEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(event.sequence())
                        .at(WireTime.nanos(event.at()))
                        .order(event.order().value())
                        .participant(event.participant().value())
                        .clientOrderId(event.clientOrderId())
                        .remaining(event.remaining().wattHours())
                        .reason(WireCodes.CANCEL_REASON.code(event.reason()))
                        .encodedLength();
    }

    private static int encode(
            GateClosed event, MutableDirectBuffer buffer, int offset, MessageHeaderEncoder header) {
        return WireHeader.LENGTH
                + new GateClosedEncoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .sequence(event.sequence())
                        .at(WireTime.nanos(event.at()))
                        .intervalStart(start(event.interval()))
                        .area(event.area().value())
                        .intervalLength(seconds(event.interval()))
                        .encodedLength();
    }

    private static long start(DeliveryInterval interval) {
        return interval.start().getEpochSecond();
    }

    private static int seconds(DeliveryInterval interval) {
        return (int) interval.length().toSeconds();
    }
}
