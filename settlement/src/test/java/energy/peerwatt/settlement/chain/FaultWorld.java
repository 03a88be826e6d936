package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry.Attempt;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.settlement.store.WithdrawalStore;
import energy.peerwatt.settlement.store.WithdrawalStore.PayoutAddress;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A chain, an outbox, and processes that die on the way from one to the other. */
abstract class FaultWorld implements AutoCloseable {

    /** From outside, in the life of one process. */
    private static final int FAULTS_PER_LIFE = 3;

    private static final Duration LIFE_LIMIT = Duration.ofMinutes(5);

    /** Members who ask for money, more than halts can leave with some on its way at a time. */
    private static final int ASKING = 32;

    private static final long PERSON = 1;
    private static final ChainAddress PAYEE = new ChainAddress("0x" + "be".repeat(20));
    private static final long SOME_NANO = 1_000_000;

    final Path directory;
    final Random random;
    final FaultTally tally;
    private final OutboxProcessLauncher launcher;
    private int batches;
    private int asked;

    FaultWorld(Path directory, Random random, FaultTally tally, OutboxProcessLauncher launcher) {
        this.directory = directory;
        this.random = random;
        this.tally = tally;
        this.launcher = launcher;
        OutboxDatabase.empty();
    }

    /** Steps of the outbox that happen here. */
    abstract List<String> steps();

