package energy.peerwatt.web.view;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountRole;
import java.util.List;

/**
 * A person or program that may log in.
 *
 * @param homes participants it acts for
 */
public record AccountHolderView(
        long id, String login, String name, List<AccountRole> roles, List<Long> homes) {

    public static AccountHolderView of(Account account) {
        return new AccountHolderView(
                account.id(),
                account.login(),
                account.name(),
                account.roles().stream().sorted().toList(),
                account.homes().stream().map(ParticipantId::value).sorted().toList());
    }
}
