package energy.peerwatt.settlement.store;

import org.jspecify.annotations.Nullable;

/**
 * Where one transaction of the operator's account stands.
 *
 * @param nonce the account's transaction number, from 0 without gaps
 * @param batchKeyHex idempotency key, {@code 0x} and 64 digits; unique
 * @param transactionHashHex {@code 0x} and 64 digits
 * @param outcome where it ended, null until it is final
 */
public record OutboxEntry(
        long nonce,
        String batchKeyHex,
        String transactionHashHex,
        State state,
        @Nullable Outcome outcome) {

    /** The way to the chain. */
    public enum State {
        PREPARED,
        SENT,
        CONFIRMED,
        REVERTED
    }

    /**
     * The final block.
     *
     * @param error name of the contract's error if it refused, null if it took effect
     */
    public record Outcome(long blockNumber, String blockHashHex, @Nullable String error) {}

    /**
     * An entry with what is sent.
     *
     * @param rawTransactionHex signed bytes, lower-case without prefix; never change
     */
    public record Signed(OutboxEntry entry, String rawTransactionHex) {

        /** A transaction that is written down and not yet sent. */
        public static Signed prepared(
                long nonce,
                String batchKeyHex,
                String rawTransactionHex,
                String transactionHashHex) {
            OutboxEntry entry =
                    new OutboxEntry(nonce, batchKeyHex, transactionHashHex, State.PREPARED, null);
            return new Signed(entry, rawTransactionHex);
        }
    }
}
