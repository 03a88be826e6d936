package energy.peerwatt.web.view;

import energy.peerwatt.web.accounts.Passkey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of one's own; times are wall time.
 *
 * @param lastUsedAt null if it never was
 */
public record PasskeyView(long id, String name, Instant createdAt, @Nullable Instant lastUsedAt) {

    public static PasskeyView of(Passkey passkey) {
        return new PasskeyView(
                passkey.id(),
                passkey.name(),
                passkey.createdAt(),
                passkey.lastUsedAt().orElse(null));
    }
}
