package energy.peerwatt.settlement.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.Scenario;
import energy.peerwatt.settlement.chain.ChainNode.CallResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a contract refused, or its node said nothing of it. */
class VaultReaderTest {

    private static final byte[] CASH = VaultCalls.cashOf(1);

    @TempDir Path home;

    @Test
    void tellsARefusalFromANodeThatCannotSay() {
        URI url;
        VaultReader vault;
        try (SettledChain chain = new SettledChain(home)) {
            chain.settle(
                    new Scenario().metered(0, 900).metered(600, 0).trade(0, 1, 300, 20).settle(),
                    Batches.ROOT);
            url = chain.url();
            ChainAddress asker = chain.accounts().operatorAddress();
            RemoteChain node = node(url, chain.id());
            vault = new VaultReader(node, asker, chain.contract());

            assertThat(VaultReader.number(vault.word(CASH))).isZero();
            assertFails(
                    vault,
                    VaultCalls.exitFor(1),
                    ErrorCode.CHAIN_REVERTED,
                    "read refused: NoPayee(1)");
            assertFails(
                    new VaultReader(node, asker, asker),
                    CASH,
                    ErrorCode.CHAIN_UNAVAILABLE,
                    "not yet deployed");
            // The embedded node keeps the newest state alone.
            assertThat(node.callBefore(node.height(), asker, chain.contract(), CASH))
                    .isInstanceOf(CallResult.Unanswered.class);
            assertFails(
                    new VaultReader(node(url, chain.id() + 1), asker, chain.contract()),
                    CASH,
                    ErrorCode.CONFIGURATION_INVALID,
                    "");
        }

        assertFails(vault, CASH, ErrorCode.CHAIN_UNAVAILABLE, "eth_call");
        assertFails(
                at(URI.create("http://127.0.0.1:1")),
                CASH,
                ErrorCode.CHAIN_UNAVAILABLE,
                "eth_chainId");
    }

    /** As nodes of several kinds say it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "3|execution reverted|\"0xcebe7d240000\"|CHAIN_REVERTED",
                "3|execution reverted|\"0x\"|CHAIN_REVERTED",
                "-32000|execution reverted||CHAIN_REVERTED",
                "-32000|Execution reverted|\"0xcebe7d24\"|CHAIN_REVERTED",
                "-32015|VM execution error.|\"Reverted 0xcebe7d24\"|CHAIN_REVERTED",
                "-32000|out of gas||CHAIN_REVERTED",
                "-32000|header not found||CHAIN_UNAVAILABLE",
                "-32000|missing trie node 0xab (path )||CHAIN_UNAVAILABLE",
                "-32000|execution timeout||CHAIN_UNAVAILABLE",
                "-32002|resource unavailable||CHAIN_UNAVAILABLE",
                "-32005|too many requests|{\"see\":\"https://example.org/0xyz\"}|CHAIN_UNAVAILABLE",
                "-32603|internal error||CHAIN_UNAVAILABLE",
            })
    void takesForARefusalOnlyWhatTheContractSaid(
            int code, String message, String data, ErrorCode expected) throws IOException {
        String rest = data == null ? "" : ",\"data\":" + data;
        String error =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":%d,\"message\":\"%s\"%s}}"
                        .formatted(code, message, rest);

        try (Answering server = new Answering(200, error)) {
            assertFails(server.reader(), CASH, expected, "");
        }
    }

    @Test
    void whatIsNoNodeRefusesNothing() throws IOException {
        try (Answering page = new Answering(200, "<html>It works!</html>")) {
            assertFails(page.reader(), CASH, ErrorCode.CHAIN_UNAVAILABLE, "eth_call");
        }
        try (Answering busy = new Answering(503, "")) {
            assertFails(busy.reader(), CASH, ErrorCode.CHAIN_UNAVAILABLE, "eth_call");
        }
    }

    private static void assertFails(
            VaultReader reader, byte[] call, ErrorCode expected, String message) {
        assertThatThrownBy(() -> reader.word(call))
                .isInstanceOfSatisfying(
                        MarketException.class,
                        failure -> assertThat(failure.code()).isEqualTo(expected))
                .hasMessageContaining(message);
    }

    private static VaultReader at(URI url) {
        ChainAddress nobody = new ChainAddress("0x" + "12".repeat(20));
        return new VaultReader(node(url, 1), nobody, nobody);
    }

    private static RemoteChain node(URI url, long chainId) {
        return RemoteChain.connect(new RemoteChain.Config(url, chainId, Finality.HEAD, 0));
    }

    /** Gives one answer to all but the chain's id. */
    private static final class Answering implements AutoCloseable {

        private final HttpServer server;

        Answering(int status, String answer) throws IOException {
            InetAddress local = InetAddress.getLoopbackAddress();
            server = HttpServer.create(new InetSocketAddress(local, 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                        boolean first = asked.contains("eth_chainId");
                        byte[] body =
                                (first
                                                ? "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x1\"}"
                                                : answer)
                                        .getBytes(UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(
                                first ? 200 : status, body.length == 0 ? -1 : body.length);
                        exchange.getResponseBody().write(body);
                        exchange.close();
                    });
            server.start();
        }

        VaultReader reader() {
            return at(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
