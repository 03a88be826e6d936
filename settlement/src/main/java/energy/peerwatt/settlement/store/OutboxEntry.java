package energy.peerwatt.settlement.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one transaction of the operator's account stands.
 *
 * @param kind what it is for
 * @param nonce the account's transaction number, from 0 without gaps
 * @param batchKeyHex idempotency key, {@code 0x} and 64 digits; unique in its round
 * @param round 1 first; a later one after the contract refused the one before
 * @param transactionHashHex {@code 0x} and 64 digits; of the newest attempt, once final of the one
 *     that the block took
 * @param outcome where it ended, null until it is final
 */
public record OutboxEntry(
        Kind kind,
        long nonce,
        String batchKeyHex,
        int round,
        String transactionHashHex,
        State state,
        @Nullable Outcome outcome) {

    /** What a transaction is for. */
    public enum Kind {
        DEPLOYMENT,
        /** Opens a participant's account. */
        ACCOUNT,
        /** Pays play money in. */
        DEPOSIT,
        /** What the meters counted. */
        REPORT,
        /** A part of a version of an interval. */
        BATCH,
        /** Says that a participant wants money out, and where to. */
        EXIT_WISH,
        /** Pays it out. */
        EXIT,
        /** Gives an area its first rules. */
        RULES,
        /** Says who votes, or does not any more. */
        MEMBER,
        /** A member's signed vote. */
        VOTE,
        /** Has something wait, or take effect, that members have voted for. */
        DECISION,
        /** Mints a certificate, or uses one up. */
        CERTIFICATE
    }

    /** Whether the contract refused it for good. */
    public boolean isRefused() {
        return state == State.REVERTED;
    }

    /** The way to the chain. */
    public enum State {
        PREPARED,
        SENT,
        MINED,
        CONFIRMED,
        REVERTED
    }

    /**
     * The final block.
     *
     * @param transactionHashHex of the attempt that the block took
     * @param error why the contract refused, null if it took effect
     */
    public record Outcome(
            String transactionHashHex,
            long blockNumber,
            String blockHashHex,
            @Nullable String error) {}

    /**
     * One signed form of a transaction; the later ones differ from the first in their fee only.
     *
     * @param rawTransactionHex signed bytes, lower-case without prefix; never change
     * @param sentHeight newest block when it was handed to the node, null before
     */
    public record Attempt(
            String transactionHashHex, String rawTransactionHex, @Nullable Long sentHeight) {}

    /**
     * An entry with what is sent.
     *
     * @param attempts the oldest first, at least one
     */
    public record Signed(OutboxEntry entry, List<Attempt> attempts) {

        public Signed {
            attempts = List.copyOf(attempts);
        }

        /** A transaction that is written down and not yet sent. */
        public static Signed prepared(
                Kind kind, long nonce, String batchKeyHex, int round, Attempt attempt) {
            OutboxEntry entry =
                    new OutboxEntry(
                            kind,
                            nonce,
                            batchKeyHex,
                            round,
                            attempt.transactionHashHex(),
                            State.PREPARED,
                            null);
            return new Signed(entry, List.of(attempt));
        }

        /** The one to send. */
        public Attempt newest() {
            return attempts.getLast();
        }

        /** The same with its fee raised. */
        public Signed raised(Attempt attempt) {
            OutboxEntry raised =
                    new OutboxEntry(
                            entry.kind,
                            entry.nonce,
                            entry.batchKeyHex,
                            entry.round,
                            attempt.transactionHashHex(),
                            entry.state,
                            null);
            List<Attempt> all = new ArrayList<>(attempts);
            all.add(attempt);
            return new Signed(raised, all);
        }
    }
}
