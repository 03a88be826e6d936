package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A local EVM node as child process whose durability is ours.
 *
 * <p>The node promises nothing: we set each block's time, have it mined and write it to a journal
 * with fsync before it counts. Whenever the node starts, it is given the journal's blocks again and
 * must come to the same hashes. A child that dies is started again within about a second; callers
 * see CHAIN_UNAVAILABLE meanwhile.
 */
public final class EmbeddedChain implements ChainNode {

    /**
     * Where and how the node runs.
     *
     * @param binary the anvil program; npm's {@code node_modules} folder or its start script in
     *     there will do
     * @param directory holds journal, checkpoint and port; created if absent; used by one process
     *     at a time
     * @param wallClock wall time for block timestamps
     */
    public record Config(Path binary, Path directory, InstantSource wallClock) {}

    private static final Logger LOG = System.getLogger(EmbeddedChain.class.getName());
    private static final int RETRY_MILLIS = 500;

    private final Config config;
    private final BlockJournal journal;
    private final JournalReplay replay;
    private final Thread watchdog;

    /** Held to change the node's state, the journal or the child. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable AnvilProcess child;
    private volatile @Nullable MarketException broken;
    private volatile long height;
    private volatile boolean closed;

    private EmbeddedChain(Config config, BlockJournal journal, JournalReplay replay) {
        this.config = config;
        this.journal = journal;
        this.replay = replay;
        this.watchdog = Thread.ofPlatform().daemon().name("chain-watchdog").unstarted(this::watch);
    }

    /**
     * Starts the node and brings it to the state of the journal. Ends a node that an earlier
     * process left running.
     *
     * @throws MarketException CHAIN_STATE_MISMATCH if journal and replay contradict each other,
     *     CHAIN_UNAVAILABLE if the program does not start or the directory is in use,
     *     CONFIGURATION_INVALID if there is no such program
     */
    public static EmbeddedChain start(Config config) {
        Path binary = AnvilProcess.nativeBinary(config.binary());
        BlockJournal journal = BlockJournal.open(config.directory().resolve("journal"));
        try {
            AnvilProcess.endOrphans(binary, config.directory());
            JournalReplay replay = new JournalReplay(binary, config.directory(), journal);
            EmbeddedChain chain = new EmbeddedChain(config, journal, replay);
            chain.child = replay.launch();
            chain.height = journal.height();
            chain.watchdog.start();
            return chain;
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    @Override
    public long chainId() {
        return AnvilProcess.CHAIN_ID;
    }

    @Override
    public Fees fees() {
        return Fees.NONE;
    }

    @Override
    public long feeCeiling() {
        return 0;
    }

    @Override
    public Optional<String> send(byte[] rawTransaction) {
        return running().rpc().send(rawTransaction);
    }

    @Override
    public boolean sealsBlocks() {
        return true;
    }

    @Override
    public void seal() {
        lock.lock();
        try {
            AnvilProcess node = running();
            try {
                sealOn(node.rpc());
            } catch (MarketException | IOException e) {
                // The node may now be a block ahead of the journal. What is not written did not
                // happen: end the node, and the watchdog brings it back to what is.
                node.kill();
                throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "sealing a block", e);
            }
            replay.checkpointIfDue(node.rpc());
        } finally {
            lock.unlock();
        }
    }

    /** Known even while the node is down. */
    @Override
    public long height() {
        return height;
    }

    /** A journalled block is final. */
    @Override
    public long finalHeight() {
        return height;
    }

    @Override
    public Optional<Receipt> receipt(Digest transaction) {
        return running().rpc().receipt(transaction).filter(found -> found.blockNumber() <= height);
    }

    @Override
    public long transactionCount(ChainAddress account) {
        return running().rpc().transactionCount(account);
    }

    @Override
    public CallResult call(ChainAddress from, ChainAddress to, byte[] data) {
        return running().rpc().call(from, to, data);
    }

    @Override
    public CallResult callBefore(long block, ChainAddress from, ChainAddress to, byte[] data) {
        return running().rpc().callAt(block - 1, from, to, data);
    }

    @Override
    public List<Event> events(ChainAddress contract, List<Digest> topics, long from) {
        return running().rpc().logs(contract, topics, from).stream()
                .filter(log -> log.block() <= height)
                .map(NodeRpc.Log::event)
                .toList();
    }

    /** Writes a checkpoint for the next start and ends the node. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            AnvilProcess node = child;
            if (node != null && node.isAlive()) {
                replay.checkpoint(node.rpc());
                node.kill();
            }
        } finally {
            journal.close();
            lock.unlock();
        }
        watchdog.interrupt();
    }

    /** Lets go of everything as a killed process would: the node runs on. */
    void abandon() {
        closed = true;
        lock.lock();
        try {
            journal.close();
        } finally {
            lock.unlock();
        }
        watchdog.interrupt();
    }

    /** Hash of a block as journalled. */
    Digest blockHash(long number) {
        lock.lock();
        try {
            return journal.hashOf(number);
        } finally {
            lock.unlock();
        }
    }

    /** Process id of the node. */
    long nodePid() {
        return running().pid();
    }

    private AnvilProcess running() {
        MarketException reason = broken;
        if (reason != null) {
            throw reason;
        }
        AnvilProcess node = child;
        if (closed || node == null || !node.isAlive()) {
            throw new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "the node is not running");
        }
        return node;
    }

    private void sealOn(NodeRpc rpc) throws IOException {
        long number = journal.height() + 1;
        if (rpc.blockNumber() >= number) {
            throw new MarketException(
                    ErrorCode.CHAIN_UNAVAILABLE, "the node has blocks that nobody wrote down");
        }
        if (rpc.pendingTransactions() == 0) {
            return;
        }
        long timestamp =
                Math.max(
                        config.wallClock().instant().getEpochSecond(),
                        journal.timestampOf(number - 1) + 1);
        replay.mine(rpc, timestamp);
        NodeRpc.Block mined =
                rpc.block(number)
                        .filter(block -> block.timestamp() == timestamp)
                        .orElseThrow(() ->
                                new MarketException(
                                        ErrorCode.CHAIN_UNAVAILABLE,
                                        "block " + number + " is not the one we mined"));
        List<byte[]> transactions = new ArrayList<>();
        for (Digest transaction : mined.transactions()) {
            transactions.add(rpc.rawTransaction(transaction));
        }
        journal.append(new BlockJournal.Block(number, timestamp, mined.hash(), transactions));
        height = number;
    }

    private void watch() {
        try {
            while (!closed && broken == null) {
                AnvilProcess node = child;
                if (node != null) {
                    node.awaitExit();
                }
                if (!closed && !revive()) {
                    TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "watchdog ends", e);
        }
    }

    private boolean revive() {
        lock.lock();
        try {
            if (closed) {
                return true;
            }
            LOG.log(Level.WARNING, "the chain's node ended; starting it again");
            child = replay.launch();
            LOG.log(Level.INFO, "the chain''s node runs again at block {0}", height);
            return true;
        } catch (RuntimeException e) {
            child = null;
            if (e instanceof MarketException failure
                    && failure.code() == ErrorCode.CHAIN_STATE_MISMATCH) {
                broken = failure;
            }
            LOG.log(Level.ERROR, "the chain's node does not start", e);
            return false;
        } finally {
            lock.unlock();
        }
    }
}
