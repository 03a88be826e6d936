package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.RejectReason;

/** What became of a command that was sent to the engine. */
public sealed interface EngineReply {

    /**
     * The command is durable and this event is its direct result: {@code OrderAccepted}, {@code
     * BlockAccepted}, {@code BasketAccepted}, {@code OrderReplaced}, {@code OrderRejected} or, for
     * a cancellation, {@code OrderCancelled}. A repeated order is answered with the event of the
     * first. Everything else the command caused comes through the subscription. A rejection with
     * sequence 0, such as {@code BUSY}, is not part of the event sequence.
     */
    record Answered(EngineEvent event) implements EngineReply {}

    /** The command is durable and has taken effect; commands about no order make no event. */
    record Done() implements EngineReply {}

    /** A command about no order was refused and had no effect. */
    record Refused(RejectReason reason) implements EngineReply {}

    /**
     * Nobody knows: the command may or may not have taken effect. Orders may be sent again with the
     * same client order id until the area's {@link AreaRules#repeatWindow} after the interval's
     * gate has passed: who is then told {@code GATE_CLOSED} knows that the first was not taken.
     * Later the engine has forgotten who asked what and answers {@code GATE_CLOSED} either way; the
     * events say what became of it.
     */
    record Unknown(String why) implements EngineReply {}
}
