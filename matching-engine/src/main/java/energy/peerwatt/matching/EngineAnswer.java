package energy.peerwatt.matching;

import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.RejectReason;

/** The engine's answer to the sender of one command, as a record. */
public sealed interface EngineAnswer {

    /** The command's direct result, or that of the order it repeats. */
    record Event(EngineEvent event) implements EngineAnswer {}

    /** Took effect without an event of its own. */
    record Done() implements EngineAnswer {}

    /** Had no effect and is about no order. */
    record Refused(RejectReason reason) implements EngineAnswer {}

    static EngineAnswer of(Answer answer) {
        return switch (answer.kind()) {
            case EVENT ->
                    new Event(
                            EngineCodec.decodeEvent(
                                    answer.buffer(), answer.offset(), answer.length()));
            case DONE -> new Done();
            case REFUSED -> new Refused(answer.reason());
        };
    }
}
