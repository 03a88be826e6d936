package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
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
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.matching.sbe.BasketAcceptedDecoder;
import energy.peerwatt.matching.sbe.BlockAcceptedDecoder;
import energy.peerwatt.matching.sbe.CallClearedDecoder;
import energy.peerwatt.matching.sbe.GateClosedDecoder;
import energy.peerwatt.matching.sbe.OrderAcceptedDecoder;
import energy.peerwatt.matching.sbe.OrderCancelledDecoder;
import energy.peerwatt.matching.sbe.OrderReducedDecoder;
import energy.peerwatt.matching.sbe.OrderRejectedDecoder;
import energy.peerwatt.matching.sbe.OrderReplacedDecoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.matching.sbe.TradeMadeDecoder;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import org.agrona.DirectBuffer;

/** Makes records of encoded events. */
final class EventRecords {

    private EventRecords() {}

    /**
     * Decodes exactly one event.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    static EngineEvent decode(DirectBuffer buffer, int offset, int length) {
        if (!WireHeader.isWithin(buffer, offset, length)) {
            throw new IllegalArgumentException("no event in " + length + " bytes at " + offset);
        }
        long header = WireHeader.read(buffer, offset);
        if (!WireHeader.isOurs(header)) {
            throw new IllegalArgumentException("not a message of this schema");
        }
        Encoded event = new Encoded(buffer, offset + WireHeader.LENGTH, offset + length, header);
        return switch (WireHeader.templateId(header)) {
            case OrderAcceptedDecoder.TEMPLATE_ID -> orderAccepted(event);
            case BlockAcceptedDecoder.TEMPLATE_ID -> blockAccepted(event);
            case BasketAcceptedDecoder.TEMPLATE_ID -> basketAccepted(event);
            case OrderReplacedDecoder.TEMPLATE_ID -> orderReplaced(event);
            case OrderReducedDecoder.TEMPLATE_ID -> orderReduced(event);
            case CallClearedDecoder.TEMPLATE_ID -> callCleared(event);
            case OrderRejectedDecoder.TEMPLATE_ID -> orderRejected(event);
            case TradeMadeDecoder.TEMPLATE_ID -> tradeMade(event);
            case OrderCancelledDecoder.TEMPLATE_ID -> orderCancelled(event);
            case GateClosedDecoder.TEMPLATE_ID -> gateClosed(event);
            default ->
                    throw new IllegalArgumentException(
                            "unknown event " + WireHeader.templateId(header));
        };
    }

    /** Bytes of one event, the block beginning at {@code at}, all ending before {@code end}. */
    private record Encoded(DirectBuffer buffer, int at, int end, long header) {

        int block() {
            return WireHeader.blockLength(header);
        }

        int version() {
            return WireHeader.version(header);
        }

        /** A newer writer's block may be longer, and more may follow. */
        boolean isNewer() {
            return version() > WireHeader.VERSION;
        }

        void requireBlock(int expected) {
            boolean whole = isNewer() ? block() >= expected : block() == expected;
            if (!whole || end - at < block()) {
                throw new IllegalArgumentException(
                        "a block of %d bytes in %d".formatted(block(), end - at));
            }
        }

        void requireOnlyBlock(int expected) {
            requireBlock(expected);
            if (!isNewer() && end - at != block()) {
                throw new IllegalArgumentException("bytes behind the block");
            }
        }

        long sequence() {
            return buffer.getLong(at, OrderAcceptedDecoder.BYTE_ORDER);
        }

        Instant time() {
            int offset = at + OrderAcceptedDecoder.atEncodingOffset();
            return WireTime.instant(buffer.getLong(offset, OrderAcceptedDecoder.BYTE_ORDER));
        }

        /** Where an accepted order's event has the command's block. */
        int command() {
            return at + EventCodec.BEFORE_COMMAND;
        }

        int commandBlock() {
            return block() - EventCodec.BEFORE_COMMAND;
        }
    }

    private static OrderAccepted orderAccepted(Encoded event) {
        event.requireOnlyBlock(OrderAcceptedDecoder.BLOCK_LENGTH);
        OrderAcceptedDecoder in =
                new OrderAcceptedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        PlaceOrderDecoder command =
                new PlaceOrderDecoder()
                        .wrap(
                                event.buffer(),
                                event.command(),
                                event.commandBlock(),
                                event.version());
        requireValid(CommandChecks.areValid(command));
        return new OrderAccepted(
                event.sequence(),
                event.time(),
                new OrderId(in.order()),
                CommandRecords.of(command));
    }

