package energy.peerwatt.settlement.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainGateway.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.http.HttpService;

/** A node that is not ours, with blocks made by others and reorganisations. */
class RemoteChainTest {

    private static final int DEPTH = 2;

    @TempDir Path home;

    private AnvilProcess node;
    private String url;
    private ChainAccounts accounts;
    private ChainGateway gateway;
    private long time = AnvilProcess.GENESIS_TIMESTAMP;

    @BeforeEach
    void start() throws IOException {
        node = AnvilProcess.start(AnvilProcess.nativeBinary(Nodes.NODE_MODULES), home);
        url = "http://127.0.0.1:" + Files.readString(home.resolve("port")).strip();
        accounts = ChainAccounts.open(home.resolve("seed"));
        gateway = new ChainGateway(remote(AnvilProcess.CHAIN_ID), accounts, OutboxDatabase.empty());
        gateway.ensureDeployed();
        gateway.pump();
        mine(1 + DEPTH);
        assertThat(gateway.pump().confirmed()).isEqualTo(1);
    }

    @AfterEach
    void stop() {
        node.kill();
    }

    @Test
    void confirmsAtDepthOnly() {
        SettlementBatch batch = Batches.batch(accounts, 0, 12);
        gateway.submit(batch);

        assertThat(gateway.pump()).isEqualTo(new Progress(0, 0, 1));
        assertThat(stateOf(batch)).isEqualTo(new ChainBatch.Sent());
        mine(DEPTH);
        assertThat(gateway.pump()).isEqualTo(new Progress(0, 0, 1));
        mine(1);
        assertThat(gateway.pump()).isEqualTo(new Progress(1, 0, 0));
        assertThat(stateOf(batch)).isInstanceOf(ChainBatch.Confirmed.class);
    }

    @Test
    void sendsAgainWhatAReorganisationTookAway() {
        SettlementBatch batch = Batches.batch(accounts, 0, 12);
        String before = rpc("evm_snapshot");
        ChainBatch submitted = gateway.submit(batch);
        gateway.pump();
        mine(1);
        assertThat(remote(AnvilProcess.CHAIN_ID).receipt(submitted.transaction())).isPresent();

        rpc("evm_revert", before);
        assertThat(remote(AnvilProcess.CHAIN_ID).receipt(submitted.transaction())).isEmpty();
        gateway.pump();
        mine(1 + DEPTH);
        gateway.pump();

        assertThat(gateway.find(batch.key()).orElseThrow().state())
                .isInstanceOf(ChainBatch.Confirmed.class);
        assertThat(gateway.find(batch.key()).orElseThrow().transaction())
                .isEqualTo(submitted.transaction());
        assertThat(gateway.cashOf(accounts.addressOf(Batches.participant(0))).nano())
                .isEqualTo(Batches.SALE_NANO);
    }

    @Test
    void refusesAnotherChainThanConfigured() {
        assertThatThrownBy(() -> remote(1).height())
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
    }

    @Test
    void saysUnavailableWhenNobodyAnswers() {
        node.kill();

        assertThatThrownBy(() -> gateway.chainHeight())
                .isInstanceOfSatisfying(
                        MarketException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CHAIN_UNAVAILABLE));
        SettlementBatch batch = Batches.batch(accounts, 0, 12);
        assertThat(gateway.submit(batch).state()).isEqualTo(new ChainBatch.Prepared());
    }

    private RemoteChain remote(long chainId) {
        return RemoteChain.connect(new RemoteChain.Config(URI.create(url), chainId, DEPTH, 0));
    }

    private ChainBatch.State stateOf(SettlementBatch batch) {
        return gateway.find(batch.key()).orElseThrow().state();
    }

    private void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            node.rpc().mine(++time);
        }
    }

    private String rpc(String method, Object... parameters) {
        try {
            Object result =
                    new Request<>(
                                    method,
                                    List.of(parameters),
                                    new HttpService(url),
                                    NodeRpc.Answer.class)
                            .send()
                            .getResult();
            return String.valueOf(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
