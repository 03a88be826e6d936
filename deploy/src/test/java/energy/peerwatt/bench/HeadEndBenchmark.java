package energy.peerwatt.bench;

import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.store.HeadEnd;
import energy.peerwatt.metering.headend.store.IntervalStage;
import energy.peerwatt.metering.protocol.ReadingBlock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Signed blocks to committed readings, by the way that the market's ingest takes, on its own
 * embedded database. Gateways wait for the acknowledgement of a block before they send the next;
 * every twentieth block is sent again. The interval stage runs along.
 *
 * <p>Run it on two processors: the database inherits them.
 */
public final class HeadEndBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int GATEWAYS = 200;

    /** Blocks under way at once, as many as the broker gives to the market. */
    private static final int SENDERS = 32;

    private static final int RESEND_EVERY = 20;

    private final HeadEnd headEnd;
    private final PreparedBlocks blocks;
    private final Queue<Gateway> gateways = new ArrayDeque<>();
    private final AtomicLong committed = new AtomicLong();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicLong lastAnswer = new AtomicLong();
    private volatile long deadline;

    private record Gateway(int number, int nextBlock) {}

    private HeadEndBenchmark(HeadEnd headEnd, PreparedBlocks blocks) {
        this.headEnd = headEnd;
        this.blocks = blocks;
    }

    /**
     * Measures.
     *
     * @param args file for the figures, empty directory, seconds, blocks of each gateway
     */
    public static void main(String... args) {
        int code = 1;
        try {
            run(args);
            code = 0;
        } catch (Exception e) {
            System.getLogger(HeadEndBenchmark.class.getName()).log(Level.ERROR, "failed", e);
        }
        // Pools of Mutiny and Vert.x would keep the process.
        System.exit(code);
    }

    private static void run(String... args) throws Exception {
        Path directory = Path.of(args[1]);
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        int blocksOfEach = args.length > 3 ? Integer.parseInt(args[3]) : 90;
        try (PreparedBlocks blocks =
                        PreparedBlocks.prepare(
                                directory.resolve("blocks"), GATEWAYS, blocksOfEach);
                MarketDatabase database = MarketDatabase.start(directory.resolve("postgres"))) {
            new HeadEndBenchmark(database.headEnd(), blocks)
                    .measure(database, directory.resolve("postgres"), Duration.ofSeconds(seconds))
                    .write(Path.of(args[0]));
        }
    }

    private Figures measure(MarketDatabase database, Path server, Duration time)
            throws InterruptedException, ExecutionException, IOException {
        for (int gateway = 0; gateway < blocks.gateways(); gateway++) {
            headEnd.register(blocks.identity(gateway), PreparedBlocks.START)
                    .await()
                    .atMost(PATIENCE);
            gateways.add(new Gateway(gateway, 0));
        }
        double cpuBefore = MarketDatabase.cpuSeconds(server);
        long start = System.nanoTime();
        deadline = start + time.toNanos();
        send(database.intervals());
        double elapsed = (lastAnswer.get() - start) / 1e9;
        Figures.require(elapsed >= time.toSeconds(), "enough blocks: " + elapsed + " s");
        double cpuSeconds = MarketDatabase.cpuSeconds(server) - cpuBefore;
        long stored = database.number("SELECT count(*) FROM metering.reading");
        Figures.require(stored == committed.get(), "stored once: " + stored + " of " + committed);
        Figures.require(
                stored
                        == database.number(
                                "SELECT sum(sequence)::bigint FROM metering.gateway_position"),
                "positions are where the readings are");
        Figures.require(
                0 == database.number("SELECT count(*) FROM metering.reading WHERE screening <> 0"),
                "all are usable");
        return new Figures()
                .with("headEndReadingsPerSecond", stored / elapsed)
                .with("headEndSeconds", elapsed)
                .with("headEndReadings", stored)
                .with("headEndReadingsPerCpuSecond", stored / cpuSeconds)
                .with("headEndBlocksResent", duplicates)
                .with(
                        "headEndIntervalValues",
                        database.number("SELECT count(*) FROM metering.interval_value"));
    }

    /** Returns when all that was begun before the deadline is answered. */
    private void send(IntervalStage intervals) throws InterruptedException, ExecutionException {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> stage = senders.submit(() -> advance(intervals));
            var sending =
                    IntStream.range(0, SENDERS)
                            .mapToObj(sender -> senders.submit(this::sendUntilDeadline))
                            .toList();
            for (Future<?> sender : sending) {
                sender.get();
            }
            stage.get();
        }
    }

    private void advance(IntervalStage intervals) {
        try {
            while (System.nanoTime() < deadline) {
                if (intervals.advance().await().atMost(PATIENCE) == 0) {
                    Thread.sleep(200);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendUntilDeadline() {
        for (Gateway next = take(); next != null; next = take()) {
            byte[] block = blocks.block(next.number(), next.nextBlock());
            IntakeResult result = accept(block);
            Figures.require(result instanceof IntakeResult.Accepted, "accepted: " + result);
            committed.addAndGet(ReadingBlock.MAX_READINGS);
            if ((next.number() + next.nextBlock()) % RESEND_EVERY == 0) {
                IntakeResult again = accept(block);
                Figures.require(again instanceof IntakeResult.Duplicate, "duplicate: " + again);
                duplicates.incrementAndGet();
            }
            give(new Gateway(next.number(), next.nextBlock() + 1));
        }
    }

    private IntakeResult accept(byte[] block) {
        Instant now = blocks.end();
        IntakeResult result = headEnd.accept(block, now).await().atMost(PATIENCE);
        lastAnswer.accumulateAndGet(System.nanoTime(), Math::max);
        return result;
    }

    private synchronized Gateway take() {
        return System.nanoTime() < deadline ? gateways.poll() : null;
    }

    private synchronized void give(Gateway gateway) {
        if (gateway.nextBlock() < blocks.blocksOfEach()) {
            gateways.add(gateway);
        }
    }
}
