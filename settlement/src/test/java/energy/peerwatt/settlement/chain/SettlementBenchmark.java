package energy.peerwatt.settlement.chain;

import com.sun.management.OperatingSystemMXBean;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.settlement.SaltedSettlement;
import energy.peerwatt.settlement.Scenario;
import energy.peerwatt.settlement.SettlementInput;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.Database;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.StoredSettlement;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToLongFunction;
import java.util.stream.LongStream;

/**
 * Times a settlement of 10,000 metering points and 50,000 trades, and the way of 200 participants'
 * interval from its meter values to its receipt. Run it by {@code ./peerwatt bench settlement}.
 */
final class SettlementBenchmark {

    private static final int WARM_UP = 8;
    private static final int RUNS = 15;
    private static final long SEED = 20_261_122;
    private static final SecureRandom SALTS = new SecureRandom();

    private SettlementBenchmark() {}

    /** Writes the figures as JSON to the file that is the only argument. */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("peerwatt-bench");
        ChainAccounts accounts = ChainAccounts.open(directory.resolve("seed"));
        double settle =
                settleMillis(
                        "settling 10,000 points and 50,000 trades",
                        scenario(10_000, 50_000).input(),
                        accounts);
        double plant =
                settleMillis(
                        "settling 10,000 points and 50,000 trades of one plant",
                        plant(10_000, 50_000).input(),
                        accounts);
        Receipts receipt = receipts(directory);
        Files.writeString(
                Path.of(args[0]),
                String.format(
                        Locale.ROOT,
                        "{\"settleMillis10k\": %.1f, \"oneSellerMillis10k\": %.1f,"
                                + " \"receiptMillis200\": %.1f,"
                                + " \"batchGas200\": %d, \"reportGas\": %d}%n",
                        settle,
                        plant,
                        receipt.millis(),
                        receipt.batchGas(),
                        receipt.reportGas()));
        System.exit(0);
    }

    /** From meter values and trades to the bytes, the root and the net positions of a version. */
    private static double settleMillis(String what, SettlementInput input, ChainAccounts accounts) {
        return median(
                what,
                run -> {
                    long start = System.nanoTime();
                    IntervalSettlement settlement = input.settle().settlement();
                    settlement.sha256();
                    SaltedSettlement salted = SaltedSettlement.draw(settlement, SALTS);
                    Digest root = StatementTree.of(salted).root();
                    int positions =
                            SettlementBatch.first(
                                            settlement,
                                            MeteredEnergy.of(input.positions()),
                                            root,
                                            accounts)
                                    .positions()
                                    .size();
                    if (positions < 5_000 || root.equals(Digest.ZERO)) {
                        throw new IllegalStateException("nothing was settled");
                    }
                    return System.nanoTime() - start;
                });
    }

    /** The way to the receipt of a batch, and what it and its meter report took of gas. */
    private record Receipts(double millis, long batchGas, long reportGas) {}

    /** From meter values and trades to the receipt, kept in PostgreSQL on the way. */
    private static Receipts receipts(Path directory) throws IOException {
        Path chain = directory.resolve("chain");
        ChainAccounts accounts = ChainAccounts.open(chain.resolve("seed"));
        try (Database database = Database.start();
                EmbeddedChain node = Nodes.start(chain)) {
            ChainGateway gateway = Gateways.of(node, accounts, new ChainOutbox(database.pool()));
            gateway.ensureDeployed();
            Await.until(() -> gateway.pump().waiting() == 0);
            SettlementStore store = database.settlementStore();
            double millis =
                    median(
                            "200 participants from meter values to receipt",
                            run -> {
                                SettlementInput input =
                                        scenario(200, 1_000)
                                                .at(Scenario.INTERVAL.plus(run))
                                                .input();
                                long start = System.nanoTime();
                                receipt(input, store, gateway, accounts);
                                return System.nanoTime() - start;
                            });
            long newest = node.transactionCount(accounts.operatorAddress()) - 1;
            List<Long> gas =
                    LongStream.of(newest, newest - 1)
                            .mapToObj(nonce -> gasOf(nonce, database, node))
                            .toList();
            return new Receipts(millis, gas.getFirst(), gas.getLast());
        }
    }

    private static long gasOf(long nonce, Database database, EmbeddedChain node) {
        String hash =
                database.pool()
                        .preparedQuery(
                                "SELECT transaction_hash FROM settlement.chain_outbox"
                                        + " WHERE nonce = $1")
                        .execute(Tuple.of(nonce))
                        .await()
                        .indefinitely()
                        .iterator()
                        .next()
                        .getString(0);
        return node.receipt(new Digest(hash)).orElseThrow().gasUsed();
    }

    private static void receipt(
            SettlementInput input,
            SettlementStore store,
            ChainGateway gateway,
            ChainAccounts accounts) {
        SaltedSettlement salted = SaltedSettlement.draw(input.settle().settlement(), SALTS);
        StoredSettlement kept =
                store.save(salted, Instant.now(), "benchmark")
                        .await()
                        .atMost(Duration.ofMinutes(1));
        StatementTree tree = StatementTree.of(kept.settlement());
        SettlementBatch batch =
                SettlementBatch.first(
                        kept.settlement().settlement(),
                        MeteredEnergy.of(input.positions()),
                        tree.root(),
                        accounts);
        while (gateway.submit(batch).isEmpty()) {
            gateway.pump();
        }
        while (gateway.pump().waiting() > 0) {
            LockSupport.parkNanos(1_000_000);
        }
        if (!(gateway.find(batch.key()).orElseThrow().state() instanceof ChainBatch.Confirmed)) {
            throw new IllegalStateException("not settled");
        }
    }

    /** Half of the members export, half import; everybody has trades. */
    private static Scenario scenario(int members, int trades) {
        Random random = new Random(SEED);
        Scenario scenario = new Scenario();
        for (int i = 0; i < members; i++) {
            boolean exports = i % 2 == 0;
            scenario.metered(
                    exports ? 0 : 500 + random.nextInt(2_000),
                    exports ? 500 + random.nextInt(2_000) : 0);
        }
        for (int i = 0; i < trades; i++) {
            int seller = 2 * random.nextInt(members / 2);
            int buyer = 2 * random.nextInt(members / 2) + 1;
            scenario.trade(seller, buyer, 50 + random.nextInt(300), 12 + random.nextInt(8));
        }
        return scenario;
    }

    /** One member sells to all others and delivers less than that; a third of them take less. */
    private static Scenario plant(int members, int trades) {
        Random random = new Random(SEED);
        Scenario scenario = new Scenario().metered(0, 170L * trades);
        for (int i = 1; i < members; i++) {
            scenario.metered(i % 3 == 0 ? 500 + random.nextInt(300) : 50_000, 0);
        }
        for (int i = 0; i < trades; i++) {
            int buyer = 1 + random.nextInt(members - 1);
            scenario.trade(0, buyer, 50 + random.nextInt(300), 12 + random.nextInt(8));
        }
        return scenario;
    }

    private static double median(String what, IntToLongFunction nanosOfRun) {
        long[] all = new long[WARM_UP + RUNS];
        long cpu = 0;
        for (int run = 0; run < all.length; run++) {
            cpu = run == WARM_UP ? cpuNanos() : cpu;
            all[run] = nanosOfRun.applyAsLong(run);
        }
        cpu = (cpuNanos() - cpu) / RUNS;
        long[] nanos = Arrays.copyOfRange(all, WARM_UP, all.length);
        Arrays.sort(nanos);
        List<Double> millis = List.of(nanos[0] / 1e6, nanos[RUNS / 2] / 1e6, nanos[RUNS - 1] / 1e6);
        System.out.printf(
                Locale.ROOT,
                "%s: median %.0f ms, %.0f to %.0f; %.0f ms of processor time%n",
                what,
                millis.get(1),
                millis.get(0),
                millis.get(2),
                cpu / 1e6);
        return millis.get(1);
    }

    /** Of this process, all its threads together. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
