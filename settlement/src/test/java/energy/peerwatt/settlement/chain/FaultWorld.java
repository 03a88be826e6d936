package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry.Attempt;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A chain, an outbox, and processes that die on the way from one to the other. */
abstract class FaultWorld implements AutoCloseable {

    /** From outside, in the life of one process. */
    private static final int FAULTS_PER_LIFE = 3;

    private static final Duration LIFE_LIMIT = Duration.ofMinutes(5);

    final Path directory;
    final Random random;
    final FaultTally tally;
    private final OutboxProcessLauncher launcher;
    private int batches;

    FaultWorld(Path directory, Random random, FaultTally tally, OutboxProcessLauncher launcher) {
        this.directory = directory;
        this.random = random;
        this.tally = tally;
        this.launcher = launcher;
        OutboxDatabase.empty();
    }

    /** Steps of the outbox that happen here. */
    abstract List<String> steps();

    /** How the process is told of the chain. */
    abstract String chain();

    /** Time passes, in which blocks may be made. */
    abstract void tick();

    /** Something other than the process fails. */
    abstract void fail(Process process);

    /** Makes it likely that the step is come by. */
    abstract void provoke(String step);

    /** The chain without crash points, kept until {@link #close}. */
    abstract ChainNode node();

    abstract NodeRpc rpc();

    /** Lets a process live to the end; then one die before and one after each of the steps. */
    void dieAtEachStep() {
        live("at no step");
        for (String step : steps()) {
            live("before " + step);
            live("after " + step);
        }
    }

