package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.MeteredEnergy;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
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

    /** Brings a later version to the chain when energy is final there: cash alone changes. */
    public void correctLate(IntervalSettlement now, IntervalSettlement before, Digest root) {
        Instant late = now.interval().start().plus(VaultTerms.PLAY_MONEY.energyWindow());
        ChainGateway then =
                new ChainGateway(
                        node,
                        accounts,
                        OutboxDatabase.reopened(),
                        VaultTerms.PLAY_MONEY,
                        InstantSource.fixed(late));
        settle(then, SettlementBatch.correction(now, before, metered(now), root, accounts));
    }

    private void settle(SettlementBatch batch) {
        settle(gateway, batch);
    }

    private static void settle(ChainGateway gateway, SettlementBatch batch) {
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

    /** What a participant's account has earned: its cash less the play money that was paid in. */
    public Money earned(ParticipantId participant) {
        Money paidIn =
                gateway.depositsOf(participant).stream()
                        .map(ChainGateway.Deposit::amount)
                        .reduce(Money.ZERO, Money::plus);
        return gateway.accountOf(participant).orElseThrow().cash().minus(paidIn);
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
