package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.unit.Money;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Gateways to a vault with play money. */
final class Gateways {

    private Gateways() {}

    static ChainGateway of(ChainNode node, ChainAccounts accounts, ChainOutbox outbox) {
        return new ChainGateway(
                node, accounts, outbox, VaultTerms.PLAY_MONEY, InstantSource.system());
    }

    /**
     * Submits a batch once the accounts are open that it needs.
     *
     * @param tick lets blocks be made
     */
    static ChainBatch submit(ChainGateway gateway, SettlementBatch batch, Runnable tick) {
        AtomicReference<ChainBatch> submitted = new AtomicReference<>();
        Await.until(() -> {
            Optional<ChainBatch> now = gateway.submit(batch);
            now.ifPresent(submitted::set);
            if (now.isEmpty()) {
                tick.run();
                gateway.pump();
            }
            return now.isPresent();
        });
        return submitted.get();
    }

    /**
     * The newest batch that settled, read back from its transaction.
     *
     * @param directory of the chain
     */
    static VaultBatch newestBatch(Path directory, ChainAddress vault) {
        NodeRpc rpc = rpc(directory);
        Digest transaction =
                rpc.logs(vault, List.of(VaultCalls.BATCH_SETTLED), 0).getLast().transaction();
        VaultCalls.Settling settling =
                VaultCalls.settlingIn(rpc.transaction(transaction).orElseThrow().input)
                        .orElseThrow();
        VaultCalls.Head head = settling.head();
        return new VaultBatch(
                head.area(),
                head.start(),
                head.part(),
                head.version(),
                head.meterVersion(),
                head.pages(),
                head.linesRoot(),
                head.tradesRoot(),
                settling.rows());
    }

    private static NodeRpc rpc(Path directory) {
        try {
            String port = Files.readString(directory.resolve("port")).strip();
            return new NodeRpc("http://127.0.0.1:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an account has earned: its cash less the play money that was paid in. */
    static Money earned(ChainGateway gateway, int participant) {
        return earned(gateway, Batches.participant(participant));
    }

    /** As the other; what was taken out is missing. */
    static Money earned(ChainGateway gateway, ParticipantId participant) {
        var account = gateway.accountOf(participant).orElseThrow();
        long deposited =
                OutboxDatabase.count(
                                "SELECT count(*) FROM settlement.chain_outbox o JOIN"
                                        + " settlement.chain_attempt a USING (nonce) WHERE"
                                        + " kind = 'DEPOSIT' AND attempt = 0 AND o.state ="
                                        + " 'CONFIRMED' AND position('"
                                        + call(account.index())
                                        + "' in encode(raw_transaction, 'hex')) > 0")
                        * PlayMoney.DEPOSIT_NANO;
        return account.cash().minus(Money.ofNano(deposited));
    }

    private static String call(long index) {
        return HexFormat.of().formatHex(VaultCalls.deposit(index, PlayMoney.DEPOSIT_NANO));
    }
}
