package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.Batches.AREA;
import static energy.peerwatt.settlement.chain.Batches.FIRST;
import static energy.peerwatt.settlement.chain.Batches.ROOT;
import static energy.peerwatt.settlement.chain.Batches.SALE_NANO;
import static energy.peerwatt.settlement.chain.Batches.SALE_WH;
import static energy.peerwatt.settlement.chain.Batches.batch;
import static energy.peerwatt.settlement.chain.Batches.participant;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        gateway = new ChainGateway(chain, accounts, OutboxDatabase.empty());
        gateway.ensureDeployed();
    }

    @AfterEach
    void stop() {
        chain.close();
    }

    @Test
    void settlesBatchesAndReadsThemBack() {
        SettlementBatch batch = batch(accounts, 0, 12);

        gateway.submit(batch);
        drain();

        assertSettledTimes(1);
        assertThat(gateway.linesRootOf(batch.key())).contains(ROOT);
        assertThat(confirmed()).isEqualTo(1);
        assertThat(gateway.find(batch.key()).orElseThrow().blockNumber()).contains(2L);
        assertThat(gateway.chainHeight()).isEqualTo(2);
    }

    @Test
    void knowsWhereABatchStands() {
        SettlementBatch batch = batch(accounts, 0, 12);
        assertThat(gateway.find(batch.key())).isEmpty();

        assertThat(gateway.submit(batch).state()).isEqualTo(new ChainBatch.Prepared());
        drain();

        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(gateway.find(List.of(batch.key(), ROOT))).containsOnlyKeys(batch.key());
    }

    @Test
    void takesABatchOnceHoweverOftenItIsSubmitted() {
        SettlementBatch batch = batch(accounts, 0, 12);
        ChainBatch first = gateway.submit(batch);
        assertThat(gateway.submit(batch)).isEqualTo(first);
        drain();

        assertThat(gateway.submit(batch).transaction()).isEqualTo(first.transaction());
        assertThat(gateway.submit(batch).state()).isInstanceOf(ChainBatch.Confirmed.class);
        drain();

        assertSettledTimes(1);
        assertThat(transactionsSent()).isEqualTo(2);
    }

    @Test
    void submitsFromSeveralThreadsWithoutGapOrDouble() {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 8; i++) {
                            gateway.submit(batch(accounts, i, 4));
                        }
                    }));
        }
        threads.forEach(ChainGatewayTest::join);
        drain();

        assertThat(confirmed()).isEqualTo(8);
        assertThat(transactionsSent()).isEqualTo(9);
    }

    @Test
    void losesNothingWhenTheNodeIsKilledBetweenSendAndReceipt() {
        gateway.submit(batch(accounts, 0, 12));
        drain();
        ChainBatch second = gateway.submit(batch(accounts, 1, 12));
        OutboxDatabase.reopened().unfinished(1).await().indefinitely().stream()
                .map(signed -> HexFormat.of().parseHex(signed.newest().rawTransactionHex()))
                .forEach(chain::send);

        Nodes.kill(chain.nodePid());
        drain();

        assertThat(gateway.find(second.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        assertSettledTimes(2);
        assertThat(transactionsSent()).isEqualTo(3);
    }

    @Test
    void losesNothingWhenTheNodeIsKilledAfterConfirmation() {
        for (int i = 0; i < 10; i++) {
            gateway.submit(batch(accounts, i, 12));
            drain();
        }
        List<Digest> hashes = blockHashes();
        long killed = chain.nodePid();

        Nodes.kill(killed);
        Await.until(() -> chain.nodePid() != killed);

        assertThat(nodeHashes()).isEqualTo(hashes);
        assertSettledTimes(10);
        for (int i = 0; i < 10; i++) {
            ChainBatch batch = gateway.find(batch(accounts, i, 12).key()).orElseThrow();
            assertThat(chain.receipt(batch.transaction())).isPresent();
        }
        gateway.ensureDeployed();
    }

    @Test
    void saysUnavailableWhileTheNodeIsDown() {
        gateway.submit(batch(accounts, 0, 12));
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
        assertThat(gateway.chainHeight()).isZero();
    }

    @Test
    void goesOnAfterACrashThatLeftTheNodeRunning() {
        gateway.submit(batch(accounts, 0, 12));
        drain();
        gateway.submit(batch(accounts, 1, 12));
        List<Digest> hashes = blockHashes();
        ProcessHandle orphan = ProcessHandle.of(chain.nodePid()).orElseThrow();

        chain.abandon();
        reopen();

        assertThat(orphan.isAlive()).isFalse();
        assertThat(nodeHashes()).isEqualTo(hashes);
        drain();
        assertSettledTimes(2);
        assertThat(transactionsSent()).isEqualTo(3);
    }

    @Test
    void forgetsABlockThatWasMinedAndNotWritten() {
        gateway.submit(batch(accounts, 0, 12));
        drain();
        gateway.submit(batch(accounts, 1, 12));
        long before = gateway.chainHeight();
        OutboxDatabase.reopened().unfinished(1).await().indefinitely().stream()
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
        gateway.submit(batch(accounts, 0, 12));
        new NodeRpc("http://127.0.0.1:" + readString("port")).mine(1_800_000_000L);

        drain();

        assertThat(gateway.chainHeight()).isEqualTo(2);
        assertThat(nodeHashes()).isEqualTo(blockHashes());
        assertSettledTimes(1);
    }

    @Test
    void startsFromTheCheckpointOfAnOrderlyStop() {
        for (int i = 0; i < 5; i++) {
            gateway.submit(batch(accounts, i, 12));
            drain();
        }
        List<Digest> hashes = blockHashes();

        chain.close();
        assertThat(Checkpoint.read(directory.resolve("checkpoint")).orElseThrow().height())
                .isEqualTo(chain.height());
        reopen();

        assertThat(nodeHashes()).isEqualTo(hashes);
        gateway.submit(batch(accounts, 5, 12));
        drain();
        assertSettledTimes(6);
        assertReplayAgrees();
    }

    @Test
    void replaysAllWhenTheCheckpointIsWrong() throws IOException {
        gateway.submit(batch(accounts, 0, 12));
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
        gateway.submit(batch(accounts, 0, 12));
        drain();
        chain.close();
        Files.delete(directory.resolve("checkpoint"));
        Files.delete(directory.resolve("journal"));

        assertMismatch(this::reopen);
    }

    @Test
    void refusesAChainThatTheOutboxHasLost() {
        gateway.submit(batch(accounts, 0, 12));
        drain();
        ChainOutbox empty = OutboxDatabase.empty();

        assertMismatch(() -> new ChainGateway(chain, accounts, empty).ensureDeployed());
    }

    @Test
    void refusesTheOutboxOfAnotherOperator() {
        ChainAccounts others = ChainAccounts.open(home.resolve("other seed"));
        ChainOutbox outbox = OutboxDatabase.reopened();

        assertMismatch(() -> new ChainGateway(chain, others, outbox).ensureDeployed());
    }

    @Test
    void reportsABatchThatTheContractRefuses() {
        SettlementBatch early = batch(accounts, FIRST, 2, ROOT, 12, SALE_WH, SALE_NANO);

        gateway.submit(early);
        drain();

        assertThat(gateway.find(early.key()).orElseThrow().state())
                .isInstanceOfSatisfying(
                        ChainBatch.Reverted.class,
                        state -> assertThat(state.error()).isEqualTo("VersionOutOfOrder(2)"));
        gateway.submit(batch(accounts, 0, 12));
        drain();
        assertSettledTimes(1);
        assertThat(confirmed()).isEqualTo(1);
    }

    @Test
    void correctsByALaterVersion() {
        gateway.submit(batch(accounts, 0, 12));
        gateway.submit(batch(accounts, FIRST, 2, ROOT, 12, -50, -10_000_000));
        drain();

        ChainAddress seller = accounts.addressOf(participant(0));
        ChainAddress buyer = accounts.addressOf(participant(11));
        assertThat(gateway.cashOf(seller)).isEqualTo(Money.ofNano(SALE_NANO - 10_000_000));
        assertThat(gateway.soldOf(seller)).isEqualTo(Energy.ofWattHours(SALE_WH - 50));
        assertThat(gateway.balanceOf(buyer, AREA, FIRST))
                .isEqualTo(Energy.ofWattHours(SALE_WH - 50));
    }

    @Test
    void verifiesLinesOnChainAsInJava() {
        List<Digest> leaves =
                LongStream.range(0, 7)
                        .mapToObj(i -> Digest.keccak(("line " + i).getBytes(UTF_8)))
                        .toList();
        StatementTree tree = StatementTree.of(leaves);
        SettlementBatch batch = batch(accounts, FIRST, 1, tree.root(), 2, SALE_WH, SALE_NANO);
        gateway.submit(batch);
        drain();

        for (int i = 0; i < leaves.size(); i++) {
            assertThat(gateway.verifyLine(batch.key(), leaves.get(i), tree.proof(i))).isTrue();
            assertThat(gateway.verifyLine(batch.key(), ROOT, tree.proof(i))).isFalse();
        }
        assertThat(gateway.verifyLine(ROOT, leaves.getFirst(), tree.proof(0))).isFalse();
    }

    @Test
    void costliestBatchFitsIntoOneTransaction() {
        List<SettlementBatch.Position> positions = new ArrayList<>();
        for (int i = 0; i < SettlementBatch.MAX_POSITIONS; i++) {
            Money cash = Money.ofNano(i % 2 == 0 ? Long.MAX_VALUE / 250 : -Long.MAX_VALUE / 250);
            ChainAddress address =
                    new ChainAddress(Digest.keccak(new byte[] {(byte) i}).hex().substring(0, 42));
            positions.add(
                    new SettlementBatch.Position(
                            participant(i), address, cash, 1L << 40, 1L << 40));
        }
        SettlementBatch batch = new SettlementBatch(AREA, FIRST, 1, ROOT, positions);

        gateway.submit(batch);
        drain();

        ChainBatch settled = gateway.find(batch.key()).orElseThrow();
        assertThat(settled.state()).isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(chain.receipt(settled.transaction()).orElseThrow().gasUsed())
                .isLessThan(SettlementContract.gasLimit(positions.size()));
    }

    private void reopen() {
        chain = Nodes.start(directory);
        gateway = new ChainGateway(chain, accounts, OutboxDatabase.reopened());
        gateway.ensureDeployed();
    }

    private void drain() {
        Await.until(() -> gateway.pump().waiting() == 0);
    }

    private void assertSettledTimes(long times) {
        ChainAddress seller = accounts.addressOf(participant(0));
        ChainAddress buyer = accounts.addressOf(participant(11));
        assertThat(gateway.cashOf(seller)).isEqualTo(Money.ofNano(times * SALE_NANO));
        assertThat(gateway.cashOf(buyer)).isEqualTo(Money.ofNano(-times * SALE_NANO));
        assertThat(gateway.soldOf(seller)).isEqualTo(Energy.ofWattHours(times * SALE_WH));
        for (int i = 0; i < times; i++) {
            assertThat(gateway.balanceOf(buyer, AREA, FIRST.plus(i)))
                    .isEqualTo(Energy.ofWattHours(SALE_WH));
        }
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
