package energy.peerwatt.web.view;

import energy.peerwatt.web.accounts.AccountEvent;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened with an account.
 *
 * @param at wall time
 * @param accountId null if the account was taken away since
 * @param by login of who did it
 * @param detail what it was about; may be empty
 */
public record AccountEventView(
        long id,
        Instant at,
        @Nullable Long accountId,
        Kind kind,
        String by,
        String address,
        String detail) {

    /** As the account's own person sees it: not from where others did it, or by which address. */
    public AccountEventView own(String login) {
        return by.equals(login)
                ? this
                : new AccountEventView(
                        id,
                        at,
                        accountId,
                        kind,
                        by.contains("@") ? "somebody else" : by,
                        "",
                        detail);
    }

    public static AccountEventView of(AccountEvent event) {
        return new AccountEventView(
                event.id(),
                event.at(),
                event.account().isPresent() ? event.account().getAsLong() : null,
                event.kind(),
                event.by(),
                event.address(),
                event.detail());
    }
}
