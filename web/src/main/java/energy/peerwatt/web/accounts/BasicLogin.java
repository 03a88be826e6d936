package energy.peerwatt.web.accounts;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

/** Checks name and password of HTTP Basic, by which programs log in. */
@ApplicationScoped
public class BasicLogin implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    /** Where an identity keeps the hash of the password it is known by. */
    private static final String HASH = "peerwatt.password-hash";

    private final PasswordLogin logins;

    public BasicLogin(PasswordLogin logins) {
        this.logins = logins;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        String password = new String(request.getPassword().getPassword());
        RoutingContext from = HttpSecurityUtils.getRoutingContextAttribute(request);
        return logins.check(request.getUsername(), password, addressOf(from))
                .map(BasicLogin::identity);
    }

    private static SecurityIdentity identity(Account account) {
        return QuarkusSecurityIdentity.builder(account.caller().identity())
                .addAttribute(HASH, account.passwordHash().orElseThrow())
                .build();
    }

    /** Hash of the password that an identity is known by; none if by a session. */
    public static Optional<String> passwordHashOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(HASH));
    }

    /** None if a proxy names somebody else than by an address: all those are one source. */
    private static String addressOf(RoutingContext request) {
        return Objects.requireNonNullElse(request.request().remoteAddress().hostAddress(), "");
    }
}
