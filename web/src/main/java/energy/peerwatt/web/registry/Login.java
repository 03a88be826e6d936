package energy.peerwatt.web.registry;

import energy.peerwatt.market.ParticipantId;
import java.util.Optional;

/**
 * Who may log in.
 *
 * @param passwordHash bcrypt, modular crypt format
 * @param participant for whom a member acts; empty for an operator
 */
public record Login(String login, String passwordHash, Optional<ParticipantId> participant) {

    @Override
    public String toString() {
        return "Login[" + login + "]";
    }
}
