package energy.peerwatt.matching;

import java.util.Objects;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The encoded events that were not acknowledged yet, in one gap-free sequence. Single-threaded.
 *
 * <p>They lie in chunks; a chunk whose events were all acknowledged is used again, so that nothing
 * is allocated once there are as many as ever waited at a time. An event stays where it is until it
 * is acknowledged.
 */
public final class EventLog {

    /** No event may be longer, in bytes. */
    public static final int LONGEST_EVENT = 16 * 1024;

    private static final int CHUNK = 128 * 1024;

    /** Events begin at multiples of this, so that their 8-byte fields are aligned. */
    private static final int ALIGNMENT = Long.BYTES;

    /** No event is shorter, in bytes. */
    private static final int SHORTEST_EVENT = 32;

    /** Events one after another. */
    private static final class Chunk {

        private final ArrayBuffer buffer = new ArrayBuffer(CHUNK);

        /** Where each event ends. */
        private final int[] ends = new int[CHUNK / SHORTEST_EVENT];

        private long first;

        /** How many there are; of the one that is written, only when it is full. */
        private int count;

        /** The one with the events that follow; among free ones any other. */
        private @Nullable Chunk next;

        private int start(int index) {
            return index == 0 ? 0 : aligned(ends[index - 1]);
        }
    }

    private static int aligned(int end) {
        return (end + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private final int bound;

    /** The oldest one. */
    private Chunk head = new Chunk();

    /** The one that is written; what follows is of it. */
    private Chunk tail = head;

    private ArrayBuffer buffer = head.buffer;
    private int[] ends = head.ends;
    private int count;

    /** Where the next event would begin. */
    private int top;

    /** The one that was read last. */
    private Chunk found = head;

    private @Nullable Chunk free;
    private long firstSequence = 1;
    private long lastSequence;

    /**
     * An empty log.
     *
     * @param bound {@link #isFull} from this many events on; it takes more all the same
     */
    EventLog(int bound) {
        this.bound = bound;
        write(tail, 1);
    }

    /** Sequence of the latest event, 0 before the first. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Sequence of the oldest event that is kept; one more than the latest if none is. */
    public long firstSequence() {
        return firstSequence;
    }

    int size() {
        return (int) (lastSequence - firstSequence + 1);
    }

    /** How many events make it full. */
    int bound() {
        return bound;
    }

    boolean isFull() {
        return size() >= bound;
    }

    /**
     * Makes room for the next event, which from now on is {@link #lastSequence}, and whose bytes
     * the caller fills in before anything else is done with the log.
     *
     * @param length in bytes, exact, at most {@link #LONGEST_EVENT}
     * @return where it begins in {@link #tail}
     */
    int claim(int length) {
        if (top + length > CHUNK) {
            extend(length);
        }
        int start = top;
        int end = start + length;
        ends[count++] = end;
        top = aligned(end);
        lastSequence++;
        return start;
    }

    /** Holds what was claimed last. */
    ArrayBuffer tail() {
        return buffer;
    }

    /** Where in {@link #tail} the latest event begins; there must be one. */
    int latestOffset() {
        return count == 1 ? 0 : aligned(ends[count - 2]);
    }

    /** Length of the latest event in bytes. */
    int latestLength() {
        return ends[count - 1] - latestOffset();
    }

    private void extend(int length) {
        if (length > LONGEST_EVENT) {
            throw new IllegalArgumentException("an event of " + length + " bytes");
        }
        Chunk chunk = free;
        if (chunk == null) {
            chunk = new Chunk();
        } else {
            free = chunk.next;
        }
        tail.count = count;
        tail.next = chunk;
        write(chunk, lastSequence + 1);
    }

    /** Goes on with an empty chunk. */
    private void write(Chunk chunk, long first) {
        chunk.first = first;
        chunk.next = null;
        tail = chunk;
        buffer = chunk.buffer;
        ends = chunk.ends;
        count = 0;
        top = 0;
    }

    private long last(Chunk chunk) {
        return chunk == tail ? lastSequence : chunk.first + chunk.count - 1;
    }

    /** Forgets events; numbers that were never given out are taken as the last one. */
    void acknowledge(long sequence) {
        long last = Math.min(sequence, lastSequence);
        if (last < firstSequence) {
            return;
        }
        firstSequence = last + 1;
        Chunk following = head.next;
        while (following != null && last(head) < firstSequence) {
            head.next = free;
            free = head;
            head = following;
            following = head.next;
        }
        if (last(head) < firstSequence) {
            write(head, firstSequence);
        }
        found = head;
    }

    /**
     * The buffer that holds an event, at {@link #offset} and of {@link #length}, until the event is
     * acknowledged.
     *
     * @param sequence from {@link #firstSequence} to {@link #lastSequence}
     */
    public DirectBuffer buffer(long sequence) {
        return chunkOf(sequence).buffer;
    }

    /** Where in its buffer an event begins. */
    public int offset(long sequence) {
        Chunk chunk = chunkOf(sequence);
        return chunk.start((int) (sequence - chunk.first));
    }

    /** Length of an event in bytes. */
    public int length(long sequence) {
        Chunk chunk = chunkOf(sequence);
        int index = (int) (sequence - chunk.first);
        return chunk.ends[index] - chunk.start(index);
    }

    private Chunk chunkOf(long sequence) {
        if (sequence < firstSequence || sequence > lastSequence) {
            throw new IllegalArgumentException(
                    "event %d is not one of %d to %d"
                            .formatted(sequence, firstSequence, lastSequence));
        }
        Chunk chunk = sequence < found.first ? head : found;
        while (sequence > last(chunk)) {
            chunk = Objects.requireNonNull(chunk.next);
        }
        found = chunk;
        return chunk;
    }

    /** Empties the log so that the next event has the sequence after {@code sequence}. */
    void restart(long sequence) {
        acknowledge(lastSequence);
        lastSequence = sequence;
        firstSequence = sequence + 1;
        write(tail, firstSequence);
    }

    void write(StateWriter out) {
        out.int64(lastSequence).int32(size());
        for (long sequence = firstSequence; sequence <= lastSequence; sequence++) {
            int length = length(sequence);
            out.int32(length).bytes(buffer(sequence), offset(sequence), length);
        }
    }

    void read(WireReader in) {
        long last = in.int64();
        int size = in.int32();
        restart(last - size);
        for (int i = 0; i < size; i++) {
            int length = in.int32();
            int start = claim(length);
            in.bytes(buffer, start, length);
        }
    }
}
