package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real node with the contract, and settlements on it. */
public final class SettledChain implements AutoCloseable {

    private final Path directory;
    private final EmbeddedChain node;
    private final ChainAccounts accounts;
    private final ChainGateway gateway;

    /** Starts a node and deploys the contract. */
    public SettledChain(Path directory) {
        this.directory = directory;
        accounts = ChainAccounts.open(directory.resolve("seed"));
        node = Nodes.start(directory);
        gateway = Gateways.of(node, accounts, OutboxDatabase.empty());
        gateway.ensureDeployed();
    }

    /** Brings a first version to the chain. */
    public void settle(IntervalSettlement settlement, Digest root) {
        settle(SettlementBatch.first(settlement, metered(settlement), root, accounts));
    }

    /** Brings a later version to the chain. */
    public void correct(IntervalSettlement now, IntervalSettlement before, Digest root) {
        settle(SettlementBatch.correction(now, before, metered(now), root, accounts));
    }

    private void settle(SettlementBatch batch) {
        Gateways.submit(gateway, batch, () -> {});
        Await.until(() -> {
            gateway.pump();
            return gateway.find(batch.key()).orElseThrow().state() instanceof ChainBatch.Confirmed;
        });
    }

    /** As if nobody had fed in more than was sold. */
    private static List<MeteredEnergy> metered(IntervalSettlement settlement) {
        return settlement.netPositions().stream()
                .map(net -> new MeteredEnergy(net.participant(), net.bought(), net.sold()))
                .toList();
    }

    /** Kills the node; it starts again by itself. */
    public void killNode() {
        long killed = node.nodePid();
        Nodes.kill(killed);
        Await.until(() -> node.nodePid() != killed && node.height() > 0);
    }

    /** Where the node answers now. */
    public URI url() {
        try {
            return URI.create(
                    "http://127.0.0.1:" + Files.readString(directory.resolve("port")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long id() {
        return node.chainId();
    }

    public ChainAddress contract() {
        return gateway.contract();
    }

    public ChainAccounts accounts() {
        return accounts;
    }

    @Override
    public void close() {
        node.close();
    }
}
