package energy.peerwatt.metering.headend.gateway;

import java.time.Instant;

/**
 * Who changes something, when and why; kept with the change.
 *
 * @param login 1 to 64 characters
 * @param at market time
 * @param reason up to 200 characters
 */
public record Actor(String login, Instant at, String reason) {

    private static final int LONGEST_LOGIN = 64;
    private static final int LONGEST_REASON = 200;

    public Actor {
        if (login.isBlank() || login.length() > LONGEST_LOGIN) {
            throw new IllegalArgumentException("login of " + login.length() + " characters");
        }
        if (reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("reason of " + reason.length() + " characters");
        }
    }
}
