package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.store.BrowserSessions;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Knows browsers by their session cookie. A cookie that is no longer good is like none, so that
 * what everybody may see stays to be seen.
 */
@ApplicationScoped
public class SessionCookie implements HttpAuthenticationMechanism {

    public static final String NAME = "peerwatt-session";

    /** Where an identity keeps the session it is known by. */
    private static final String SESSION = "peerwatt.session";

    private static final int BEFORE_BASIC = 3_000;

    private final BrowserSessions sessions;

    public SessionCookie(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    /** The session that an identity is known by; none if by name and password. */
    public static Optional<ActiveSession> sessionOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(SESSION));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext request, IdentityProviderManager providers) {
        boolean isProgram = request.request().headers().contains(HttpHeaders.AUTHORIZATION);
        Cookie cookie = isProgram ? null : request.request().getCookie(NAME);
        return Optional.ofNullable(cookie)
                .flatMap(found -> SessionToken.parse(found.getValue()))
                .map(this::identity)
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private Uni<SecurityIdentity> identity(SessionToken token) {
        return sessions.use(token)
                .map(found -> found.map(session -> identity(token, session)).orElse(null));
    }

    private static SecurityIdentity identity(SessionToken token, BrowserSessions.Used used) {
        return QuarkusSecurityIdentity.builder(used.account().caller().identity())
                .addAttribute(SESSION, new ActiveSession(used.id(), token))
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public int getPriority() {
        return BEFORE_BASIC;
    }
}
