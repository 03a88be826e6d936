package energy.peerwatt.web.accounts;

import energy.peerwatt.market.ParticipantId;
import java.util.Optional;
import java.util.Set;

/**
 * An account to be.
 *
 * @param login unique
 * @param passwordHash bcrypt, modular crypt format; empty if no password fits
 */
public record NewAccount(
        String login,
        String name,
        Optional<String> passwordHash,
        Set<AccountRole> roles,
        Set<ParticipantId> homes) {

    public NewAccount {
        roles = Set.copyOf(roles);
        homes = Set.copyOf(homes);
    }

    /** Acts for a home. */
    public static NewAccount member(
            String login, String name, String passwordHash, ParticipantId home) {
        return new NewAccount(login, name, Optional.of(passwordHash), Set.of(), Set.of(home));
    }

    /** Belongs to no home. */
    public static NewAccount staff(String login, String passwordHash, Set<AccountRole> roles) {
        return new NewAccount(login, login, Optional.of(passwordHash), roles, Set.of());
    }

    @Override
    public String toString() {
        return "NewAccount[" + roles + "]";
    }
}
