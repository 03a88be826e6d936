package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts nodes in the state of the journal. Called by one thread at a time. */
final class JournalReplay {

    private static final Logger LOG = System.getLogger(JournalReplay.class.getName());

    /**
     * A checkpoint is written once the blocks after the last one would take this long to replay.
     * The node hashes its whole state for each block, so the time per block grows with the state.
     */
    private static final long REPLAY_LIMIT_NANOS = Duration.ofSeconds(1).toNanos();

    /** Mining must take at least this many times as long as writing checkpoints. */
    private static final int CHECKPOINT_SHARE = 4;

    private final Path binary;
    private final Path directory;
    private final Path checkpointFile;
    private final BlockJournal journal;
    private long checkpointHeight;
    private long checkpointNanos;
    private long minedNanos;

    JournalReplay(Path binary, Path directory, BlockJournal journal) {
        this.binary = binary;
        this.directory = directory;
        this.checkpointFile = directory.resolve("checkpoint");
        this.journal = journal;
    }

    /**
     * Starts a node and brings it to the journal's last block, from the checkpoint if it fits.
     *
     * @throws MarketException CHAIN_STATE_MISMATCH if the blocks do not come out as written
     */
    AnvilProcess launch() {
        Optional<Checkpoint> checkpoint = Checkpoint.read(checkpointFile).filter(this::fits);
        if (checkpoint.isPresent()) {
            try {
                return launch(checkpoint);
            } catch (MarketException e) {
                LOG.log(Level.WARNING, "checkpoint not used, replaying all blocks", e);
            }
        }
        try {
            return launch(Optional.empty());
        } catch (MarketException e) {
            if (e.code() != ErrorCode.CHAIN_STATE_MISMATCH) {
                throw e;
            }
            // Somebody who knows the port may have handed over a transaction meanwhile, which then
            // is in a replayed block: once more, where nobody knows it.
            LOG.log(Level.WARNING, "replaying all blocks again, at another port", e);
            AnvilProcess.forgetPort(directory);
            return launch(Optional.empty());
        }
    }

    /** Mines a block on the node; how long that takes decides on the next checkpoint. */
    void mine(NodeRpc rpc, long timestamp) {
        long started = System.nanoTime();
        rpc.mine(timestamp);
        minedNanos += System.nanoTime() - started;
    }

    /** Writes a checkpoint when replaying what came since the last one would take too long. */
    void checkpointIfDue(NodeRpc rpc) {
        if (minedNanos >= Math.max(REPLAY_LIMIT_NANOS, CHECKPOINT_SHARE * checkpointNanos)) {
            checkpoint(rpc);
        }
    }

    /** Writes a checkpoint; if that fails, the next start takes longer and nothing else happens. */
    void checkpoint(NodeRpc rpc) {
        long height = journal.height();
        if (height == checkpointHeight) {
            return;
        }
        long started = System.nanoTime();
        minedNanos = 0;
        try {
            new Checkpoint(height, journal.hashOf(height), rpc.dumpState()).write(checkpointFile);
            checkpointHeight = height;
        } catch (MarketException | IOException e) {
            LOG.log(Level.WARNING, "no checkpoint at block " + height, e);
        }
        checkpointNanos = System.nanoTime() - started;
    }

    private boolean fits(Checkpoint checkpoint) {
        return checkpoint.height() <= journal.height()
                && checkpoint.hash().equals(journal.hashOf(checkpoint.height()));
    }

    private AnvilProcess launch(Optional<Checkpoint> checkpoint) {
        AnvilProcess node = AnvilProcess.start(binary, directory);
        try {
            requireGenesis(node.rpc());
            checkpointHeight = 0;
            minedNanos = 0;
            if (checkpoint.isPresent()) {
                load(node.rpc(), checkpoint.get());
            }
            for (long next = checkpointHeight + 1; next <= journal.height(); next++) {
                replay(node.rpc(), journal.read(next));
            }
            return node;
        } catch (IOException e) {
            node.kill();
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "reading the journal", e);
        } catch (RuntimeException e) {
            node.kill();
            throw e;
        }
    }

    private void requireGenesis(NodeRpc rpc) throws IOException {
        Digest genesis = hashOf(rpc, 0);
        if (journal.isEmpty()) {
            long timestamp = AnvilProcess.GENESIS_TIMESTAMP;
            journal.append(new BlockJournal.Block(0, timestamp, genesis, List.of()));
        }
        requireSame(0, genesis);
    }

    private void load(NodeRpc rpc, Checkpoint checkpoint) {
        rpc.loadState(checkpoint.state());
        if (rpc.blockNumber() != checkpoint.height()) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH, "checkpoint is not at " + checkpoint.height());
        }
        requireSame(checkpoint.height(), hashOf(rpc, checkpoint.height()));
        checkpointHeight = checkpoint.height();
    }

    private void replay(NodeRpc rpc, BlockJournal.Block block) {
        block.transactions().forEach(rpc::send);
        mine(rpc, block.timestamp());
        requireSame(block.number(), hashOf(rpc, block.number()));
    }

    private void requireSame(long number, Digest actual) {
        if (!actual.equals(journal.hashOf(number))) {
            throw new MarketException(
                    ErrorCode.CHAIN_STATE_MISMATCH,
                    "block "
                            + number
                            + " is "
                            + actual
                            + ", journal "
                            + directory
                            + " says "
                            + journal.hashOf(number));
        }
    }

    private static Digest hashOf(NodeRpc rpc, long number) {
        return rpc.block(number)
                .map(NodeRpc.Block::hash)
                .orElseThrow(() ->
                        new MarketException(ErrorCode.CHAIN_STATE_MISMATCH, "no block " + number));
    }
}
