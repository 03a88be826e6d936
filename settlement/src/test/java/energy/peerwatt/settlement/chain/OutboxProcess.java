package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.store.ChainOutbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    static final int BATCHES_PER_LIFE = 6;

    /** What an upstream stage that starts again looks at again. */
    private static final int LOOK_BACK = 4;

    private final ChainGateway gateway;
    private final int batches;
    private final Random random;
    private int next;

    private OutboxProcess(ChainGateway gateway, int batches, Random random) {
        this.gateway = gateway;
        this.batches = batches;
        this.random = random;
    }

    public static void main(String[] args) {
        int exit = 1;
        try {
            bring(args);
            exit = 0;
        } catch (IOException | RuntimeException e) {
            System.out.println(e);
        } finally {
            System.exit(exit);
        }
    }

    private static void bring(String[] args) throws IOException {
        Path directory = Path.of(args[1]);
        CrashPoint point =
                new CrashPoint(args[4], Integer.parseInt(args[5]), directory.resolve(CRASHED));
        ChainOutbox outbox = point.outbox(OutboxDatabase.pool(Integer.parseInt(args[0])));
        ChainAccounts accounts = ChainAccounts.open(directory.resolve("seed"));
        try (ChainNode node = point.node(node(args[2], directory))) {
            Files.createFile(directory.resolve(UP));
            OutboxProcess process =
                    new OutboxProcess(
                            Gateways.of(node, accounts, outbox),
                            Integer.parseInt(args[3]),
                            new Random(Long.parseLong(args[6])));
            List<String> keys =
                    IntStream.range(0, process.batches)
                            .mapToObj(i -> batch(i).key().hex())
                            .toList();
            int written = outbox.find(keys).await().indefinitely().size();
            process.next = Math.max(0, written - LOOK_BACK);
            process.run();
        }
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
        if (next < batches && gateway.submit(batch(next)).isPresent()) {
            next++;
        }
        if (next > 0 && random.nextInt(4) == 0) {
            gateway.submit(batch(random.nextInt(next)));
        }
        return gateway.pump().waiting() == 0 && next == batches;
    }

    /** Every now and then two more participants take part, whose accounts must be opened. */
    static SettlementBatch batch(int index) {
        return Batches.batch(index, 2 + 2 * (index / BATCHES_PER_LIFE));
    }
}
