package energy.peerwatt.web.accounts;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;

/** Checks name and password of HTTP Basic, by which programs log in. */
@ApplicationScoped
public class BasicLogin implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

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
                .map(account -> account.caller().identity());
    }

    /** None if a proxy names somebody else than by an address: all those are one source. */
    private static String addressOf(RoutingContext request) {
        return Objects.requireNonNullElse(request.request().remoteAddress().hostAddress(), "");
    }
}
