package energy.peerwatt.matching;

import energy.peerwatt.matching.sbe.BasketAcceptedEncoder;
import energy.peerwatt.matching.sbe.BlockAcceptedEncoder;
import energy.peerwatt.matching.sbe.CallClearedEncoder;
import energy.peerwatt.matching.sbe.CancelReasonCode;
import energy.peerwatt.matching.sbe.GateClosedEncoder;
import energy.peerwatt.matching.sbe.OrderAcceptedEncoder;
import energy.peerwatt.matching.sbe.OrderCancelledEncoder;
import energy.peerwatt.matching.sbe.OrderReducedEncoder;
import energy.peerwatt.matching.sbe.OrderRejectedEncoder;
import energy.peerwatt.matching.sbe.OrderReplacedEncoder;
import energy.peerwatt.matching.sbe.PlaceBasketDecoder;
import energy.peerwatt.matching.sbe.PlaceBlockDecoder;
import energy.peerwatt.matching.sbe.PlaceOrderDecoder;
import energy.peerwatt.matching.sbe.TradeMadeEncoder;

/**
 * Encodes events from numbers, without making objects. Single-threaded.
 *
 * <p>Most methods start an event, with header, sequence and time, and give the encoder whose other
 * fields the caller must all set at once, before it starts the next. Each is appended to the log
 * under its next sequence.
 */
final class EventEncoder {

    private static final int HEADER = WireHeader.LENGTH;

    /** An accepted order's event is its command behind sequence, time and number. */
    private static final int BEFORE_COMMAND = OrderAcceptedEncoder.participantEncodingOffset();

    private final BlockAcceptedEncoder blockAccepted = new BlockAcceptedEncoder();
    private final BasketAcceptedEncoder basketAccepted = new BasketAcceptedEncoder();
    private final OrderReducedEncoder orderReduced = new OrderReducedEncoder();
    private final CallClearedEncoder callCleared = new CallClearedEncoder();
    private final OrderRejectedEncoder orderRejected = new OrderRejectedEncoder();
    private final GateClosedEncoder gateClosed = new GateClosedEncoder();

    private final EventLog log;
    private long at;

    /** Appends to this log. */
    EventEncoder(EventLog log) {
        this.log = log;
    }

    /** Sequenced market time of the events that follow, ns since the epoch. */
    EventEncoder at(long nanos) {
        at = nanos;
        return this;
    }

    /** The log, in which the event started last is the latest. */
    EventLog log() {
        return log;
    }

    /** Starts an event that is one block; returns where the block begins. */
    private int begin(int blockLength, int templateId) {
        return header(log.claim(HEADER + blockLength), blockLength, templateId);
    }

    /** Writes the header; returns where the block begins. */
    private int header(int start, int blockLength, int templateId) {
        WireHeader.write(log.tail(), start, blockLength, templateId);
        return start + HEADER;
    }

    /**
     * Encodes the whole event of an order, block or basket that was taken.
     *
     * @param command well-formed, for one of these three
     */
    void accepted(long order, CommandView command) {
        if (command.templateId() == PlaceOrderDecoder.TEMPLATE_ID) {
            orderAccepted(order, command);
            return;
        }
        int start = log.claim(BEFORE_COMMAND + command.length());
        ArrayBuffer buffer = log.tail();
        buffer.putBytes(
                start + HEADER + BEFORE_COMMAND,
                command.buffer(),
                command.offset() + HEADER,
                command.length() - HEADER);
        switch (command.templateId()) {
            case PlaceBlockDecoder.TEMPLATE_ID -> {
                int block =
                        header(
                                start,
                                BlockAcceptedEncoder.BLOCK_LENGTH,
                                BlockAcceptedEncoder.TEMPLATE_ID);
                blockAccepted
                        .wrap(log.tail(), block)
                        .sequence(log.lastSequence())
                        .at(at)
                        .order(order);
            }
            case PlaceBasketDecoder.TEMPLATE_ID -> {
                int block =
                        header(
                                start,
                                BasketAcceptedEncoder.BLOCK_LENGTH,
                                BasketAcceptedEncoder.TEMPLATE_ID);
                basketAccepted
                        .wrap(log.tail(), block)
                        .sequence(log.lastSequence())
                        .at(at)
                        .order(order);
            }
            default -> throw new IllegalArgumentException("template " + command.templateId());
        }
    }

    private void orderAccepted(long order, CommandView command) {
        long block = begin(OrderAcceptedEncoder.BLOCK_LENGTH, OrderAcceptedEncoder.TEMPLATE_ID);
        ArrayBuffer to = log.tail();
        to.int64(block + OrderAcceptedEncoder.sequenceEncodingOffset(), log.lastSequence());
        to.int64(block + OrderAcceptedEncoder.atEncodingOffset(), at);
        to.int64(block + OrderAcceptedEncoder.orderEncodingOffset(), order);
        to.copy(
                block + BEFORE_COMMAND,
                command.buffer(),
                command.offset() + HEADER,
                PlaceOrderDecoder.BLOCK_LENGTH);
    }

