package energy.peerwatt.settlement.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.http.HttpService;

/** A node that is not ours: blocks, fees and reorganisations come from elsewhere. */
final class WildNode implements AutoCloseable {

    static final long GWEI = 1_000_000_000;

    private final AnvilProcess node;
    private final String url;
    private final HttpService http;
    private long time = AnvilProcess.GENESIS_TIMESTAMP;
    private long baseFee;

    WildNode(Path directory) {
        node = AnvilProcess.start(AnvilProcess.nativeBinary(Nodes.NODE_MODULES), directory);
        try {
            url = "http://127.0.0.1:" + Files.readString(directory.resolve("port")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http = new HttpService(url);
    }

    URI url() {
        return URI.create(url);
    }

    NodeRpc rpc() {
        return node.rpc();
    }

    RemoteChain chain(Finality finality, long feeCeiling) {
        return RemoteChain.connect(
                new RemoteChain.Config(url(), AnvilProcess.CHAIN_ID, finality, feeCeiling));
    }

    /** Wei per unit of gas that blocks from now on take at least. */
    void baseFee(long wei) {
        baseFee = wei;
    }

    void fund(ChainAddress account) {
        ask("anvil_setBalance", account.hex(), "0x" + "f".repeat(24));
    }

    void mine(int blocks) {
        for (int i = 0; i < blocks; i++) {
            ask("anvil_setNextBlockBaseFeePerGas", "0x" + Long.toHexString(baseFee));
            node.rpc().mine(++time);
        }
    }

    /** Remembers all as it is now, for {@link #reorganise}. */
    String snapshot() {
        return ask("evm_snapshot");
    }

    /** Takes away what came after the snapshot, and what waits, and puts empty blocks there. */
    void reorganise(String snapshot, int blocks) {
        ask("evm_revert", snapshot);
        mine(blocks);
    }

    String ask(String method, Object... parameters) {
        try {
            var answer =
                    new Request<>(method, List.of(parameters), http, NodeRpc.Answer.class).send();
            if (answer.hasError()) {
                throw new IllegalStateException(method + ": " + answer.getError().getMessage());
            }
            return String.valueOf(answer.getResult());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        node.kill();
    }
}
