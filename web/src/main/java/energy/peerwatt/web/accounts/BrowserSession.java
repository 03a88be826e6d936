package energy.peerwatt.web.accounts;

import java.time.Instant;

/**
 * A browser that is signed in; times are wall time.
 *
 * @param lastUsedAt to the minute
 * @param address from which it signed in, in figures
 * @param browser what it calls itself
 */
public record BrowserSession(
        long id, Instant createdAt, Instant lastUsedAt, String address, String browser) {}
