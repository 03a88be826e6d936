package energy.peerwatt.web.accounts;

import java.util.Set;

/**
 * Whom a provider says it has signed in.
 *
 * @param subject what it calls the person for good
 * @param name how the person is called; may be the subject
 * @param roles as the configuration maps the provider's
 */
public record ProviderSession(String issuer, String subject, String name, Set<AccountRole> roles) {

    public ProviderSession {
        roles = Set.copyOf(roles);
    }

    /** A login that nobody else has and nobody can register. */
    public String login() {
        byte[] digest = Sha256.of(issuer + "\n" + subject);
        return "oidc-" + java.util.HexFormat.of().formatHex(digest, 0, 12);
    }

    @Override
    public String toString() {
        return "ProviderSession";
    }
}