    private static BlockAccepted blockAccepted(Encoded event) {
        event.requireOnlyBlock(BlockAcceptedDecoder.BLOCK_LENGTH);
        BlockAcceptedDecoder in =
                new BlockAcceptedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        PlaceBlockDecoder command =
                new PlaceBlockDecoder()
                        .wrap(
                                event.buffer(),
                                event.command(),
                                event.commandBlock(),
                                event.version());
        requireValid(CommandChecks.areValid(command));
        return new BlockAccepted(
                event.sequence(),
                event.time(),
                new OrderId(in.order()),
                CommandRecords.of(command));
    }

    private static BasketAccepted basketAccepted(Encoded event) {
        event.requireBlock(BasketAcceptedDecoder.BLOCK_LENGTH);
        int legs = event.at() + event.block();
        if (!WireHeader.areWholeLegs(event.buffer(), legs, event.end(), event.isNewer())) {
            throw new IllegalArgumentException("not a basket's legs");
        }
        BasketAcceptedDecoder in =
                new BasketAcceptedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        PlaceBasketDecoder command =
                new PlaceBasketDecoder()
                        .wrap(
                                event.buffer(),
                                event.command(),
                                event.commandBlock(),
                                event.version());
        requireValid(CommandChecks.areValid(command));
        return new BasketAccepted(
                event.sequence(),
                event.time(),
                new OrderId(in.order()),
                CommandRecords.of(command));
    }

    private static void requireValid(boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException("not the values of an accepted command");
        }
    }

    private static OrderReplaced orderReplaced(Encoded event) {
        event.requireOnlyBlock(OrderReplacedDecoder.BLOCK_LENGTH);
        var in =
                new OrderReplacedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        return new OrderReplaced(
                event.sequence(),
                event.time(),
                new OrderId(in.order()),
                new ParticipantId(in.participant()),
                in.clientOrderId(),
                Energy.ofWattHours(in.quantity()),
                Price.ofMicroPerKwh(in.limitPrice()));
    }

    private static OrderReduced orderReduced(Encoded event) {
        event.requireOnlyBlock(OrderReducedDecoder.BLOCK_LENGTH);
        var in =
                new OrderReducedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        return new OrderReduced(
                event.sequence(),
                event.time(),
                new OrderId(in.order()),
                new ParticipantId(in.participant()),
                in.clientOrderId(),
                Energy.ofWattHours(in.by()),
                Energy.ofWattHours(in.left()),
                WireCodes.CANCEL_REASON.value(in.reasonRaw()));
    }

    private static CallCleared callCleared(Encoded event) {
        event.requireOnlyBlock(CallClearedDecoder.BLOCK_LENGTH);
        var in =
                new CallClearedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        return new CallCleared(
                event.sequence(),
                event.time(),
                new AreaId(in.area()),
                WireTime.interval(in.intervalStart(), in.intervalLength()),
                Price.ofMicroPerKwh(in.price()),
                Energy.ofWattHours(in.volume()));
    }

    private static OrderRejected orderRejected(Encoded event) {
        event.requireOnlyBlock(OrderRejectedDecoder.BLOCK_LENGTH);
        var in =
                new OrderRejectedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        return new OrderRejected(
                event.sequence(),
                event.time(),
                new ParticipantId(in.participant()),
                in.clientOrderId(),
                WireCodes.REJECT_REASON.value(in.reasonRaw()));
    }

    private static TradeMade tradeMade(Encoded event) {
        event.requireOnlyBlock(TradeMadeDecoder.BLOCK_LENGTH);
        var in =
                new TradeMadeDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        Trade trade =
                new Trade(
                        new TradeId(in.trade()),
                        new AreaId(in.area()),
                        WireTime.interval(in.intervalStart(), in.intervalLength()),
                        new ParticipantId(in.seller()),
                        new ParticipantId(in.buyer()),
                        new OrderId(in.sellOrder()),
                        new OrderId(in.buyOrder()),
                        Energy.ofWattHours(in.quantity()),
                        Price.ofMicroPerKwh(in.price()),
                        new AreaId(in.buyerArea()));
        return new TradeMade(event.sequence(), event.time(), trade);
    }

    private static OrderCancelled orderCancelled(Encoded event) {
        event.requireOnlyBlock(OrderCancelledDecoder.BLOCK_LENGTH);
        var in =
                new OrderCancelledDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        return new OrderCancelled(
                event.sequence(),
                event.time(),
                new OrderId(in.order()),
                new ParticipantId(in.participant()),
                in.clientOrderId(),
                Energy.ofWattHours(in.remaining()),
                WireCodes.CANCEL_REASON.value(in.reasonRaw()));
    }

    private static GateClosed gateClosed(Encoded event) {
        event.requireOnlyBlock(GateClosedDecoder.BLOCK_LENGTH);
        var in =
                new GateClosedDecoder()
                        .wrap(event.buffer(), event.at(), event.block(), event.version());
        return new GateClosed(
                event.sequence(),
                event.time(),
                new AreaId(in.area()),
                WireTime.interval(in.intervalStart(), in.intervalLength()));
    }
}
