package energy.peerwatt.settlement.store;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.unit.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money that a participant wants out of the vault.
 *
 * @param amount asked for; positive
 * @param payee address that is paid, {@code 0x} and 40 lower-case digits
 * @param readyAt when the vault pays at the earliest; null until the vault has said so
 * @param paid what went out, at most {@code amount}; null until it has
 * @param reason why nothing went out; null unless it was refused
 */
public record Withdrawal(
        long id,
        ParticipantId participant,
        Money amount,
        String payee,
        Instant requestedAt,
        State state,
        @Nullable Instant readyAt,
        @Nullable Money paid,
        @Nullable String reason) {

    /** The way out. */
    public enum State {
        /** Written down; the vault is being told. */
        REQUESTED,
        /** The vault's delay runs. */
        WAITING,
        /** The payment is on its way to the chain. */
        PAYING,
        /** Its owner does not want it any more; the vault is being told. */
        CALLING_OFF,
        PAID,
        REFUSED,
        CALLED_OFF
    }
}
