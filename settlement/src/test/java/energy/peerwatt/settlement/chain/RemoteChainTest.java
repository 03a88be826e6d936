package energy.peerwatt.settlement.chain;

import static energy.peerwatt.settlement.chain.WildNode.GWEI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainAccounts.Role;
import energy.peerwatt.settlement.chain.ChainGateway.Progress;
import energy.peerwatt.settlement.chain.TransactionSigner.Draft;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.settlement.store.OutboxEntry;
import energy.peerwatt.settlement.store.OutboxEntry.Kind;
import energy.peerwatt.settlement.store.OutboxEntry.Signed;
import energy.peerwatt.settlement.store.OutboxEntry.State;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.ECKeyPair;

/** A node that is not ours, with fees, blocks made by others and reorganisations. */
class RemoteChainTest {

    private static final int DEPTH = 2;
    private static final long CEILING = 1_000 * GWEI;

    @TempDir Path home;

    private WildNode node;
    private ChainAccounts accounts;
    private ChainOutbox outbox;
    private ChainGateway gateway;

    @BeforeEach
    void start() {
        node = new WildNode(home);
        node.baseFee(GWEI);
        node.mine(1);
        accounts = ChainAccounts.open(home.resolve("seed"));
        node.fund(accounts.operatorAddress());
        outbox = OutboxDatabase.empty();
        gateway = gateway(CEILING);
        gateway.ensureDeployed();
        // Opens all accounts, and pays money in.
        submitted(99);
        Await.until(() -> {
            node.mine(1);
            return gateway.pump().waiting() == 0;
        });
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void confirmsAtDepthOnly() {
        SettlementBatch batch = submitted(0);

        assertThat(gateway.pump()).isEqualTo(new Progress(0, 0, 2));
        assertThat(counts()).containsEntry(State.SENT, 2L);
        node.mine(DEPTH);
        assertThat(gateway.pump()).isEqualTo(new Progress(0, 0, 2));
        assertThat(counts()).containsEntry(State.MINED, 2L);
        assertThat(stateOf(batch)).isEqualTo(new ChainBatch.Sent());
        node.mine(1);
        assertThat(gateway.pump()).isEqualTo(new Progress(2, 0, 0));
        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
    }

    @Test
    void confirmsWhatTheNodeCallsFinal() {
        RemoteChain tagged = node.chain(new Finality.FinalizedTag(), CEILING);
        assertThat(tagged.finalHeight()).isLessThan(tagged.height());
    }

    @Test
    void sendsAgainWhatAReorganisationTookAway() {
        SettlementBatch batch = submitted(0);
        gateway.pump();
        String before = node.snapshot();
        node.mine(DEPTH);
        gateway.pump();
        assertThat(counts()).containsEntry(State.MINED, 2L);

        node.reorganise(before, DEPTH);
        gateway.pump();
        assertThat(counts()).containsEntry(State.SENT, 2L);
        node.mine(1 + DEPTH);
        gateway.pump();

        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(attempts(batch)).isEqualTo(1);
        assertSoldOnce();
    }

    /** Of the report, which the batch waits for. */
    @Test
    void raisesTheFeeOfTheSameNonceWhenBlocksPassItBy() {
        SettlementBatch batch = submitted(0);
        OutboxEntry first = unfinished().getFirst().entry();
        gateway.pump();
        node.baseFee(100 * GWEI);

        node.mine(OutboxPump.PATIENCE);
        gateway.pump();
        OutboxEntry raised = unfinished().getFirst().entry();
        drain();

        assertThat(first.kind()).isEqualTo(Kind.REPORT);
        assertThat(raised.nonce()).isEqualTo(first.nonce());
        assertThat(raised.transactionHashHex()).isNotEqualTo(first.transactionHashHex());
        assertThat(attempts(first.batchKeyHex())).isEqualTo(2);
        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(found(first).transactionHashHex()).isEqualTo(raised.transactionHashHex());
        assertSoldOnce();
    }

    @Test
    void takesTheReceiptOfAnEarlierAttempt() {
        SettlementBatch batch = submitted(0);
        Signed first = unfinished().getFirst();
        gateway.pump();
        node.baseFee(100 * GWEI);
        node.mine(OutboxPump.PATIENCE);
        gateway.pump();
        node.ask("anvil_dropTransaction", unfinished().getFirst().entry().transactionHashHex());

        node.baseFee(GWEI);
        node.mine(1);
        byte[] raw = HexFormat.of().parseHex(first.newest().rawTransactionHex());
        assertThat(node.rpc().send(raw)).isEmpty();
        drain();

        assertThat(attempts(first.entry().batchKeyHex())).isEqualTo(2);
        assertThat(found(first.entry()).transactionHashHex())
                .isEqualTo(first.entry().transactionHashHex());
        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
        assertSoldOnce();
    }

    private void drain() {
        Await.until(() -> {
            node.mine(1);
            return gateway.pump().waiting() == 0;
        });
    }

    private OutboxEntry found(OutboxEntry entry) {
        return outbox.find(List.of(entry.batchKeyHex())).await().indefinitely().getFirst();
    }

    @Test
    void neverOffersMoreThanTheCeiling() {
        gateway = gateway(4 * GWEI);
        SettlementBatch batch = submitted(0);
        gateway.pump();
        node.baseFee(100 * GWEI);
        for (int i = 0; i < 10; i++) {
            node.mine(1);
            gateway.pump();
        }

        assertThat(attempts(batch)).isBetween(1L, 2L);
        assertThat(TransactionSigner.feesOf(unfinished().getFirst()).max())
                .isLessThanOrEqualTo(4 * GWEI);
        assertThat(stateOf(batch)).isEqualTo(new ChainBatch.Sent());
        node.baseFee(GWEI);
        node.mine(1);
        gateway.pump();
        node.mine(1 + DEPTH);
        gateway.pump();
        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
    }

    @Test
    void stopsWhenSomebodyElseUsedANonce() {
        long next = node.chain(Finality.HEAD, CEILING).transactionCount(accounts.operatorAddress());
        SettlementBatch batch = submitted(0);
        TransactionSigner elsewhere =
                new TransactionSigner(accounts.operator(), AnvilProcess.CHAIN_ID);
        Signed foreign =
                elsewhere.sign(
                        next,
                        Draft.of(
                                Kind.BATCH,
                                Batches.ROOT,
                                Optional.of(accounts.operatorAddress()),
                                new byte[0],
                                21_000),
                        new Fees(10 * GWEI, GWEI));
        node.rpc().send(HexFormat.of().parseHex(foreign.newest().rawTransactionHex()));
        node.mine(1 + DEPTH);

        assertMismatch(gateway::pump, "nonce " + next);
        assertThat(stateOf(batch)).isNotInstanceOf(ChainBatch.Confirmed.class);
        assertMismatch(gateway::pump, "nonce " + next);
    }

    @Test
    void stopsWhenTheChainHasLostWhatWasFinal() {
        submitted(0);
        gateway.pump();
        String before = node.snapshot();
        node.mine(1 + DEPTH);
        gateway.pump();
        submitted(1);
        node.reorganise(before, DEPTH + 1);

        assertMismatch(gateway::pump, "final ones of");
    }

    @Test
    void leavesARevertedBatchToAPersonWithItsReason() {
        SettlementBatch early =
                Batches.batch(
                        Batches.FIRST, 2, Batches.ROOT, 12, Batches.SALE_WH, Batches.SALE_NANO);
        Gateways.submit(gateway, early, () -> node.mine(1));
        gateway.pump();
        node.mine(1 + DEPTH);

        assertThat(gateway.pump()).isEqualTo(new Progress(0, 2, 0));
        ChainGateway.Refusal refusal = gateway.reverted(10).getFirst();
        assertThat(refusal.batch().state())
                .isInstanceOfSatisfying(
                        ChainBatch.Reverted.class,
                        state -> assertThat(state.error()).startsWith("VersionOutOfOrder(2)"));
        assertThat(refusal.subject())
                .contains(new ChainGateway.Subject(Batches.AREA, Batches.FIRST.start(), 2));
        assertThat(gateway.counts()).containsEntry(State.REVERTED, 2L);
        node.mine(3);
        assertThat(gateway.pump()).isEqualTo(new Progress(0, 0, 0));
        assertThat(gateway.submit(early).orElseThrow().state())
                .isInstanceOf(ChainBatch.Reverted.class);
    }

    @Test
    void takesChainsWithoutFees() {
        node.baseFee(0);
        node.mine(1);
        gateway = gateway(0);
        SettlementBatch batch = submitted(0);
        gateway.pump();
        node.mine(1 + DEPTH);
        gateway.pump();

        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(attempts(batch)).isEqualTo(1);
    }

    @Test
    void goesOnWithTheOldFeeWhileTheKeyIsAway() throws IOException {
        AtomicBoolean away = new AtomicBoolean();
        gateway = Gateways.of(chain(node.url()), withOperator(away), outbox);
        SettlementBatch batch = submitted(0);
        SettlementBatch second = submitted(1);
        gateway.pump();
        node.baseFee(100 * GWEI);
        node.mine(OutboxPump.PATIENCE);
        away.set(true);

        assertThatThrownBy(() -> gateway.submit(Batches.batch(2, 12)))
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGNING_KEY_UNAVAILABLE));
        assertThat(gateway.pump()).isEqualTo(new Progress(0, 0, 4));
        assertThat(attempts(batch)).isEqualTo(1);
        node.baseFee(GWEI);
        Await.until(() -> {
            node.mine(1);
            return gateway.pump().waiting() == 0;
        });

        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(stateOf(second)).isInstanceOf(ChainBatch.Confirmed.class);
    }

    /** The key of {@link #accounts}, which can be away. */
    private ChainAccounts withOperator(AtomicBoolean away) throws IOException {
        Signer key = accounts.operator();
        Signer guarded =
                new Signer() {
                    @Override
                    public ChainAddress address() {
                        return key.address();
                    }

                    @Override
                    public byte[] sign(byte[] message) {
                        if (away.get()) {
                            throw new MarketException(ErrorCode.SIGNING_KEY_UNAVAILABLE, "away");
                        }
                        return key.sign(message);
                    }
                };
        Files.copy(home.resolve("seed"), home.resolve(ChainAccounts.SEED_FILE));
        return ChainAccounts.open(
                home, home.resolve("none"), Map.of(Role.OPERATOR, guarded), outbox);
    }

    /** Other calls wait for a minute, which batches must not. */
    @Test
    void doesNotWaitLongForFees() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RemoteChain hanging = chain(URI.create("http://127.0.0.1:" + silent.getLocalPort()));
            Thread waiting = Thread.startVirtualThread(() -> swallow(hanging::height));
            CountDownLatch over = new CountDownLatch(1);
            HttpServer noFees = withoutFees(over);
            try (Socket connection = silent.accept()) {
                URI url = URI.create("http://127.0.0.1:" + noFees.getAddress().getPort());
                gateway = Gateways.of(chain(url), accounts, outbox);

                SettlementBatch batch = submitted(0);

                assertThat(connection.isClosed()).isFalse();
                assertThat(waiting.isAlive()).isTrue();
                assertThat(stateOf(batch)).isEqualTo(new ChainBatch.Prepared());
                assertThat(TransactionSigner.feesOf(unfinished().getFirst()).max())
                        .isEqualTo(CEILING);
            } finally {
                over.countDown();
                noFees.stop(0);
            }
        }
    }

    /** The node, but what is asked for fees hangs. */
    private HttpServer withoutFees(CountDownLatch over) throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Thread::startVirtualThread);
        server.createContext(
                "/",
                exchange -> {
                    byte[] asked = exchange.getRequestBody().readAllBytes();
                    try (exchange) {
                        if (new String(asked, StandardCharsets.UTF_8).contains("PriorityFee")) {
                            over.await();
                        }
                        HttpRequest request =
                                HttpRequest.newBuilder(node.url())
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(asked))
                                        .build();
                        byte[] answer =
                                client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                                        .body();
                        exchange.sendResponseHeaders(200, answer.length);
                        exchange.getResponseBody().write(answer);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        server.start();
        return server;
    }

    @Test
    void neverSignsMoreGasThanATransactionMayHave() {
        TransactionSigner signer =
                new TransactionSigner(
                        new LocalSigner(ECKeyPair.create(BigInteger.TWO)), AnvilProcess.CHAIN_ID);
        assertThatThrownBy(() ->
                        signer.sign(
                                1,
                                Draft.of(
                                        Kind.BATCH,
                                        Batches.ROOT,
                                        Optional.of(accounts.operatorAddress()),
                                        new byte[0],
                                        TransactionSigner.GAS_CAP + 1),
                                Fees.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16777217");
    }

    @Test
    void refusesAnotherChainThanConfigured() {
        RemoteChain other =
                RemoteChain.connect(new RemoteChain.Config(node.url(), 1, Finality.HEAD, 0));
        assertThatThrownBy(other::height)
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
    }

    @Test
    void saysUnavailableWhenNobodyAnswers() {
        node.close();

        assertThatThrownBy(() -> gateway.chainHeight())
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_UNAVAILABLE));
        SettlementBatch batch = Batches.batch(0, 12);
        assertThat(gateway.submit(batch).orElseThrow().state())
                .isEqualTo(new ChainBatch.Prepared());
        assertThat(TransactionSigner.feesOf(unfinished().getFirst()).max()).isEqualTo(CEILING);
    }

    private static void swallow(Runnable call) {
        try {
            call.run();
        } catch (MarketException expected) {
            assertThat(expected.code()).isEqualTo(ErrorCode.CHAIN_UNAVAILABLE);
        }
    }

    private static RemoteChain chain(URI url) {
        return RemoteChain.connect(
                new RemoteChain.Config(
                        url, AnvilProcess.CHAIN_ID, new Finality.Depth(DEPTH), CEILING));
    }

    private ChainGateway gateway(long ceiling) {
        return Gateways.of(node.chain(new Finality.Depth(DEPTH), ceiling), accounts, outbox);
    }

    private SettlementBatch submitted(int index) {
        SettlementBatch batch = Batches.batch(index, 12);
        Gateways.submit(gateway, batch, () -> node.mine(1));
        return batch;
    }

    private ChainBatch.State stateOf(SettlementBatch batch) {
        return gateway.find(batch.key()).orElseThrow().state();
    }

    private Map<State, Long> counts() {
        return outbox.counts().await().indefinitely();
    }

    private List<Signed> unfinished() {
        return outbox.unfinished(10).await().indefinitely();
    }

    private static long attempts(SettlementBatch batch) {
        return attempts(batch.key().hex());
    }

    private static long attempts(String key) {
        return OutboxDatabase.count(
                "SELECT count(*) FROM settlement.chain_attempt JOIN settlement.chain_outbox"
                        + " USING (nonce) WHERE batch_key = '"
                        + key
                        + "'");
    }

    /** Beside what opened the accounts. */
    private void assertSoldOnce() {
        assertThat(Gateways.earned(gateway, 0).nano()).isEqualTo(2 * Batches.SALE_NANO);
    }

    private static void assertMismatch(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .hasMessageContaining(reason)
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_STATE_MISMATCH));
    }
}
