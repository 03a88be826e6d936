package energy.peerwatt.web.accounts;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Something that happened with an account.
 *
 * @param at wall time
 * @param account whose it is or was; empty in old events of accounts that are gone
 * @param by login of who did it
 * @param address from where, in figures
 * @param detail what it was about; may be empty
 */
public record AccountEvent(
        long id,
        Instant at,
        OptionalLong account,
        Kind kind,
        String by,
        String address,
        String detail) {

    /** What can happen. */
    public enum Kind {
        SIGNED_IN,
        SIGN_IN_REFUSED,
        SIGNED_OUT,
        SESSION_ENDED,
        PASSWORD_CHANGED,
        PASSWORD_RESET,
        EMAIL_SET,
        EMAIL_CONFIRMED,
        ACCOUNT_MADE,
        ACCOUNT_REMOVED,
        ROLES_SET,
        HOME_JOINED,
        HOME_LEFT,
        CODE_DRAWN,
        CONSENT_SET,
        PASSKEY_ADDED,
        PASSKEY_REMOVED,
        PASSKEY_REFUSED,
        PROVIDER_LINKED,
        PROVIDER_UNLINKED,
        DATA_EXPORTED,
        PAYOUT_ADDRESS_SET,
        WITHDRAWAL_ASKED,
        WITHDRAWAL_CANCELLED,
        VOTING_KEY_SET,
        VOTING_KEY_REMOVED
    }

    /**
     * Who does something.
     *
     * @param address in figures
     */
    public record Author(String login, String address) {}
}
