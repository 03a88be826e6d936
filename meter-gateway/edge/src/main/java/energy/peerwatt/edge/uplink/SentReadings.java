package energy.peerwatt.edge.uplink;

import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.ReadingChain;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * What the head-end has committed of a spool, and the hash chains up to there. The spool frees
 * readings only when the chains behind them are on disk.
 */
final class SentReadings {

    private static final Logger LOG = Logger.getLogger(SentReadings.class);

    private final Spool spool;
    private final ChainFile file;

    /** As the head-end said last. */
    private final AtomicLong committed;

    // Used by the thread that sends.
    private ReadingChain chain;
    private long chained;
    private List<Reading> sent = List.of();

    SentReadings(Spool spool, ChainFile file) {
        this.spool = spool;
        this.file = file;
        ChainFile.Position position = file.load(spool);
        chain = position.chain();
        chained = position.sequence();
        if (!spool.acknowledge(chained)) {
            LOG.errorf("the spool has lost readings up to %d that were acknowledged", chained);
        }
        committed = new AtomicLong(spool.acknowledged());
    }

    /**
     * Starts a new epoch with all that is not committed; for the thread that sends.
     *
     * @param newEpoch the least epoch to use
     */
    void renumber(long newEpoch) {
        settle();
        spool.renumber(newEpoch);
        ChainFile.Position position = file.load(spool);
        chain = position.chain();
        chained = position.sequence();
        sent = List.of();
        committed.set(spool.acknowledged());
    }

    /** Every reading up to here is committed; any thread. */
    long committed() {
        return committed.get();
    }

    /**
     * The head-end has committed all readings up to a sequence; any thread.
     *
     * @return false if it was never sent, which changes nothing
     */
    boolean commit(long sequence) {
        if (sequence > spool.durable()) {
            return false;
        }
        committed.accumulateAndGet(sequence, Math::max);
        return true;
    }

    /** The chains before these readings, which follow the last settled one; for signing once. */
    ReadingChain chainBefore(List<Reading> readings) {
        sent = readings;
        return chain.copy();
    }

    /**
     * Moves the chains behind what is committed and frees it.
     *
     * @return the last committed sequence
     */
    long settle() {
        long target = committed.get();
        append(sent, target);
        while (chained < target) {
            List<Reading> more = spool.read(chained + 1, ReadingBlock.MAX_READINGS);
            if (more.isEmpty() || more.getFirst().sequence() != chained + 1) {
                throw new MarketException(
                        ErrorCode.SPOOL_UNWRITABLE, "reading " + (chained + 1) + " is gone");
            }
            append(more, target);
        }
        if (spool.frees(target)) {
            file.save(new ChainFile.Position(chain, target));
        }
        spool.acknowledge(target);
        return target;
    }

    private void append(List<Reading> readings, long target) {
        for (Reading reading : readings) {
            if (reading.sequence() == chained + 1 && reading.sequence() <= target) {
                chain.append(reading);
                chained++;
            }
        }
    }
}
