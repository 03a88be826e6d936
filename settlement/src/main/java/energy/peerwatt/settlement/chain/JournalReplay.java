package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts nodes in the state of the journal. Called by one thread at a time. */
final class JournalReplay {

    private static final Logger LOG = System.getLogger(JournalReplay.class.getName());

    /** A node that was killed replays at most this many blocks, which takes under a second. */
    private static final int CHECKPOINT_EVERY = 250;

    private final Path binary;
    private final Path directory;
    private final Path checkpointFile;
    private final BlockJournal journal;
    private long checkpointHeight;

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
        return launch(Optional.empty());
    }

    /** Writes a checkpoint when enough blocks have come since the last one. */
    void checkpointIfDue(NodeRpc rpc) {
        if (journal.height() - checkpointHeight >= CHECKPOINT_EVERY) {
            checkpoint(rpc);
        }
    }

    /** Writes a checkpoint; if that fails, the next start takes longer and nothing else happens. */
    void checkpoint(NodeRpc rpc) {
        long height = journal.height();
        try {
            if (height > checkpointHeight && rpc.blockNumber() == height) {
                new Checkpoint(height, journal.hashOf(height), rpc.dumpState())
                        .write(checkpointFile);
                checkpointHeight = height;
            }
        } catch (MarketException | IOException e) {
            LOG.log(Level.WARNING, "no checkpoint at block " + height, e);
        }
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
        rpc.mine(block.timestamp());
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
