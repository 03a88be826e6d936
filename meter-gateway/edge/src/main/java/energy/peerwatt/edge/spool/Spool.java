package energy.peerwatt.edge.spool;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Readings from measurement until acknowledgement. Thread-safe.
 *
 * <p>{@link #append} numbers readings and writes them; a thread of the spool makes them durable
 * within 50 ms, many with one sync; {@link #read} gives only durable ones, so a sequence that was
 * sent is never given out again; {@link #acknowledge} frees files.
 */
public final class Spool implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Spool.class);
    private static final Duration GROUP_COMMIT = Duration.ofMillis(50);

    private final SpoolGauge gauge;
    private final FileChannel lockFile;
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread syncer;

    // Guarded by lock.
    private SpoolDirectory found;
    private SpoolTimes times = new SpoolTimes();
    private SentMark sent;
    private Segment active;
    private long durable;
    private long acknowledged;
    private long bytes;
    private boolean closed;
    private @Nullable IOException broken;
    private Cursor cursor;

    /** Where the record with a sequence starts. */
    private record Cursor(long sequence, Segment segment, long offset) {}

    /** Readings that are about to be sent, when everything up to {@code durable} could be. */
    private record Sendable(List<Reading> readings, SentMark mark, long durable) {}

    private Spool(SpoolBounds bounds, FileChannel lockFile, SpoolDirectory found)
            throws IOException {
        this.found = found;
        this.lockFile = lockFile;
        gauge = new SpoolGauge(bounds);
        reopenSegments();
        active = segments.lastEntry().getValue();
        active.force();
        durable = active.nextSequence() - 1;
        acknowledged = segments.firstKey() - 1;
        cursor = new Cursor(segments.firstKey(), segments.firstEntry().getValue(), 0);
        sent = SentMark.open(found.path());
        syncer = Thread.ofPlatform().name("spool-sync").daemon().start(this::syncUntilClosed);
    }

    private void reopenSegments() throws IOException {
        bytes = 0;
        for (SegmentScan scan : found.segments()) {
            Segment segment = Segment.reopen(scan);
            segments.put(segment.firstSequence(), segment);
            bytes += segment.length();
            segment.read(0, 1).readings().forEach(times::note);
        }
    }

    /**
     * Opens the spool of a directory, creating it if need be.
     *
     * @param bounds at which new readings are refused
     * @param newEpoch epoch to use if a new one has to be started and no later one is known
     * @throws MarketException {@code SPOOL_UNWRITABLE}
     */
    public static Spool open(Path directory, SpoolBounds bounds, long newEpoch) {
        try {
            FileChannel lockFile = SpoolDirectory.lock(directory);
            return new Spool(bounds, lockFile, SpoolDirectory.open(directory, newEpoch));
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /** Grows whenever the spool had to be started anew. */
    public long epoch() {
        lock.lock();
        try {
            return found.epoch();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a new epoch: all readings that are not acknowledged get new sequences from 1 on. For
     * when the head-end holds other readings under the sequences of this one. The files of before
     * stay for inspection.
     *
     * @param newEpoch the least epoch to use
     * @throws MarketException {@code SPOOL_UNWRITABLE}; then nothing has changed, unless files
     *     cannot be opened again
     */
    public void renumber(long newEpoch) {
        lock.lock();
        try {
            requireUsable();
            active.force();
            SpoolDirectory fresh = found.renumbered(newEpoch, acknowledged + 1);
            for (Segment segment : segments.values()) {
                segment.close();
            }
            sent.close();
            segments.clear();
            times = new SpoolTimes();
            found = fresh;
            reopenSegments();
            active = segments.lastEntry().getValue();
            durable = active.nextSequence() - 1;
            acknowledged = segments.firstKey() - 1;
            cursor = new Cursor(segments.firstKey(), segments.firstEntry().getValue(), 0);
            sent = SentMark.open(found.path());
            changed.signalAll();
        } catch (IOException e) {
            throw unwritable(found.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives readings the next sequences and writes them, all or none.
     *
     * @return the sequence of the last one; durable soon, see {@link #awaitDurable}
     * @throws MarketException {@code SPOOL_FULL} or {@code SPOOL_UNWRITABLE}; nothing was kept
     */
    public long append(List<Measurement> measurements) {
        lock.lock();
        try {
            requireUsable();
            List<Reading> readings = number(measurements, active.nextSequence());
            ByteBuffer records = encode(readings);
            if (!gauge.admits(bytes, records.remaining(), times.waiting(acknowledged))) {
                throw new MarketException(
                        ErrorCode.SPOOL_FULL, bytes + " bytes in " + found.path());
            }
            if (active.length() >= SpoolBounds.SEGMENT_BYTES) {
                rotate();
            }
            int added = records.remaining();
            active.append(records, readings.size());
            readings.forEach(times::note);
            bytes += added;
            changed.signalAll();
            return active.nextSequence() - 1;
        } catch (IOException e) {
            throw unwritable(found.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Durable readings, ascending without gaps. That they may be sent is on disk on return.
     *
     * @param from first sequence wanted; acknowledged ones may be gone and are skipped
     * @param max at least 1
     * @return empty if there is none yet
     */
    public List<Reading> read(long from, int max) {
        Sendable next = sendable(from, max);
        try {
            // Not under the lock: new readings need not wait for the disk.
            next.mark().advance(next.readings(), next.durable());
            return next.readings();
        } catch (IOException e) {
            throw unwritable(next.mark().directory(), e);
        }
    }

    private Sendable sendable(long from, int max) {
        lock.lock();
        try {
            long start = Math.max(from, acknowledged + 1);
            if (start > durable) {
                return new Sendable(List.of(), sent, durable);
            }
            seek(start);
            int count = (int) Math.min(max, durable - start + 1);
            return new Sendable(advance(count), sent, durable);
        } catch (IOException e) {
            throw unwritable(found.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The head-end has committed all readings up to a sequence. Repeated and older acknowledgements
     * change nothing.
     *
     * @return false if the sequence was never sent, which frees nothing
     */
    public boolean acknowledge(long sequence) {
        lock.lock();
        try {
            if (sequence > durable) {
                return false;
            }
            acknowledged = Math.max(acknowledged, sequence);
            while (segments.firstEntry().getValue() != active
                    && segments.firstEntry().getValue().nextSequence() - 1 <= acknowledged) {
                Segment freed = segments.pollFirstEntry().getValue();
                bytes -= freed.length();
                freed.delete();
            }
            gauge.observe(bytes, times.waiting(acknowledged));
            return true;
        } catch (IOException e) {
            throw unwritable(found.path(), e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@link #acknowledge} of a sequence would remove a file. */
    public boolean frees(long sequence) {
        lock.lock();
        try {
            Segment oldest = segments.firstEntry().getValue();
            return oldest != active && oldest.nextSequence() - 1 <= sequence;
        } finally {
            lock.unlock();
        }
    }

    /** Highest sequence that survives a power cut; 0 if none. */
    public long durable() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /** Highest sequence known to be committed by the head-end, in this run of the program. */
    public long acknowledged() {
        lock.lock();
        try {
            return acknowledged;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a sequence is durable.
     *
     * @return false if it is not after the timeout, or the spool was closed or broke
     */
    public boolean awaitDurable(long sequence, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lock();
        try {
            while (durable < sequence && broken == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return durable >= sequence;
        } finally {
            lock.unlock();
        }
    }

    /** Makes everything appended durable and closes the files. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            syncer.join();
            for (Segment segment : segments.values()) {
                segment.close();
            }
            sent.close();
            lockFile.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw unwritable(found.path(), e);
        }
    }

    private void requireUsable() throws IOException {
        if (closed) {
            throw new IllegalStateException("spool is closed");
        }
        if (broken != null) {
            throw new IOException("after an earlier failure", broken);
        }
    }

    private static List<Reading> number(List<Measurement> measurements, long firstSequence) {
        List<Reading> readings = new ArrayList<>(measurements.size());
        for (Measurement measurement : measurements) {
            readings.add(measurement.numbered(firstSequence + readings.size()));
        }
        return readings;
    }

    private static ByteBuffer encode(List<Reading> readings) {
        ByteBuffer records = ByteBuffer.allocate(SpoolRecord.room(readings));
        readings.forEach(reading -> SpoolRecord.write(reading, records));
        return records.flip();
    }

    private void rotate() throws IOException {
        active.force();
        durable = active.nextSequence() - 1;
        active = Segment.create(found.path(), active.nextSequence());
        segments.put(active.firstSequence(), active);
    }

    /** Moves the cursor to a sequence; usually it is there already. */
    private void seek(long sequence) throws IOException {
        Segment current = cursor.segment();
        if (cursor.sequence() == sequence && segments.get(current.firstSequence()) == current) {
            skipExhausted();
            return;
        }
        Map.Entry<Long, Segment> holder = segments.floorEntry(sequence);
        if (holder == null) {
            throw new IOException("no segment holds " + sequence);
        }
        Segment segment = holder.getValue();
        cursor = new Cursor(segment.firstSequence(), segment, 0);
        while (cursor.sequence() < sequence) {
            advance((int) Math.min(1_000, sequence - cursor.sequence()));
        }
    }

    private void skipExhausted() {
        Segment segment = cursor.segment();
        if (cursor.sequence() == segment.nextSequence() && segment != active) {
            Map.Entry<Long, Segment> next = segments.higherEntry(segment.firstSequence());
            cursor = new Cursor(cursor.sequence(), next.getValue(), 0);
        }
    }

    /** Reads on from the cursor, at least one record. */
    private List<Reading> advance(int max) throws IOException {
        Segment.Chunk chunk = cursor.segment().read(cursor.offset(), max);
        List<Reading> readings = chunk.readings();
        if (readings.isEmpty() || readings.getFirst().sequence() != cursor.sequence()) {
            throw new IOException("record " + cursor.sequence() + " is damaged");
        }
        cursor = new Cursor(readings.getLast().sequence() + 1, cursor.segment(), chunk.end());
        return readings;
    }

    private void syncUntilClosed() {
        try {
            while (awaitWork()) {
                sync();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to sync, then for more to come; false when closed and all is synced. */
    private boolean awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (durable == active.nextSequence() - 1 && !closed) {
                changed.await();
            }
            if (broken != null || durable == active.nextSequence() - 1) {
                return false;
            }
            long left = GROUP_COMMIT.toNanos();
            while (left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void sync() {
        Segment segment;
        long written;
        long epoch;
        lock.lock();
        try {
            segment = active;
            written = active.nextSequence() - 1;
            epoch = found.epoch();
        } finally {
            lock.unlock();
        }
        @Nullable IOException failure = null;
        try {
            segment.force();
        } catch (IOException e) {
            failure = e;
        }
        lock.lock();
        try {
            // A segment that is no longer active was synced when the next one was started.
            if (epoch != found.epoch()) {
                LOG.debug("a segment of the epoch before was synced");
            } else if (failure == null || segment != active) {
                durable = Math.max(durable, failure == null ? written : durable);
            } else {
                broken = failure;
                LOG.error("spool cannot be synced; no reading is taken until restart", failure);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static MarketException unwritable(Path directory, IOException cause) {
        return new MarketException(
                ErrorCode.SPOOL_UNWRITABLE, directory + ": " + cause.getMessage(), cause);
    }
}
