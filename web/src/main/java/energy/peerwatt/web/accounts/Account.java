package energy.peerwatt.web.accounts;

import energy.peerwatt.market.ParticipantId;
import java.util.Optional;
import java.util.Set;

/**
 * A person or program that may log in.
 *
 * @param login what it types, unique
 * @param name how it is called
 * @param passwordHash bcrypt, modular crypt format; empty if no password fits
 * @param homes it is a member through these, several of them at once if it likes
 */
public record Account(
        long id,
        String login,
        String name,
        Optional<String> passwordHash,
        Set<AccountRole> roles,
        Set<ParticipantId> homes) {

    public Account {
        roles = Set.copyOf(roles);
        homes = Set.copyOf(homes);
    }

    /** What the account's person may do now. */
    public Caller.Person caller() {
        return new Caller.Person(id, login, roles, homes);
    }

    @Override
    public String toString() {
        return "Account[" + id + "]";
    }
}
