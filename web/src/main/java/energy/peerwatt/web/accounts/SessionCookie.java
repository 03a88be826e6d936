package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AnonymousAuthenticationRequest;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Knows browsers by their session cookie. A cookie that is no longer good is like none, so that
 * what everybody may see stays to be seen.
 */
@ApplicationScoped
public class SessionCookie implements HttpAuthenticationMechanism {

    private static final String NAME = "peerwatt-session";

    /** Where an identity keeps the session it is known by. */
    private static final String SESSION = "peerwatt.session";

    private static final int BEFORE_BASIC = 3_000;

    private final BrowserSessions sessions;
    private final String name;

    public SessionCookie(BrowserSessions sessions, MarketConfig config) {
        this.sessions = sessions;
        this.name = name(config.mail().page());
    }

    /** Whether people reach the page by TLS. */
    public static boolean isSecure(URI page) {
        return "https".equalsIgnoreCase(page.getScheme());
    }

    /** What the cookie is called; by TLS so that no other host of the domain can set it. */
    public static String name(URI page) {
        return isSecure(page) ? "__Host-" + NAME : NAME;
    }

    /** The session that an identity is known by; none if by name and password. */
    public static Optional<ActiveSession> sessionOf(SecurityIdentity identity) {
        return Optional.ofNullable(identity.getAttribute(SESSION));
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext request, IdentityProviderManager providers) {
        return Optional.ofNullable(request.request().getCookie(name))
                .flatMap(found -> SessionToken.parse(found.getValue()))
                .map(this::identity)
                .orElseGet(() -> Uni.createFrom().nullItem())
                .chain(known ->
                        known == null && isPage(request)
                                ? providers.authenticate(AnonymousAuthenticationRequest.INSTANCE)
                                : Uni.createFrom().item(known));
    }

    /** Our page is known by its cookie only, whatever password the browser remembers. */
    private static boolean isPage(RoutingContext request) {
        return request.request().headers().contains(OwnOrigin.PAGE);
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