    private void live(String point) {
        batches += OutboxProcess.BATCHES_PER_LIFE;
        provoke(point.substring(point.indexOf(' ') + 1));
        Process process =
                launcher.start(
                        directory,
                        chain(),
                        batches,
                        point,
                        1 + random.nextInt(2),
                        random.nextLong());
        long start = System.nanoTime();
        long deadline = start + LIFE_LIMIT.toNanos();
        int faults = 0;
        while (process.isAlive()) {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new AssertionError(point + ": a process does not end; " + said());
            }
            tick();
            if (faults < FAULTS_PER_LIFE
                    && random.nextInt(2) == 0
                    && Files.exists(directory.resolve(OutboxProcess.UP))) {
                fail(process);
                faults++;
            }
        }
        tally.effect("milliseconds of lives", (System.nanoTime() - start) / 1_000_000);
        note(process.exitValue(), point);
    }

    private void note(int exit, String point) {
        if (exit == OutboxProcess.HALTED) {
            assertThat(directory.resolve(OutboxProcess.CRASHED)).hasContent(point);
            tally.fault("halt " + point);
        } else {
            assertThat(exit).as(said()).isZero();
            tally.effect("lives to the end", 1);
        }
    }

    /** The last that processes said. */
    private String said() {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("process.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands over again what was sent, and what was long ago. */
    void sendTwice() {
        ChainOutbox outbox = OutboxDatabase.reopened();
        for (Signed entry : outbox.unfinished(4).await().indefinitely()) {
            for (Attempt attempt : entry.attempts()) {
                byte[] raw = HexFormat.of().parseHex(attempt.rawTransactionHex());
                rpc().send(raw);
                rpc().send(raw);
            }
        }
        outbox.deployment().await().indefinitely().stream()
                .findFirst()
                .ifPresent(first ->
                        rpc().send(HexFormat.of().parseHex(first.newest().rawTransactionHex())));
        tally.fault("duplicate send");
    }

    /** Brings all to its end and compares chain and batches. */
    void settleAndCompare() {
        ChainAccounts accounts = ChainAccounts.open(directory.resolve("seed"));
        ChainGateway gateway = Gateways.of(node(), accounts, OutboxDatabase.reopened());
        Await.until(() -> {
            tick();
            gateway.ensureDeployed();
            return true;
        });
        for (int i = 0; i < batches; i++) {
            Gateways.submit(gateway, OutboxProcess.batch(i), this::tick);
        }
        Await.until(() -> {
            tick();
            return gateway.pump().waiting() == 0;
        });
        compare(gateway, accounts);
    }

    private void compare(ChainGateway gateway, ChainAccounts accounts) {
        List<Digest> settled =
                rpc().logs(gateway.contract(), List.of(VaultCalls.BATCH_SETTLED), 0).stream()
                        .map(log -> log.topics().get(1))
                        .toList();
        tally.effect("batches", batches);
        tally.effect("doubled", settled.size() - settled.stream().distinct().count());
        tally.effect("lost", batches - settled.stream().distinct().count());
        tally.effect(
                "raised fees",
                OutboxDatabase.count(
                        "SELECT count(*) FROM settlement.chain_attempt WHERE attempt > 0"));
        assertThat(settled).doesNotHaveDuplicates().hasSize(batches);
        assertThat(OutboxDatabase.reopened().confirmed().await().indefinitely()).isEqualTo(batches);
        assertThat(node().transactionCount(accounts.operatorAddress()))
                .isEqualTo(OutboxDatabase.count("SELECT count(*) FROM settlement.chain_outbox"));
        assertThat(Gateways.earned(gateway, 0))
                .isEqualTo(Money.ofNano(batches * Batches.SALE_NANO));
    }

    @Override
    public abstract void close();

    /** The operator's own node, which is killed. */
    static final class Embedded extends FaultWorld {

        private EmbeddedChain chain;

        Embedded(Path directory, Random random, FaultTally tally, OutboxProcessLauncher launcher) {
            super(directory, random, tally, launcher);
        }

        @Override
        List<String> steps() {
            // What only this chain has, and one that the other has, too.
            List<String> others = List.of("add", "send", "markFinal", "keep", "seat");
            return List.of("seal", others.get(random.nextInt(others.size())));
        }

        @Override
        String chain() {
            return "embedded";
        }

        @Override
        void tick() {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }

        @Override
        void provoke(String step) {}

        @Override
        void fail(Process process) {
            if (random.nextInt(3) == 0 && Files.exists(directory.resolve("port"))) {
                try {
                    sendTwice();
                } catch (MarketException | UncheckedIOException notThere) {
                    tally.effect("duplicates that met no node", 1);
                }
                return;
            }
            process.descendants()
                    .filter(child -> child.info().command().orElse("").endsWith("anvil"))
                    .findFirst()
                    .ifPresent(node -> {
                        node.destroyForcibly();
                        tally.fault("node killed");
                    });
        }

        @Override
        ChainNode node() {
            if (chain == null) {
                chain = Nodes.start(directory);
            }
            return chain;
        }

        @Override
        NodeRpc rpc() {
            try {
                String port = Files.readString(directory.resolve("port")).strip();
                return new NodeRpc("http://127.0.0.1:" + port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            if (chain != null) {
                chain.close();
            }
        }
    }

    /** A node elsewhere, with fees and reorganisations. */
    static final class Wild extends FaultWorld {

        private static final long USUAL_FEE = WildNode.GWEI;
        private static final int SPIKE_BLOCKS = 12;
        private static final int DEPTH = 2;

        private final WildNode node;

        /** Blocks for which fees stay high. */
        private int spike;

        private boolean restless;

        Wild(Path directory, Random random, FaultTally tally, OutboxProcessLauncher launcher) {
            super(directory, random, tally, launcher);
            node = new WildNode(directory);
            node.baseFee(USUAL_FEE);
            node.mine(1);
            ChainAccounts accounts = ChainAccounts.open(directory.resolve("seed"));
            node.fund(accounts.operatorAddress());
        }

        @Override
        List<String> steps() {
            return List.of(
                    "add", "send", "markSent", "markMined", "raise", "markFinal", "keep", "seat");
        }

        @Override
        String chain() {
            return node.url().toString();
        }

        @Override
        void tick() {
            if (restless && spike < -SPIKE_BLOCKS && node.rpc().pendingTransactions() > 0) {
                spike = SPIKE_BLOCKS;
                tally.fault("fee spike");
            }
            node.baseFee(spike-- > 0 ? 100 * USUAL_FEE : USUAL_FEE);
            node.mine(1);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }

        @Override
        void provoke(String step) {
            restless = step.equals("raise");
        }

        @Override
        void fail(Process process) {
            switch (random.nextInt(3)) {
                case 0 -> sendTwice();
                case 1 -> {
                    awaitTransaction();
                    spike = SPIKE_BLOCKS;
                    tally.fault("fee spike");
                }
                default -> {
                    awaitTransaction();
                    reorganise();
                }
            }
        }

        /** For a while, until there is something that the fault can hit. */
        private void awaitTransaction() {
            for (int i = 0; i < 50 && node.rpc().pendingTransactions() == 0; i++) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }

        private void reorganise() {
            String before = node.snapshot();
            long height = node.rpc().blockNumber();
            tick();
            tick();
            long taken = transactionsIn(height + 1) + transactionsIn(height + 2);
            node.reorganise(before, DEPTH);
            tally.fault("reorganisation of two blocks");
            tally.effect("transactions that one took", taken);
        }

        private long transactionsIn(long block) {
            return node.rpc().block(block).orElseThrow().transactions().size();
        }

        @Override
        ChainNode node() {
            return node.chain(OutboxProcess.FINALITY, OutboxProcess.FEE_CEILING);
        }

        @Override
        NodeRpc rpc() {
            return node.rpc();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
