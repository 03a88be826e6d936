package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.RejectReason;
import energy.peerwatt.matching.EventLog;
import energy.peerwatt.matching.sbe.DoneReplyEncoder;
import energy.peerwatt.matching.sbe.EventBatchEncoder;
import energy.peerwatt.matching.sbe.EventBatchEncoder.EventsEncoder;
import energy.peerwatt.matching.sbe.EventReplyEncoder;
import energy.peerwatt.matching.sbe.MessageHeaderEncoder;
import energy.peerwatt.matching.sbe.RefusedReplyEncoder;
import energy.peerwatt.matching.sbe.RejectReasonCode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The message to a client that is being sent, encoded without making objects. Each method replaces
 * the one before. Single-threaded.
 */
final class NodeMessage {

    /** No message is longer, in bytes; the largest event is about 8,000. */
    private static final int LONGEST = 32 * 1024;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LONGEST]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EventReplyEncoder eventReply = new EventReplyEncoder();
    private final DoneReplyEncoder doneReply = new DoneReplyEncoder();
    private final RefusedReplyEncoder refusedReply = new RefusedReplyEncoder();
    private final EventBatchEncoder batch = new EventBatchEncoder();
    private int length;

    /** Holds the message, from offset 0 on. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Its length in bytes. */
    int length() {
        return length;
    }

    /** The command's result is this encoded event. */
    void reply(long correlation, DirectBuffer event, int offset, int eventLength) {
        eventReply
                .wrapAndApplyHeader(buffer, 0, header)
                .correlation(correlation)
                .putEncodedEvent(event, offset, eventLength);
        length = eventReply.limit();
    }

    /** The command has no event of its own. */
    void done(long correlation) {
        doneReply.wrapAndApplyHeader(buffer, 0, header).correlation(correlation);
        length = doneReply.limit();
    }

    /** The command had no effect. */
    void refused(long correlation, RejectReason reason) {
        refusedReply
                .wrapAndApplyHeader(buffer, 0, header)
                .correlation(correlation)
                .reason(RejectReasonCode.valueOf(reason.name()));
        length = refusedReply.limit();
    }

    /**
     * As many events as fit that follow {@code after}, beginning with the oldest that is kept if
     * that is later; at least one if there is one.
     *
     * @return sequence of the last one put, or {@code after} if there is none
     */
    long events(EventLog log, long after) {
        batch.wrapAndApplyHeader(buffer, 0, header)
                .firstRetained(log.firstSequence())
                .latest(log.lastSequence());
        int most = EventsEncoder.countMaxValue();
        EventsEncoder events = batch.eventsCount(most);
        long last = Math.max(after, log.firstSequence() - 1);
        for (int count = 0; count < most && hasRoom(log, last + 1); count++) {
            last++;
            events.next().putEncodedEvent(log.buffer(last), log.offset(last), log.length(last));
        }
        boolean any = events.resetCountToIndex() > 0;
        length = batch.limit();
        return any ? last : after;
    }

    private boolean hasRoom(EventLog log, long sequence) {
        return sequence <= log.lastSequence()
                && batch.limit() + EventsEncoder.encodedEventHeaderLength() + log.length(sequence)
                        <= LONGEST;
    }
}
