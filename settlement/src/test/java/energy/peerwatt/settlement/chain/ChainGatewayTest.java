package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.Batches.FIRST;
import static energy.peerwatt.settlement.chain.Batches.ROOT;
import static energy.peerwatt.settlement.chain.Batches.SALE_NANO;
import static energy.peerwatt.settlement.chain.Batches.SALE_WH;
import static energy.peerwatt.settlement.chain.Batches.batch;
import static energy.peerwatt.settlement.chain.Batches.participant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.ContractReader.Settled;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.ECKeyPair;

class ChainGatewayTest {

    @TempDir Path home;

    private Path directory;
    private EmbeddedChain chain;
    private ChainAccounts accounts;
    private ChainGateway gateway;

    @BeforeEach
    void start() {
        directory = home.resolve("with a space").resolve("chain");
        accounts = ChainAccounts.open(directory.resolve("seed"));
        chain = Nodes.start(directory);
        gateway = Gateways.of(chain, accounts, OutboxDatabase.empty());
        gateway.ensureDeployed();
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void settlesBatchesAndReadsThemBack() {
        SettlementBatch batch = batch(0, 12);

        submit(batch);
        drain();

        assertSettledTimes(1);
        assertThat(settled().getFirst().linesRoot()).isEqualTo(ROOT);
        assertThat(settled().getFirst().key()).isEqualTo(batch.key());
        assertThat(confirmed()).isEqualTo(1);
        assertThat(gateway.find(batch.key()).orElseThrow().blockNumber())
                .contains(gateway.chainHeight());
    }

    @Test
    void knowsWhereABatchStands() {
        SettlementBatch batch = batch(0, 12);
        assertThat(gateway.find(batch.key())).isEmpty();

        assertThat(submit(batch).state()).isEqualTo(new ChainBatch.Prepared());
        drain();

        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(gateway.find(List.of(batch.key(), ROOT))).containsOnlyKeys(batch.key());
    }

    @Test
    void takesABatchOnceHoweverOftenItIsSubmitted() {
        SettlementBatch batch = batch(0, 12);
        ChainBatch first = submit(batch);
        assertThat(submit(batch)).isEqualTo(first);
        drain();

        assertThat(submit(batch).transaction()).isEqualTo(first.transaction());
        assertThat(submit(batch).state()).isInstanceOf(ChainBatch.Confirmed.class);
        drain();

        assertSettledTimes(1);
        assertThat(transactionsSent()).isEqualTo(transactionsWritten());
    }

    @Test
    void submitsFromSeveralThreadsWithoutGapOrDouble() {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 8; i++) {
                            submit(batch(i, 4));
                        }
                    }));
        }
        threads.forEach(ChainGatewayTest::join);
        drain();

        assertThat(confirmed()).isEqualTo(8);
        assertThat(transactionsSent()).isEqualTo(transactionsWritten());
    }

    @Test
    void losesNothingWhenTheNodeIsKilledBetweenSendAndReceipt() {
        submit(batch(0, 12));
        drain();
        ChainBatch second = submit(batch(1, 12));
        OutboxDatabase.reopened().unfinished(9).await().indefinitely().stream()
                .map(signed -> HexFormat.of().parseHex(signed.newest().rawTransactionHex()))
                .forEach(chain::send);

        Nodes.kill(chain.nodePid());
        drain();

        assertThat(gateway.find(second.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        assertSettledTimes(2);
        assertThat(transactionsSent()).isEqualTo(transactionsWritten());
    }

    @Test
    void losesNothingWhenTheNodeIsKilledAfterConfirmation() {
        for (int i = 0; i < 10; i++) {
            submit(batch(i, 12));
            drain();
        }
        List<Digest> hashes = blockHashes();
        long killed = chain.nodePid();

        Nodes.kill(killed);
        Await.until(() -> chain.nodePid() != killed);

        assertThat(nodeHashes()).isEqualTo(hashes);
        assertSettledTimes(10);
        for (int i = 0; i < 10; i++) {
            ChainBatch batch = gateway.find(batch(i, 12).key()).orElseThrow();
            assertThat(chain.receipt(batch.transaction())).isPresent();
        }
        gateway.ensureDeployed();
    }

    @Test
    void saysUnavailableWhileTheNodeIsDown() {
        submit(batch(0, 12));
        long height = gateway.chainHeight();
        // The watchdog may bring it back before we ask, so more than once.
        Await.until(() -> {
            try {
                Nodes.kill(chain.nodePid());
                chain.transactionCount(accounts.operatorAddress());
                return false;
            } catch (MarketException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_UNAVAILABLE);
                return true;
            }
        });
        assertThat(gateway.chainHeight()).isEqualTo(height);
    }

    @Test
    void goesOnAfterACrashThatLeftTheNodeRunning() {
        submit(batch(0, 12));
        drain();
        submit(batch(1, 12));
        List<Digest> hashes = blockHashes();
        ProcessHandle orphan = ProcessHandle.of(chain.nodePid()).orElseThrow();

        chain.abandon();
        reopen();

        assertThat(orphan.isAlive()).isFalse();
        assertThat(nodeHashes()).isEqualTo(hashes);
        drain();
        assertSettledTimes(2);
        assertThat(transactionsSent()).isEqualTo(transactionsWritten());
    }

    @Test
    void forgetsABlockThatWasMinedAndNotWritten() {
        submit(batch(0, 12));
        drain();
        submit(batch(1, 12));
        long before = gateway.chainHeight();
        OutboxDatabase.reopened().unfinished(9).await().indefinitely().stream()
                .map(signed -> HexFormat.of().parseHex(signed.newest().rawTransactionHex()))
                .forEach(chain::send);
        new NodeRpc("http://127.0.0.1:" + readString("port")).mine(4_000_000_000L);

        chain.abandon();
        reopen();

        assertThat(gateway.chainHeight()).isEqualTo(before);
        drain();
        assertSettledTimes(2);
    }

    @Test
    void dropsBlocksThatSomebodyElseMined() {
        submit(batch(0, 12));
        long height = gateway.chainHeight();
        new NodeRpc("http://127.0.0.1:" + readString("port")).mine(4_000_000_000L);

        drain();

        assertThat(gateway.chainHeight()).isEqualTo(height + 1);
        assertThat(nodeHashes()).isEqualTo(blockHashes());
        assertSettledTimes(1);
    }

    @Test
    void startsFromTheCheckpointOfAnOrderlyStop() {
        for (int i = 0; i < 5; i++) {
            submit(batch(i, 12));
            drain();
        }
        List<Digest> hashes = blockHashes();

        chain.close();
        assertThat(Checkpoint.read(directory.resolve("checkpoint")).orElseThrow().height())
                .isEqualTo(chain.height());
        reopen();

        assertThat(nodeHashes()).isEqualTo(hashes);
        submit(batch(5, 12));
        drain();
        assertSettledTimes(6);
        assertReplayAgrees();
    }

    @Test
    void replaysAllWhenTheCheckpointIsWrong() throws IOException {
        submit(batch(0, 12));
        drain();
        chain.close();
        Path file = directory.resolve("checkpoint");
        Checkpoint good = Checkpoint.read(file).orElseThrow();
        new Checkpoint(good.height(), good.hash(), "0x1234").write(file);

        reopen();

        assertSettledTimes(1);
    }

    @Test
    void refusesAnOutboxThatTheChainHasLost() throws IOException {
        submit(batch(0, 12));
        drain();
        chain.close();
        Files.delete(directory.resolve("checkpoint"));
        Files.delete(directory.resolve("journal"));

        assertMismatch(this::reopen);
    }

    @Test
    void refusesAChainThatTheOutboxHasLost() {
        submit(batch(0, 12));
        drain();
        ChainOutbox empty = OutboxDatabase.empty();

        assertMismatch(() -> Gateways.of(chain, accounts, empty).ensureDeployed());
    }

    @Test
    void refusesTheOutboxOfAnotherOperator() {
        ChainAccounts others = ChainAccounts.open(home.resolve("other seed"));
        ChainOutbox outbox = OutboxDatabase.reopened();

        assertMismatch(() -> Gateways.of(chain, others, outbox).ensureDeployed());
    }

    @Test
    void reportsABatchThatTheContractRefuses() {
        SettlementBatch early = batch(FIRST, 2, ROOT, 12, SALE_WH, SALE_NANO);

        submit(early);
        drain();

        assertThat(gateway.find(early.key()).orElseThrow().state())
                .isInstanceOfSatisfying(
                        ChainBatch.Reverted.class,
                        state -> assertThat(state.error()).isEqualTo("VersionOutOfOrder(2)"));
        submit(batch(0, 12));
        drain();
        assertSettledTimes(1);
        assertThat(confirmed()).isEqualTo(1);
    }

    @Test
    void correctsByALaterVersion() {
        submit(batch(0, 12));
        submit(batch(FIRST, 2, ROOT, 12, SALE_WH - 50, -10_000_000));
        drain();

        assertThat(Gateways.earned(gateway, 0)).isEqualTo(Money.ofNano(SALE_NANO - 10_000_000));
        assertThat(settled()).extracting(Settled::version).containsExactly(1, 2);
        ContractReader reader = reader();
        long seller = gateway.accountOf(participant(0)).orElseThrow().index();
        assertThat(reader.change(settled().getLast(), seller))
                .contains(new ContractReader.Change(Money.ofNano(-10_000_000), 0, SALE_WH - 50));
    }

    @Test
    void goesOnWithADeploymentThatWasInterrupted() {
        chain.close();
        directory = home.resolve("another");
        chain = Nodes.start(directory);
        ChainOutbox outbox = OutboxDatabase.empty();
        VaultSuite suite = new VaultSuite(accounts, VaultTerms.PLAY_MONEY);
        TransactionSigner signer = new TransactionSigner(accounts.operator(), chain.chainId());
        OutboxWriter writer = new OutboxWriter(chain, outbox, signer);
        for (int i = 0; i < 7; i++) {
            VaultSuite.Step step = suite.steps().get(i);
            writer.add(
                    List.of(
                            new TransactionSigner.Draft(
                                    OutboxEntry.Kind.DEPLOYMENT,
                                    step.key(),
                                    1,
                                    step.to(),
                                    step.dataHex(),
                                    step.gas())));
        }
        OutboxDatabase.reopened().unfinished(3).await().indefinitely().stream()
                .map(signed -> HexFormat.of().parseHex(signed.newest().rawTransactionHex()))
                .forEach(chain::send);

        gateway = Gateways.of(chain, accounts, outbox);
        gateway.ensureDeployed();
        submit(batch(0, 12));
        drain();

        assertSettledTimes(1);
        gateway.ensureDeployed();
    }

    @Test
    void handsEverythingToTheTimelock() {
        drain();

        ChainAddress timelock = gateway.contracts().get("CommunityTimelock");
        for (String contract : List.of("SettlementVault", "MeterOracle", "OperatorBond")) {
            assertThat(word(gateway.contracts().get(contract), AbiWords.call("owner()")))
                    .isEqualTo(Digest.of(new AbiWords().add(timelock).bytes()));
        }
        AbiWords admin =
                AbiWords.call("hasRole(bytes32,address)")
                        .add(Digest.ZERO)
                        .add(accounts.operatorAddress());
        assertThat(word(timelock, admin)).isEqualTo(Digest.ZERO);
        assertThat(word(gateway.contract(), AbiWords.call("referee()")))
                .isEqualTo(
                        Digest.of(
                                new AbiWords()
                                        .add(gateway.contracts().get("ChallengeGame"))
                                        .bytes()));
    }

    @Test
    void refusesAVaultWithOtherKeysOrTerms() {
        drain();
        VaultTerms usual = VaultTerms.PLAY_MONEY;
        VaultTerms other =
                new VaultTerms(
                        usual.token(),
                        usual.challengeWindow(),
                        usual.exitDelay(),
                        Duration.ofDays(1),
                        usual.flowLimit());
        ChainOutbox outbox = OutboxDatabase.reopened();
        InstantSource clock = InstantSource.system();
        ChainGateway elsewhere = new ChainGateway(chain, accounts, outbox, other, clock);
        assertMismatch(elsewhere::ensureDeployed);

        Signer stranger = new LocalSigner(ECKeyPair.create(BigInteger.TWO));
        Path seed = seedFolder();
        for (Role role : List.of(Role.AUDITOR, Role.METERING)) {
            Map<Role, Signer> keys = Map.of(Role.OPERATOR, accounts.operator(), role, stranger);
            ChainAccounts changed =
                    ChainAccounts.open(seed, home.resolve("password"), keys, outbox);
            assertMismatch(() -> Gateways.of(chain, changed, outbox).ensureDeployed());
        }
    }

    @Test
    void refusesADatabaseOfTheContractBefore() {
        OutboxDatabase.empty();
        OutboxDatabase.reopened()
                .add(
                        List.of(
                                new TransactionSigner(accounts.operator(), chain.chainId())
                                        .sign(
                                                0,
                                                TransactionSigner.Draft.of(
                                                        OutboxEntry.Kind.BATCH,
                                                        Digest.ZERO,
                                                        Optional.empty(),
                                                        new byte[1],
                                                        21_000),
                                                Fees.NONE)))
                .await()
                .indefinitely();

        assertMismatch(() ->
                ChainAccounts.open(home, home.resolve("pw"), Map.of(), OutboxDatabase.reopened()));

        // The program before, which knows no kinds, can go on.
        long written =
                OutboxDatabase.count(
                        "INSERT INTO settlement.chain_outbox (nonce, batch_key, transaction_hash)"
                                + " VALUES (1, 'key', 'hash') RETURNING nonce");
        assertThat(written).isEqualTo(1);
    }

    /** With the participants' keys of {@link #accounts}. */
    private Path seedFolder() {
        try {
            Path folder = Files.createDirectories(home.resolve("keys"));
            return Files.copy(directory.resolve("seed"), folder.resolve(ChainAccounts.SEED_FILE))
                    .getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Digest word(ChainAddress contract, AbiWords call) {
        return switch (chain.call(accounts.operatorAddress(), contract, call.bytes())) {
            case ChainNode.CallResult.Returned(List<Digest> words) -> words.getFirst();
            case ChainNode.CallResult.Refused(String error) -> throw new AssertionError(error);
            case ChainNode.CallResult.Unanswered(String why) -> throw new AssertionError(why);
        };
    }

    private ChainBatch submit(SettlementBatch batch) {
        return Gateways.submit(gateway, batch, () -> {});
    }

    private ContractReader reader() {
        URI node = URI.create("http://127.0.0.1:" + readString("port"));
        return new ContractReader(node, gateway.contract());
    }

    private List<Settled> settled() {
        return reader().settled();
    }

    private void reopen() {
        chain = Nodes.start(directory);
        gateway = Gateways.of(chain, accounts, OutboxDatabase.reopened());
        gateway.ensureDeployed();
    }

    private void drain() {
        Await.until(() -> gateway.pump().waiting() == 0);
    }

    private void assertSettledTimes(int times) {
        assertThat(Gateways.earned(gateway, 0)).isEqualTo(Money.ofNano(times * SALE_NANO));
        assertThat(Gateways.earned(gateway, 11)).isEqualTo(Money.ofNano(-times * SALE_NANO));
        assertThat(settled()).extracting(Settled::key).doesNotHaveDuplicates().hasSize(times);
    }

    private static long transactionsWritten() {
        return OutboxDatabase.count("SELECT count(*) FROM settlement.chain_outbox");
    }

    private static long confirmed() {
        return OutboxDatabase.reopened().confirmed().await().indefinitely();
    }

    private long transactionsSent() {
        return chain.transactionCount(accounts.operatorAddress());
    }

    private List<Digest> blockHashes() {
        return LongStream.rangeClosed(0, chain.height()).mapToObj(chain::blockHash).toList();
    }

    private List<Digest> nodeHashes() {
        NodeRpc rpc = new NodeRpc("http://127.0.0.1:" + readString("port"));
        return LongStream.rangeClosed(0, rpc.blockNumber())
                .mapToObj(number -> rpc.block(number).orElseThrow().hash())
                .toList();
    }

    /** Blocks made after a checkpoint was loaded come out the same in a replay of all. */
    private void assertReplayAgrees() {
        chain.abandon();
        try {
            Files.delete(directory.resolve("checkpoint"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reopen();
    }

    private String readString(String file) {
        try {
            return Files.readString(directory.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertMismatch(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_STATE_MISMATCH));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
