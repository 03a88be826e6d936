package energy.peerwatt.matching;

import energy.peerwatt.market.EngineEvent;
import java.util.ArrayList;
import java.util.List;

/** The events that were not acknowledged yet, in one gap-free sequence. */
final class RetainedEvents {

    private final int bound;
    private List<EngineEvent> events = new ArrayList<>();

    /** Leading elements of {@code events} that were acknowledged; dropped now and then. */
    private int dropped;

    private long lastSequence;

    RetainedEvents(int bound) {
        this.bound = bound;
    }

    long lastSequence() {
        return lastSequence;
    }

    long firstSequence() {
        return lastSequence - size() + 1;
    }

    int size() {
        return events.size() - dropped;
    }

    boolean isFull() {
        return size() >= bound;
    }

    void add(EngineEvent event) {
        if (event.sequence() != lastSequence + 1) {
            throw new IllegalStateException("gap before event " + event.sequence());
        }
        lastSequence = event.sequence();
        events.add(event);
    }

    /** Forgets events; numbers that were never given out are taken as the last one. */
    void acknowledge(long sequence) {
        long forget = Math.min(sequence, lastSequence) - firstSequence() + 1;
        if (forget <= 0) {
            return;
        }
        dropped += (int) forget;
        if (dropped > events.size() / 2) {
            events = new ArrayList<>(events.subList(dropped, events.size()));
            dropped = 0;
        }
    }

    /** Up to {@code limit} events that follow {@code sequence}, starting with the oldest kept. */
    List<EngineEvent> after(long sequence, int limit) {
        long skip = Math.clamp(sequence - firstSequence() + 1, 0, size());
        int from = dropped + (int) skip;
        return events.subList(from, Math.min(events.size(), from + limit));
    }

    void write(WireWriter out) {
        out.int64(lastSequence).int32(size());
        for (EngineEvent event : after(0, size())) {
            EngineCodec.write(out, event);
        }
    }

    void read(WireReader in) {
        long last = in.int64();
        int size = in.int32();
        lastSequence = last - size;
        for (int i = 0; i < size; i++) {
            add(EngineCodec.readEvent(in));
        }
    }
}
