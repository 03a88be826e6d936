package energy.peerwatt.web.view;

import energy.peerwatt.web.accounts.BrowserSession;
import java.time.Instant;

/**
 * A browser that is signed in; times are wall time.
 *
 * @param lastUsedAt to the minute
 * @param address from which it signed in
 * @param browser what it calls itself
 * @param current whether it is the one that asks
 */
public record BrowserSessionView(
        long id,
        Instant createdAt,
        Instant lastUsedAt,
        String address,
        String browser,
        boolean current) {

    public static BrowserSessionView of(BrowserSession session, long current) {
        return new BrowserSessionView(
                session.id(),
                session.createdAt(),
                session.lastUsedAt(),
                session.address(),
                session.browser(),
                session.id() == current);
    }
}
