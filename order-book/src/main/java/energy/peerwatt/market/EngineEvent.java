package energy.peerwatt.market;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Instant;

/** What the engine says, in one gap-free sequence. Kept until acknowledged. */
public sealed interface EngineEvent {

    /** Position in the engine's event sequence, from 1 without gaps. */
    long sequence();

    /** Sequenced market time. */
    Instant at();

    /** The order was taken; trades, if any, follow. */
    record OrderAccepted(long sequence, Instant at, OrderId order, EngineCommand.PlaceOrder command)
            implements EngineEvent {}

    /**
     * The block was taken; its trades follow when its books allow it, under the same number in
     * every interval.
     */
    record BlockAccepted(long sequence, Instant at, OrderId order, EngineCommand.PlaceBlock command)
            implements EngineEvent {}

    /** The basket was taken and traded whole; its trades follow, all under this number. */
    record BasketAccepted(
            long sequence, Instant at, OrderId order, EngineCommand.PlaceBasket command)
            implements EngineEvent {}

    /** The order was changed; trades, if any, follow. */
    record OrderReplaced(
            long sequence,
            Instant at,
            OrderId order,
            ParticipantId participant,
            long clientOrderId,
            Energy quantity,
            Price limit)
            implements EngineEvent {}

    /**
     * A part of the order left without being traded; the rest stays.
     *
     * @param by positive
     * @param left positive
     */
    record OrderReduced(
            long sequence,
            Instant at,
            OrderId order,
            ParticipantId participant,
            long clientOrderId,
            Energy by,
            Energy left,
            CancelReason reason)
            implements EngineEvent {}

    /**
     * The call of this interval cleared at one price; its trades follow.
     *
     * @param price net of fees
     * @param volume positive
     */
    record CallCleared(
            long sequence,
            Instant at,
            AreaId area,
            DeliveryInterval interval,
            Price price,
            Energy volume)
            implements EngineEvent {}

    /**
     * The command had no effect.
     *
     * @param sequence 0 while too many events wait to be acknowledged, always so for {@link
     *     RejectReason#BUSY}: the answer is given but not kept
     */
    record OrderRejected(
            long sequence,
            Instant at,
            ParticipantId participant,
            long clientOrderId,
            RejectReason reason)
            implements EngineEvent {}

    /** Two orders matched. */
    record TradeMade(long sequence, Instant at, Trade trade) implements EngineEvent {}

    /**
     * An order left the book with something unfilled.
     *
     * @param remaining what was not traded, positive; of a block in all its intervals together
     */
    record OrderCancelled(
            long sequence,
            Instant at,
            OrderId order,
            ParticipantId participant,
            long clientOrderId,
            Energy remaining,
            CancelReason reason)
            implements EngineEvent {}

    /** The gate of this interval closed; no trade for it follows. Sent for every interval. */
    record GateClosed(long sequence, Instant at, AreaId area, DeliveryInterval interval)
            implements EngineEvent {}

    /** Why an order left the book. */
    enum CancelReason {
        BY_PARTICIPANT,
        GATE_CLOSED,
        /** It would have traded with an order of the same group. */
        SELF_TRADE,
        /** Its time ran out. */
        EXPIRED,
        /** The rest of an immediate order. */
        NOT_FILLED_AT_ONCE,
        /** It had to fill whole, or to a minimum, at once, and could not. */
        UNFILLABLE,
        /** It was to rest without trading and would have traded. */
        WOULD_TRADE,
        /** All orders of its participant or area were cancelled. */
        BY_MASS_CANCEL
    }
}
