package energy.peerwatt.matching;

import energy.peerwatt.book.NewOrder;
import energy.peerwatt.market.EngineCommand.Leg;
import energy.peerwatt.market.EngineCommand.PlaceBasket;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.TimeInForce;
import energy.peerwatt.matching.Order.Kind;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The part of a snapshot that holds the accepted orders: open ones by number, then by area closed
 * ones that are still known; and what rests of them.
 */
final class SnapshotOrders {

    private final Market market;
    private final MutableDirectBuffer encoded = new ExpandableArrayBuffer();

    SnapshotOrders(Market market) {
        this.market = market;
    }

    void write(StateWriter out) {
        out.int32(market.orders.size());
        market.orders.forEach(order -> writeOpen(order, out));
        for (Area area : market.areas.all()) {
            out.int32(area.closed.size());
            area.closed.forEach(order -> writeClosed(order, out));
        }
        out.int64(market.book.nextPriority());
        for (Area area : market.areas.all()) {
            for (OpenInterval interval : area.intervals()) {
                for (int contract : interval.contracts) {
                    writeContract(contract, out);
                }
            }
        }
    }

    void read(WireReader in, Blocks blocks) {
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            readOpen(blocks, in);
        }
        for (Area area : market.areas.all()) {
            int closed = in.int32();
            for (int i = 0; i < closed; i++) {
                readClosed(area, in);
            }
        }
        market.book.nextPriority(in.int64());
        for (Area area : market.areas.all()) {
            for (OpenInterval interval : area.intervals()) {
                for (int originClass = 0; originClass < OriginClass.COUNT; originClass++) {
                    readContract(interval, originClass, in);
                }
            }
        }
    }

    private void writeOpen(Order order, StateWriter out) {
        writeCommand(order, out);
        out.int32(order.group)
                .int32(order.interval().area.id)
                .int64(order.interval().index)
                .int64(order.restingLimit)
                .int64(order.restingQuantity)
                .flag(order.waits);
    }

    private void readOpen(Blocks blocks, WireReader in) {
        Order order = market.orders.take();
        readCommand(order, in);
        order.group = in.int32();
        Area area = market.areas.get(in.int32());
        order.interval(market.interval(area, in.int64()));
        order.restingLimit = in.int64();
        order.restingQuantity = in.int64();
        market.orders.add(order);
        if (in.flag()) {
            blocks.await(order);
        }
    }

    private void writeClosed(Order order, StateWriter out) {
        writeCommand(order, out);
        out.int64(order.keptUntil);
    }

    private void readClosed(Area area, WireReader in) {
        Order order = market.orders.take();
        readCommand(order, in);
        order.close(in.int64());
        market.orders.addClosed(order, area);
    }

    /** What was commanded and answered. */
    private void writeCommand(Order order, StateWriter out) {
        out.int64(order.id)
                .int32(code(order.kind))
                .int32(order.participant)
                .int64(order.clientOrderId)
                .int64(order.acceptedSequence)
                .int64(order.acceptedAt)
                .int32(order.areaId)
                .int64(order.intervalStart)
                .int32(order.intervalLength)
                .int32(order.intervals)
                .int32(WireCodes.SIDE.code(order.side).value())
                .int64(order.quantity)
                .int64(order.limit);
        writeTerms(order, out);
        if (order.kind == Kind.BASKET) {
            writeLegs(order, out);
        }
    }

    private void readCommand(Order order, WireReader in) {
        order.id = in.int64();
        order.kind = kind(in.int32());
        order.participant = in.int32();
        order.participantId = market.participants.id(order.participant);
        order.clientOrderId = in.int64();
        order.acceptedSequence = in.int64();
        order.acceptedAt = in.int64();
        order.areaId = in.int32();
        order.intervalStart = in.int64();
        order.intervalLength = in.int32();
        order.intervals = in.int32();
        order.side = WireCodes.SIDE.value(in.int32());
        order.quantity = in.int64();
        order.limit = in.int64();
        readTerms(order, in);
        order.legs = order.kind == Kind.BASKET ? readLegs(in) : List.of();
    }

    private static void writeTerms(Order order, StateWriter out) {
        out.int32(WireCodes.TIME_IN_FORCE.code(order.timeInForce).value())
                .int64(order.validUntil)
                .int32(WireCodes.SELF_TRADE.code(order.selfTrade).value())
                .flag(order.postOnly)
                .int64(order.minimumFill)
                .int64(order.displayed)
                .int32(WireCodes.ORIGIN.code(order.origin).value())
                .flag(order.originRequired);
    }

    private static void readTerms(Order order, WireReader in) {
        order.timeInForce = WireCodes.TIME_IN_FORCE.value(in.int32());
        order.validUntil = in.int64();
        order.selfTrade = WireCodes.SELF_TRADE.value(in.int32());
        order.postOnly = in.flag();
        order.minimumFill = in.int64();
        order.displayed = in.int64();
        order.origin = WireCodes.ORIGIN.value(in.int32());
        order.originRequired = in.flag();
    }

    private static int code(Kind kind) {
        return switch (kind) {
            case ORDER -> 0;
            case BLOCK -> 1;
            case BASKET -> 2;
        };
    }

    private static Kind kind(int code) {
        return switch (code) {
            case 0 -> Kind.ORDER;
            case 1 -> Kind.BLOCK;
            case 2 -> Kind.BASKET;
            default -> throw new IllegalArgumentException("no kind of order: " + code);
        };
    }

    /** Legs have the form of their command. */
    private void writeLegs(Order basket, StateWriter out) {
        PlaceBasket command =
                new PlaceBasket(
                        new ParticipantId(basket.participantId), basket.clientOrderId, basket.legs);
        int length = EngineCodec.encode(command, encoded, 0);
        out.int32(length).bytes(encoded, 0, length);
    }

    private List<Leg> readLegs(WireReader in) {
        int length = in.int32();
        in.bytes(encoded, 0, length);
        return ((PlaceBasket) EngineCodec.decodeCommand(encoded, 0, length)).legs();
    }

    private void writeContract(int contract, StateWriter out) {
        boolean open = contract != OpenInterval.NONE;
        out.flag(open);
        if (open) {
            out.int32(market.book.size(contract));
            market.book.visit(
                    contract,
                    (order, displayed, priority) ->
                            out.int64(order.id())
                                    .int64(order.quantity())
                                    .int64(displayed)
                                    .int64(priority));
        }
    }

    private void readContract(OpenInterval interval, int originClass, WireReader in) {
        if (!in.flag()) {
            return;
        }
        int contract = market.contracts.contract(interval, originClass);
        int count = in.int32();
        for (int i = 0; i < count; i++) {
            readResting(market.orders.get(in.int64()), contract, in);
        }
    }

    private void readResting(Order order, int contract, WireReader in) {
        order.contract = contract;
        long left = in.int64();
        long displayed = in.int64();
        long priority = in.int64();
        if (left > order.restingQuantity || displayed > left || displayed < 1) {
            throw new IllegalArgumentException(
                    "snapshot with %d Wh left, %d displayed, of %d of order %d"
                            .formatted(left, displayed, order.restingQuantity, order.id));
        }
        NewOrder resting = market.asNewOrder(order, order.side, contract, left, order.restingLimit);
        market.book.restore(resting, displayed, priority);
        order.interval().placed();
        if (order.timeInForce == TimeInForce.UNTIL_TIME) {
            market.expiries.add(order.validUntil, order.id);
        }
    }
}