    /** Adding and sending of each kind of transactions. */
    static List<String> ofKinds() {
        return Arrays.stream(FaultKind.values())
                .flatMap(kind -> Stream.of("add " + kind, "send " + kind))
                .toList();
    }

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
        batches += FaultPlan.PER_LIFE;
        askForMoney();
        String step = point.substring(point.indexOf(' ') + 1);
        provoke(step);
        Process process =
                launcher.start(
                        directory,
                        chain(),
                        batches,
                        point,
                        isOfKind(step) ? 1 : 1 + random.nextInt(2),
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

    /** Passed by once or twice in a life. */
    private static boolean isOfKind(String step) {
        return step.contains(" ");
    }

    /** Of a member that has an account, and nothing on its way out. */
    private void askForMoney() {
        ChainOutbox outbox = OutboxDatabase.reopened();
        WithdrawalStore store = outbox.withdrawals();
        for (int i = 0; i < ASKING; i++) {
            ParticipantId member = Batches.participant(i);
            if (!outbox.seats().indices(List.of(member)).await().indefinitely().isEmpty()) {
                PayoutAddress payee = new PayoutAddress(PAYEE.hex(), Instant.EPOCH);
                store.name(member, PERSON, payee, "proof").await().indefinitely();
                Money amount = Money.ofNano((asked + 1) * SOME_NANO);
                if (store.request(member, PERSON, amount, Instant.now())
                        .await()
                        .indefinitely()
                        .isPresent()) {
                    asked++;
                    return;
                }
            }
        }
    }

    /** One more fault, and of what kind the transactions were that it may have hit. */
    void fault(String name) {
        tally.fault(name);
        Set<FaultKind> underWay = EnumSet.noneOf(FaultKind.class);
        OutboxDatabase.reopened()
                .unfinished(Integer.MAX_VALUE)
                .await()
                .indefinitely()
                .forEach(entry -> underWay.addAll(FaultKind.of(entry)));
        underWay.forEach(kind -> tally.effect("faults with a " + kind + " under way", 1));
    }

    private void note(int exit, String point) {
        if (exit == OutboxProcess.HALTED) {
            assertThat(directory.resolve(OutboxProcess.CRASHED)).hasContent(point);
            fault("halt " + point);
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
        fault("duplicate send");
    }

    /** Brings all to its end and compares chain and batches. */
    void settleAndCompare() {
        ChainAccounts accounts = ChainAccounts.open(directory.resolve("seed"));
        ChainOutbox outbox = OutboxDatabase.reopened();
        ChainGateway gateway =
                new ChainGateway(
                        node(), accounts, outbox, FaultPlan.TERMS, OutboxProcess.clock(chain()));
        Await.until(() -> {
            tick();
            gateway.ensureDeployed();
            return true;
        });
        for (int i = 0; i < batches; i++) {
            SettlementBatch batch = FaultPlan.batch(i);
            Await.until(() -> {
                tick();
                gateway.pump();
                return FaultPlan.isDue(gateway, outbox, batch);
            });
            Gateways.submit(gateway, batch, this::tick);
        }
        // Blocks in quick succession run ahead of our clock, which payments wait for.
        Await.until(
                LIFE_LIMIT,
                () -> {
                    tick();
                    gateway.withdrawals().advance();
                    return gateway.pump().waiting() == 0 && !OutboxProcess.isAnybodyWaiting(outbox);
                });
        compareBatches(gateway, accounts);
        compareMoney(gateway, accounts);
    }

    private void compareBatches(ChainGateway gateway, ChainAccounts accounts) {
        List<Digest> settled =
                rpc().logs(gateway.contract(), List.of(VaultCalls.BATCH_SETTLED), 0).stream()
                        .map(log -> log.topics().get(1))
                        .toList();
        List<Digest> all = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            SettlementBatch batch = FaultPlan.batch(i);
            List<Digest> keys = FaultPlan.keys(batch);
            String version = batch.version() == 1 ? "first versions" : "corrections";
            count(FaultPlan.isSplit(batch) ? "parts of " + version : version, keys, settled);
            all.addAll(keys);
        }
        tally.effect(
                "raised fees",
                OutboxDatabase.count(
                        "SELECT count(*) FROM settlement.chain_attempt WHERE attempt > 0"));
        assertThat(settled).containsExactlyInAnyOrderElementsOf(all);
        assertThat(OutboxDatabase.reopened().confirmed().await().indefinitely())
                .isEqualTo(all.size());
        assertThat(OutboxDatabase.count("SELECT count(*) FROM settlement.chain_outbox"))
                .isEqualTo(node().transactionCount(accounts.operatorAddress()));
    }

    private void compareMoney(ChainGateway gateway, ChainAccounts accounts) {
        List<Digest> wanted =
                IntStream.rangeClosed(1, asked)
                        .mapToObj(i -> VaultCalls.topic(i * SOME_NANO))
                        .toList();
        List<Digest> paid =
                rpc().logs(gateway.contract(), List.of(VaultCalls.EXITED), 0).stream()
                        .map(log -> log.words().get(1))
                        .toList();
        count("payments", wanted, paid);
        assertThat(paid).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(
                        OutboxDatabase.count(
                                "SELECT count(*) FROM settlement.withdrawal WHERE state = 'PAID'"
                                        + " AND paid_nano = amount_nano"))
                .isEqualTo(asked);
        byte[] call = AbiWords.call("balanceOf(address)").add(PAYEE).bytes();
        ChainAddress token = gateway.contracts().get("TestStablecoin");
        assertThat(new VaultReader(node(), accounts.operatorAddress(), token).word(call))
                .isEqualTo(VaultCalls.topic(paidNano("") / 1_000));
        FaultPlan.cash(batches)
                .forEach((member, cash) -> {
                    String only = " AND participant = " + member.value();
                    assertThat(Gateways.earned(gateway, member))
                            .isEqualTo(cash.minus(Money.ofNano(paidNano(only))));
                    long told =
                            OutboxDatabase.count(
                                    "SELECT count(*) FROM settlement.withdrawal WHERE true" + only);
                    assertThat(wishesOf(gateway, accounts, member)).isEqualTo(told);
                });
    }

    /** Each wish was used up once. */
    private long wishesOf(ChainGateway gateway, ChainAccounts accounts, ParticipantId member) {
        long index = gateway.accountOf(member).orElseThrow().index();
        VaultReader vault = new VaultReader(node(), accounts.operatorAddress(), gateway.contract());
        return VaultReader.number(vault.words(VaultCalls.payeeOf(index), 2).get(1));
    }

    private static long paidNano(String only) {
        return OutboxDatabase.count(
                "SELECT coalesce(sum(paid_nano), 0)::bigint FROM settlement.withdrawal"
                        + " WHERE state = 'PAID'"
                        + only);
    }

    private void count(String kind, List<Digest> wanted, List<Digest> found) {
        tally.effect(kind, wanted.size());
        for (Digest one : wanted) {
            int times = Collections.frequency(found, one);
            tally.effect(kind + " lost", times == 0 ? 1 : 0);
            tally.effect(kind + " doubled", Math.max(0, times - 1));
        }
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
            List<String> others =
                    new ArrayList<>(List.of("add", "send", "markFinal", "keep", "seat"));
            others.addAll(ofKinds());
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
                        fault("node killed");
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
            List<String> steps =
                    new ArrayList<>(
                            List.of("add", "send", "markSent", "markMined", "raise", "markFinal"));
            steps.addAll(List.of("keep", "seat"));
            steps.addAll(ofKinds());
            return steps;
        }

        @Override
        String chain() {
            return node.url().toString();
        }

        @Override
        void tick() {
            if (restless && spike < -SPIKE_BLOCKS && node.rpc().pendingTransactions() > 0) {
                spike = SPIKE_BLOCKS;
                fault("fee spike");
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
                    fault("fee spike");
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
            fault("reorganisation of two blocks");
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
