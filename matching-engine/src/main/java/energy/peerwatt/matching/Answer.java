package energy.peerwatt.matching;

import energy.peerwatt.market.RejectReason;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The engine's answer to the sender of one command, without objects of its own. Valid until the
 * engine is called again.
 */
public final class Answer {

    /** What kind of answer it is. */
    public enum Kind {
        /** The command's own event, or that of the order it repeats. */
        EVENT,
        /** It took effect without an event of its own. */
        DONE,
        /** It had no effect and is about no order. */
        REFUSED
    }

    private Kind kind = Kind.DONE;
    private RejectReason reason = RejectReason.MALFORMED;
    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int length;

    Answer() {}

    void done() {
        kind = Kind.DONE;
    }

    void refused(RejectReason why) {
        kind = Kind.REFUSED;
        reason = why;
    }

    /** The log's latest event. */
    void event(EventLog log) {
        kind = Kind.EVENT;
        buffer = log.tail();
        offset = log.latestOffset();
        length = log.latestLength();
    }

    public Kind kind() {
        return kind;
    }

    /** Why it was refused; only of {@link Kind#REFUSED}. */
    public RejectReason reason() {
        return reason;
    }

    /** Holds the encoded event; only of {@link Kind#EVENT}, as the next two. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Where the event begins. */
    public int offset() {
        return offset;
    }

    /** Its length in bytes. */
    public int length() {
        return length;
    }
}
