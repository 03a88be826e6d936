package energy.peerwatt.market;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
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
     * @param remaining what was not traded, positive
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
        /** It would have traded with an order of the same participant; the newer one leaves. */
        SELF_TRADE
    }
}