    /**
     * Encodes the whole event of a replacement. It, {@link #cancelled} and {@link #traded} are what
     * happens most, so they are written without a flyweight.
     */
    void replaced(long order, long participant, long clientOrderId, long quantity, long limit) {
        long block = begin(OrderReplacedEncoder.BLOCK_LENGTH, OrderReplacedEncoder.TEMPLATE_ID);
        ArrayBuffer to = log.tail();
        to.int64(block + OrderReplacedEncoder.sequenceEncodingOffset(), log.lastSequence());
        to.int64(block + OrderReplacedEncoder.atEncodingOffset(), at);
        to.int64(block + OrderReplacedEncoder.orderEncodingOffset(), order);
        to.int64(block + OrderReplacedEncoder.participantEncodingOffset(), participant);
        to.int64(block + OrderReplacedEncoder.clientOrderIdEncodingOffset(), clientOrderId);
        to.int64(block + OrderReplacedEncoder.quantityEncodingOffset(), quantity);
        to.int64(block + OrderReplacedEncoder.limitPriceEncodingOffset(), limit);
    }

    OrderReducedEncoder orderReduced() {
        int block = begin(OrderReducedEncoder.BLOCK_LENGTH, OrderReducedEncoder.TEMPLATE_ID);
        return orderReduced.wrap(log.tail(), block).sequence(log.lastSequence()).at(at);
    }

    CallClearedEncoder callCleared() {
        int block = begin(CallClearedEncoder.BLOCK_LENGTH, CallClearedEncoder.TEMPLATE_ID);
        return callCleared.wrap(log.tail(), block).sequence(log.lastSequence()).at(at);
    }

    OrderRejectedEncoder orderRejected() {
        int block = begin(OrderRejectedEncoder.BLOCK_LENGTH, OrderRejectedEncoder.TEMPLATE_ID);
        return orderRejected.wrap(log.tail(), block).sequence(log.lastSequence()).at(at);
    }

    /** Encodes the whole event of a trade. */
    void traded(
            long trade,
            long intervalStart,
            long seller,
            long buyer,
            long sellOrder,
            long buyOrder,
            long quantity,
            long price,
            int area,
            int buyerArea,
            int intervalLength) {
        long block = begin(TradeMadeEncoder.BLOCK_LENGTH, TradeMadeEncoder.TEMPLATE_ID);
        ArrayBuffer to = log.tail();
        to.int64(block + TradeMadeEncoder.sequenceEncodingOffset(), log.lastSequence());
        to.int64(block + TradeMadeEncoder.atEncodingOffset(), at);
        to.int64(block + TradeMadeEncoder.tradeEncodingOffset(), trade);
        to.int64(block + TradeMadeEncoder.intervalStartEncodingOffset(), intervalStart);
        to.int64(block + TradeMadeEncoder.sellerEncodingOffset(), seller);
        to.int64(block + TradeMadeEncoder.buyerEncodingOffset(), buyer);
        to.int64(block + TradeMadeEncoder.sellOrderEncodingOffset(), sellOrder);
        to.int64(block + TradeMadeEncoder.buyOrderEncodingOffset(), buyOrder);
        to.int64(block + TradeMadeEncoder.quantityEncodingOffset(), quantity);
        to.int64(block + TradeMadeEncoder.priceEncodingOffset(), price);
        to.int32(block + TradeMadeEncoder.areaEncodingOffset(), area);
        to.int32(block + TradeMadeEncoder.buyerAreaEncodingOffset(), buyerArea);
        to.int32(block + TradeMadeEncoder.intervalLengthEncodingOffset(), intervalLength);
    }

    /** Encodes the whole event of an order that left. */
    void cancelled(
            long order,
            long participant,
            long clientOrderId,
            long remaining,
            CancelReasonCode reason) {
        long block = begin(OrderCancelledEncoder.BLOCK_LENGTH, OrderCancelledEncoder.TEMPLATE_ID);
        ArrayBuffer to = log.tail();
        to.int64(block + OrderCancelledEncoder.sequenceEncodingOffset(), log.lastSequence());
        to.int64(block + OrderCancelledEncoder.atEncodingOffset(), at);
        to.int64(block + OrderCancelledEncoder.orderEncodingOffset(), order);
        to.int64(block + OrderCancelledEncoder.participantEncodingOffset(), participant);
        to.int64(block + OrderCancelledEncoder.clientOrderIdEncodingOffset(), clientOrderId);
        to.int64(block + OrderCancelledEncoder.remainingEncodingOffset(), remaining);
        to.int8(block + OrderCancelledEncoder.reasonEncodingOffset(), reason.value());
    }

    GateClosedEncoder gateClosed() {
        int block = begin(GateClosedEncoder.BLOCK_LENGTH, GateClosedEncoder.TEMPLATE_ID);
        return gateClosed.wrap(log.tail(), block).sequence(log.lastSequence()).at(at);
    }
}
