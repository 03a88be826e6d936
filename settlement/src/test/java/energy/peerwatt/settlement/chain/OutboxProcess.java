package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.store.ChainOutbox;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A process that brings batches to the chain until it halts at its crash point or all are final.
 * Arguments: port of the database, directory, URL of a wild node or {@code embedded}, number of
 * batches, crash point, its occurrence, seed.
 */
final class OutboxProcess {

    static final int HALTED = 137;

    /** Names of the files that are there once the process runs, and once it has halted. */
    static final String UP = "up";

    static final String CRASHED = "crashed";

    /** Two blocks must follow, so that reorganisations of two never touch what is final. */
    static final Finality FINALITY = new Finality.Depth(2);

    static final long FEE_CEILING = 10_000 * WildNode.GWEI;

    /** Whatever still waits for the vault is due by then. */
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    /** What an upstream stage that starts again looks at again. */
    private static final int LOOK_BACK = 4;

    private final ChainGateway gateway;
    private final ChainOutbox outbox;
    private final int batches;
    private final Random random;
    private int next;

    /**
     * @param outbox without crash points
     */
    private OutboxProcess(ChainGateway gateway, ChainOutbox outbox, int batches, Random random) {
        this.gateway = gateway;
        this.outbox = outbox;
        this.batches = batches;
        this.random = random;
    }

    public static void main(String[] args) {
        int exit = 1;
        try {
            bring(args);
            exit = 0;
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace(System.out);
        } finally {
            System.exit(exit);
        }
    }

    private static void bring(String[] args) throws IOException {
        Path directory = Path.of(args[1]);
        CrashPoint point =
                new CrashPoint(args[4], Integer.parseInt(args[5]), directory.resolve(CRASHED));
        Pool pool = OutboxDatabase.pool(Integer.parseInt(args[0]));
        ChainOutbox outbox = new ChainOutbox(pool);
        ChainAccounts accounts = ChainAccounts.open(directory.resolve("seed"));
        try (ChainNode node = point.node(node(args[2], directory))) {
            Files.createFile(directory.resolve(UP));
            OutboxProcess process =
                    new OutboxProcess(
                            new ChainGateway(
                                    node,
                                    accounts,
                                    point.outbox(pool),
                                    FaultPlan.TERMS,
                                    clock(args[2])),
                            outbox,
                            Integer.parseInt(args[3]),
                            new Random(Long.parseLong(args[6])));
            List<String> keys =
                    IntStream.range(0, process.batches)
                            .mapToObj(i -> FaultPlan.batch(i).key().hex())
                            .toList();
            int written = outbox.find(keys).await().indefinitely().size();
            process.next = Math.max(0, written - LOOK_BACK);
            process.run();
        }
    }

    /** Blocks of a node elsewhere have a time of their own. */
    static InstantSource clock(String url) {
        if (url.equals("embedded")) {
            return InstantSource.system();
        }
        NodeRpc rpc = new NodeRpc(url);
        return () ->
                rpc.block(rpc.blockNumber())
                        .map(block -> Instant.ofEpochSecond(block.timestamp()))
                        .orElseThrow(OutboxProcess::takenBack);
    }

    private static MarketException takenBack() {
        return new MarketException(ErrorCode.CHAIN_UNAVAILABLE, "the newest block was taken back");
    }

    private static ChainNode node(String url, Path directory) {
        if (!url.equals("embedded")) {
            return RemoteChain.connect(
                    new RemoteChain.Config(
                            URI.create(url), AnvilProcess.CHAIN_ID, FINALITY, FEE_CEILING));
        }
        for (; ; ) {
            try {
                return Nodes.start(directory);
            } catch (MarketException killed) {
                System.out.println(killed.getMessage());
            }
        }
    }

    private void run() {
        boolean deployed = false;
        for (; ; ) {
            try {
                if (!deployed) {
                    gateway.ensureDeployed();
                    deployed = true;
                }
                if (step()) {
                    return;
                }
            } catch (MarketException e) {
                System.out.println(e.getMessage());
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    private boolean step() {
        if (next < batches && submit(FaultPlan.batch(next))) {
            next++;
        }
        if (next > 0 && random.nextInt(4) == 0) {
            gateway.submit(FaultPlan.batch(random.nextInt(next)));
        }
        gateway.withdrawals().advance();
        return gateway.pump().waiting() == 0 && next == batches && !isAnybodyWaiting(outbox);
    }

    private boolean submit(SettlementBatch batch) {
        return FaultPlan.isDue(gateway, outbox, batch) && gateway.submit(batch).isPresent();
    }

    /** Whether anybody has asked for money and does not have it. */
    static boolean isAnybodyWaiting(ChainOutbox outbox) {
        return !outbox.withdrawals().due(FAR, 0, 1).await().indefinitely().isEmpty();
    }
}
