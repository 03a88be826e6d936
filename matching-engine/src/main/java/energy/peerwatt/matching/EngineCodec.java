package energy.peerwatt.matching;

import energy.peerwatt.market.EngineCommand;
import energy.peerwatt.market.EngineEvent;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The binary form of commands and events, as {@code engine-schema.xml} describes it.
 *
 * <p>Records are for the faces; the state machine reads and writes the same bytes without them.
 */
public final class EngineCodec {

    /** Bytes before every message's block. */
    public static final int HEADER_LENGTH = WireHeader.LENGTH;

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

    /**
     * Encodes a command into a buffer of its length; as with {@link #encode(EngineCommand,
     * MutableDirectBuffer, int)}.
     */
    public static DirectBuffer encode(EngineCommand command) {
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        int length = encode(command, buffer, 0);
        return new UnsafeBuffer(buffer, 0, length);
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
}
