package energy.peerwatt.matching;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineCommand.AcknowledgeEvents;
import energy.peerwatt.market.EngineCommand.CancelOrder;
import energy.peerwatt.market.EngineCommand.ConfigureArea;
import energy.peerwatt.market.EngineCommand.PlaceOrder;
import energy.peerwatt.market.EngineCommand.SetClock;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.CancelReason;
import energy.peerwatt.market.EngineEvent.GateClosed;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.market.EngineEvent.OrderCancelled;
import energy.peerwatt.market.EngineEvent.OrderRejected;
import energy.peerwatt.market.EngineEvent.TradeMade;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.Trade;
import energy.peerwatt.market.TradeId;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.DateTimeException;
import java.time.Instant;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The binary form of commands and events: a kind byte, then the fields in the order of the record.
 *
 * <p>The log and the snapshots outlive a release, so a field is never changed in place: a new form
 * gets a new kind or a new {@link #VERSION}. Whoever writes a message puts the version first.
 */
public final class EngineCodec {

    /** Version of this form, the first byte of every message and snapshot. */
    public static final int VERSION = 1;

    private static final int SET_CLOCK = 1;
    private static final int CONFIGURE_AREA = 2;
    private static final int PLACE_ORDER = 3;
    private static final int CANCEL_ORDER = 4;
    private static final int ACKNOWLEDGE_EVENTS = 5;

    private static final int ORDER_ACCEPTED = 1;
    private static final int ORDER_REJECTED = 2;
    private static final int TRADE_MADE = 3;
    private static final int ORDER_CANCELLED = 4;
    private static final int GATE_CLOSED = 5;

    private EngineCodec() {}

    /**
     * Encodes a command.
     *
     * @param buffer has room for 8,000 bytes, or grows
     * @return length in bytes
     * @throws IllegalArgumentException if it has more than 254 legs, a time before 1677 or after
     *     2262, or a price, amount or time that is the wire's null
     */
    public static int encode(EngineCommand command, MutableDirectBuffer buffer, int offset) {
        return CommandCodec.encode(command, buffer, offset);
    }

    /** Encodes an event; as with {@link #encode(EngineCommand, MutableDirectBuffer, int)}. */
    public static int encode(EngineEvent event, MutableDirectBuffer buffer, int offset) {
        return EventCodec.encode(event, buffer, offset);
    }

    /**
     * Decodes a command.
     *
     * @throws IllegalArgumentException if the bytes are not exactly one command of this version or
     *     an older one
     */
    public static EngineCommand decodeCommand(DirectBuffer buffer, int offset, int length) {
        CommandView view = new CommandView();
        if (!view.wrap(buffer, offset, length)) {
            throw new IllegalArgumentException("no command in " + length + " bytes");
        }
        return CommandRecords.of(view);
    }

    /**
     * Decodes an event. What a newer version has at its end is skipped.
     *
     * @throws IllegalArgumentException if the bytes are not exactly one event
     */
    public static EngineEvent decodeEvent(DirectBuffer buffer, int offset, int length) {
        return EventRecords.decode(buffer, offset, length);
    }

    public static void write(WireWriter out, EngineCommand command) {
        switch (command) {
            case SetClock(Instant market, Instant wall, int speed) ->
                    out.uint8(SET_CLOCK).instant(market).instant(wall).int32(speed);
            case ConfigureArea(AreaRules rules, Instant _) ->
                    writeRules(out.uint8(CONFIGURE_AREA), rules);
            case PlaceOrder order -> writeOrder(out.uint8(PLACE_ORDER), order);
            case CancelOrder(ParticipantId participant, long clientOrderId) ->
                    out.uint8(CANCEL_ORDER).int64(participant.value()).int64(clientOrderId);
            case AcknowledgeEvents(long sequence) -> out.uint8(ACKNOWLEDGE_EVENTS).int64(sequence);
            default -> throw new UnsupportedOperationException(command.toString());
        }
    }

    /**
     * Reads one command.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public static EngineCommand readCommand(WireReader in) {
        try {
            int kind = in.uint8();
            return switch (kind) {
                case SET_CLOCK -> new SetClock(in.instant(), in.instant(), in.int32());
                case CONFIGURE_AREA -> new ConfigureArea(readRules(in));
                case PLACE_ORDER -> readOrder(in);
                case CANCEL_ORDER -> new CancelOrder(new ParticipantId(in.int64()), in.int64());
                case ACKNOWLEDGE_EVENTS -> new AcknowledgeEvents(in.int64());
                default -> throw new IllegalArgumentException("unknown command kind " + kind);
            };
        } catch (IndexOutOfBoundsException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("not a command", e);
        }
    }

    public static void write(WireWriter out, EngineEvent event) {
        switch (event) {
            case OrderAccepted accepted -> writeAccepted(out.uint8(ORDER_ACCEPTED), accepted);
            case OrderRejected(var sequence, var at, var participant, var id, var reason) ->
                    out.uint8(ORDER_REJECTED)
                            .int64(sequence)
                            .instant(at)
                            .int64(participant.value())
                            .int64(id)
                            .name(reason);
            case TradeMade(long sequence, Instant at, Trade trade) ->
                    writeTrade(out.uint8(TRADE_MADE).int64(sequence).instant(at), trade);
            case OrderCancelled cancelled -> writeCancelled(out.uint8(ORDER_CANCELLED), cancelled);
            case GateClosed(var sequence, var at, var area, var interval) ->
                    out.uint8(GATE_CLOSED)
                            .int64(sequence)
                            .instant(at)
                            .int32(area.value())
                            .interval(interval);
            default -> throw new UnsupportedOperationException(event.toString());
        }
    }

    /**
     * Reads one event.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    public static EngineEvent readEvent(WireReader in) {
        try {
            int kind = in.uint8();
            return switch (kind) {
                case ORDER_ACCEPTED -> readAccepted(in);
                case ORDER_REJECTED ->
                        new OrderRejected(
                                in.int64(),
                                in.instant(),
                                new ParticipantId(in.int64()),
                                in.int64(),
                                in.name(RejectReason.class));
                case TRADE_MADE -> new TradeMade(in.int64(), in.instant(), readTrade(in));
                case ORDER_CANCELLED -> readCancelled(in);
                case GATE_CLOSED ->
                        new GateClosed(
                                in.int64(), in.instant(), new AreaId(in.int32()), in.interval());
                default -> throw new IllegalArgumentException("unknown event kind " + kind);
            };
        } catch (IndexOutOfBoundsException | DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("not an event", e);
        }
    }

    static void writeRules(WireWriter out, AreaRules rules) {
        out.int32(rules.area().value())
                .duration(rules.intervalLength())
                .duration(rules.gateLead())
                .duration(rules.horizon())
                .int64(rules.tick().microPerKwh())
                .int64(rules.lot().wattHours())
                .int64(rules.feesPerKwh().microPerKwh());
    }

    static AreaRules readRules(WireReader in) {
        return new AreaRules(
                new AreaId(in.int32()),
                in.duration(),
                in.duration(),
                in.duration(),
                price(in),
                energy(in),
                price(in));
    }

    private static void writeOrder(WireWriter out, PlaceOrder order) {
        out.int64(order.participant().value())
                .int64(order.clientOrderId())
                .int32(order.area().value())
                .interval(order.interval())
                .name(order.side())
                .int64(order.quantity().wattHours())
                .int64(order.limit().microPerKwh());
    }

    private static PlaceOrder readOrder(WireReader in) {
        return new PlaceOrder(
                new ParticipantId(in.int64()),
                in.int64(),
                new AreaId(in.int32()),
                in.interval(),
                in.name(Side.class),
                energy(in),
                price(in));
    }

    static void writeAccepted(WireWriter out, OrderAccepted accepted) {
        out.int64(accepted.sequence()).instant(accepted.at()).int64(accepted.order().value());
        writeOrder(out, accepted.command());
    }

    static OrderAccepted readAccepted(WireReader in) {
        return new OrderAccepted(in.int64(), in.instant(), new OrderId(in.int64()), readOrder(in));
    }

    private static void writeTrade(WireWriter out, Trade trade) {
        out.int64(trade.id().value())
                .int32(trade.area().value())
                .interval(trade.interval())
                .int64(trade.seller().value())
                .int64(trade.buyer().value())
                .int64(trade.sellOrder().value())
                .int64(trade.buyOrder().value())
                .int64(trade.quantity().wattHours())
                .int64(trade.price().microPerKwh());
    }

    private static Trade readTrade(WireReader in) {
        return new Trade(
                new TradeId(in.int64()),
                new AreaId(in.int32()),
                in.interval(),
                new ParticipantId(in.int64()),
                new ParticipantId(in.int64()),
                new OrderId(in.int64()),
                new OrderId(in.int64()),
                energy(in),
                price(in));
    }

    private static void writeCancelled(WireWriter out, OrderCancelled cancelled) {
        out.int64(cancelled.sequence())
                .instant(cancelled.at())
                .int64(cancelled.order().value())
                .int64(cancelled.participant().value())
                .int64(cancelled.clientOrderId())
                .int64(cancelled.remaining().wattHours())
                .name(cancelled.reason());
    }

    private static OrderCancelled readCancelled(WireReader in) {
        return new OrderCancelled(
                in.int64(),
                in.instant(),
                new OrderId(in.int64()),
                new ParticipantId(in.int64()),
                in.int64(),
                energy(in),
                in.name(CancelReason.class));
    }

    private static Energy energy(WireReader in) {
        return Energy.ofWattHours(in.int64());
    }

    private static Price price(WireReader in) {
        return Price.ofMicroPerKwh(in.int64());
    }
}
