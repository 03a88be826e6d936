package energy.peerwatt.web.view;

import energy.peerwatt.settlement.store.OutboxEntry;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on the chain.
 *
 * @param blockNumber null until it is final
 */
public record TransactionView(String hash, @Nullable Long blockNumber) {

    static @Nullable TransactionView of(@Nullable OutboxEntry entry) {
        if (entry == null) {
            return null;
        }
        OutboxEntry.Outcome outcome = entry.outcome();
        return new TransactionView(
                entry.transactionHashHex(), outcome == null ? null : outcome.blockNumber());
    }
}
