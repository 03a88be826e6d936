package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.RejectReason;
import energy.peerwatt.matching.EngineCodec;
import energy.peerwatt.matching.sbe.CommandRequestEncoder;
import energy.peerwatt.matching.sbe.DoneReplyDecoder;
import energy.peerwatt.matching.sbe.EventBatchDecoder;
import energy.peerwatt.matching.sbe.EventReplyDecoder;
import energy.peerwatt.matching.sbe.EventsRequestEncoder;
import energy.peerwatt.matching.sbe.MessageHeaderDecoder;
import energy.peerwatt.matching.sbe.MessageHeaderEncoder;
import energy.peerwatt.matching.sbe.RefusedReplyDecoder;
import energy.peerwatt.matching.sbe.StateReportEncoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The client's side of the messages between client and node. */
final class Protocol {

    /** What a node sends. */
    sealed interface Message {

        record Reply(long correlation, EngineReply reply) implements Message {}

        /**
         * Consecutive events.
         *
         * @param firstRetained sequence of the oldest event the engine still has
         * @param latest sequence of its latest event
         */
        record Events(long firstRetained, long latest, EventBatch events) implements Message {}
    }

    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    /** Where the command begins in the request for it. */
    private static final int COMMAND =
            HEADER
                    + CommandRequestEncoder.BLOCK_LENGTH
                    + CommandRequestEncoder.encodedCommandHeaderLength();

    private static final int TYPICAL_REQUEST = 160;

    private Protocol() {}

    /**
     * Encodes the request for a command, into a buffer of its length, without {@link #correlation}.
     *
     * @throws IllegalArgumentException if the command has no binary form
     */
    static MutableDirectBuffer encodeCommand(EngineCommand command) {
        MutableDirectBuffer buffer = new ExpandableArrayBuffer(TYPICAL_REQUEST);
        int length = EngineCodec.encode(command, buffer, COMMAND);
        new CommandRequestEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        buffer.putShort(COMMAND - Short.BYTES, (short) length, ByteOrder.LITTLE_ENDIAN);
        return new UnsafeBuffer(buffer, 0, COMMAND + length);
    }

    /** Sets the client's number of a request for a command. */
    static void correlation(MutableDirectBuffer request, long correlation) {
        request.putLong(HEADER, correlation, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Encodes the request for all events after a sequence at offset 0.
     *
     * @return its length in bytes
     */
    static int encodeEventsRequest(MutableDirectBuffer buffer, long after) {
        return HEADER
                + new EventsRequestEncoder()
                        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                        .after(after)
                        .encodedLength();
    }

    /**
     * Encodes a member's report of its state at offset 0.
     *
     * @return its length in bytes
     */
    static int encodeStateReport(MutableDirectBuffer buffer, int member, long commands, long hash) {
        return HEADER
                + new StateReportEncoder()
                        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                        .member(member)
                        .commands(commands)
                        .stateHash(hash)
                        .encodedLength();
    }

    /**
     * Decodes what a node sent. What a newer one has at its end is skipped.
     *
     * @throws IllegalArgumentException if it is not known
     */
    static Message decode(DirectBuffer buffer, int offset, int length) {
        require(length >= HEADER);
        MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
        int block = header.blockLength();
        int at = offset + HEADER;
        int behind = at + block;
        int end = offset + length;
        require(header.schemaId() == MessageHeaderDecoder.SCHEMA_ID && header.version() > 0);
        require(behind <= end);
        return switch (header.templateId()) {
            case EventReplyDecoder.TEMPLATE_ID -> {
                require(block >= EventReplyDecoder.BLOCK_LENGTH);
                yield new Message.Reply(correlation(buffer, at), answered(buffer, behind, end));
            }
            case DoneReplyDecoder.TEMPLATE_ID -> {
                require(block >= DoneReplyDecoder.BLOCK_LENGTH);
                yield new Message.Reply(correlation(buffer, at), new EngineReply.Done());
            }
            case RefusedReplyDecoder.TEMPLATE_ID -> {
                require(block >= RefusedReplyDecoder.BLOCK_LENGTH);
                var in = new RefusedReplyDecoder().wrap(buffer, at, block, header.version());
                yield new Message.Reply(in.correlation(), refused(in));
            }
            case EventBatchDecoder.TEMPLATE_ID -> {
                require(block >= EventBatchDecoder.BLOCK_LENGTH);
                var in = new EventBatchDecoder().wrap(buffer, at, block, header.version());
                yield new Message.Events(
                        in.firstRetained(), in.latest(), EventBatch.copyOf(buffer, behind, end));
            }
            default -> throw new IllegalArgumentException("message " + header.templateId());
        };
    }

    private static void require(boolean known) {
        if (!known) {
            throw new IllegalArgumentException("not a message of a node");
        }
    }

    private static long correlation(DirectBuffer buffer, int at) {
        return buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
    }

    /** A newer node's reply may be beyond this client; then nobody knows, as with a lost one. */
    private static EngineReply answered(DirectBuffer buffer, int at, int end) {
        try {
            require(at + Short.BYTES <= end);
            int length = buffer.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xffff;
            require(at + Short.BYTES + length <= end);
            return new EngineReply.Answered(
                    EngineCodec.decodeEvent(buffer, at + Short.BYTES, length));
        } catch (IllegalArgumentException e) {
            return new EngineReply.Unknown("the reply was not understood: " + e.getMessage());
        }
    }

    private static EngineReply refused(RefusedReplyDecoder in) {
        try {
            return new EngineReply.Refused(RejectReason.valueOf(in.reason().name()));
        } catch (IllegalArgumentException e) {
            return new EngineReply.Unknown("the reply was not understood: " + e.getMessage());
        }
    }
}
