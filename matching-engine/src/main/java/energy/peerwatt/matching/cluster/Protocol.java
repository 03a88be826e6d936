package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.matching.EngineAnswer;
import energy.peerwatt.matching.EngineCodec;
import energy.peerwatt.matching.WireReader;
import energy.peerwatt.matching.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages between client and node. Each starts with the version and its kind.
 *
 * <p>Client to node: a command with a correlation number, or a request for events, which also makes
 * the session receive every later one. Node to client: the reply to a command, or events.
 */
final class Protocol {

    /** What a client sends. */
    sealed interface Request {

        record Command(long correlation, EngineCommand command) implements Request {}

        record Fetch(long afterSequence) implements Request {}
    }

    /** What a node sends. */
    sealed interface Message {

        record Reply(long correlation, EngineReply reply) implements Message {}

        /**
         * Consecutive events.
         *
         * @param firstRetained sequence of the oldest event the engine still has
         * @param last sequence of its latest event
         */
        record Events(long firstRetained, long last, List<EngineEvent> events) implements Message {}
    }

    private static final int COMMAND = 1;
    private static final int FETCH = 2;

    private static final int REPLY_EVENT = 1;
    private static final int REPLY_DONE = 2;
    private static final int REPLY_REFUSED = 3;
    private static final int EVENTS = 4;

    private Protocol() {}

    static void write(WireWriter out, Request request) {
        out.restart().uint8(EngineCodec.VERSION);
        switch (request) {
            case Request.Command(long correlation, EngineCommand command) ->
                    EngineCodec.write(out.uint8(COMMAND).int64(correlation), command);
            case Request.Fetch(long afterSequence) -> out.uint8(FETCH).int64(afterSequence);
        }
    }

    /** Throws {@link IllegalArgumentException} if the bytes are no request. */
    static Request readRequest(WireReader in) {
        try {
            requireVersion(in);
            int kind = in.uint8();
            return switch (kind) {
                case COMMAND -> new Request.Command(in.int64(), EngineCodec.readCommand(in));
                case FETCH -> new Request.Fetch(in.int64());
                default -> throw new IllegalArgumentException("unknown request kind " + kind);
            };
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a request", e);
        }
    }

    static void writeReply(WireWriter out, long correlation, EngineAnswer answer) {
        out.restart().uint8(EngineCodec.VERSION);
        switch (answer) {
            case EngineAnswer.Event(EngineEvent event) ->
                    EngineCodec.write(out.uint8(REPLY_EVENT).int64(correlation), event);
            case EngineAnswer.Done _ -> out.uint8(REPLY_DONE).int64(correlation);
            case EngineAnswer.Refused(RejectReason reason) ->
                    out.uint8(REPLY_REFUSED).int64(correlation).name(reason);
        }
    }

    static void writeEvents(
            WireWriter out, long firstRetained, long last, List<EngineEvent> events) {
        out.restart()
                .uint8(EngineCodec.VERSION)
                .uint8(EVENTS)
                .int64(firstRetained)
                .int64(last)
                .int32(events.size());
        for (EngineEvent event : events) {
            EngineCodec.write(out, event);
        }
    }

    static Message readMessage(WireReader in) {
        requireVersion(in);
        int kind = in.uint8();
        return switch (kind) {
            case REPLY_EVENT ->
                    reply(in.int64(), new EngineReply.Answered(EngineCodec.readEvent(in)));
            case REPLY_DONE -> reply(in.int64(), new EngineReply.Done());
            case REPLY_REFUSED ->
                    reply(in.int64(), new EngineReply.Refused(in.name(RejectReason.class)));
            case EVENTS -> readEvents(in);
            default -> throw new IllegalArgumentException("unknown message kind " + kind);
        };
    }

    private static Message reply(long correlation, EngineReply reply) {
        return new Message.Reply(correlation, reply);
    }

    private static Message readEvents(WireReader in) {
        long firstRetained = in.int64();
        long last = in.int64();
        int count = in.int32();
        List<EngineEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(EngineCodec.readEvent(in));
        }
        return new Message.Events(firstRetained, last, events);
    }

    private static void requireVersion(WireReader in) {
        int version = in.uint8();
        if (version != EngineCodec.VERSION) {
            throw new IllegalArgumentException("message of unknown version " + version);
        }
    }
}
