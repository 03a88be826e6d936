package energy.peerwatt.web.accounts;

import java.time.Instant;
import java.util.Optional;

/**
 * A key of a person's phone, computer or token by which it signs in; times are wall time.
 *
 * @param name by which its person knows it
 * @param lastUsedAt empty if never
 */
public record Passkey(long id, String name, Instant createdAt, Optional<Instant> lastUsedAt) {}
