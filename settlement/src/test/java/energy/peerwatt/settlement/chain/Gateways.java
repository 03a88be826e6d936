package energy.peerwatt.settlement.chain;

import energy.peerwatt.settlement.store.ChainOutbox;
import energy.peerwatt.unit.Money;
import java.time.InstantSource;
import java.util.HexFormat;
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

    /** What an account has earned: its cash less the play money that was paid in. */
    static Money earned(ChainGateway gateway, int participant) {
        var account = gateway.accountOf(Batches.participant(participant)).orElseThrow();
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
