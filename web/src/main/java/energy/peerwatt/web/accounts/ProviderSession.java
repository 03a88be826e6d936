package energy.peerwatt.web.accounts;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a provider says it has signed in.
 *
 * @param subject what it calls the person for good
 * @param name how the person is called; may be the subject
 * @param roles as the configuration maps the provider's
 * @param authenticatedAt when the person signed in there; empty if it does not say
 */
public record ProviderSession(
        String issuer,
        String subject,
        String name,
        Set<AccountRole> roles,
        Optional<Instant> authenticatedAt) {

    public ProviderSession {
        roles = Set.copyOf(roles);
    }

    /** A login that nobody else has and nobody can register. */
    public String login() {
        byte[] digest = Sha256.of(issuer + "\n" + subject);
        return "oidc-" + HexFormat.of().formatHex(digest, 0, 12);
    }

    /** For a subject whose login is of an account that it was unlinked from. */
    public String anotherLogin() {
        return login() + "-" + SessionToken.draw().value().substring(0, 8);
    }

    @Override
    public String toString() {
        return "ProviderSession";
    }
}
