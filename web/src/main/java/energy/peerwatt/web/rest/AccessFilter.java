package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.OwnOrigin;
import energy.peerwatt.web.accounts.SessionCookie;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.config.Role;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Finds out who calls. Writes need a login; reads do too unless {@code peerwatt.demo.open-reads} is
 * set. Whose things a caller may touch is up to each resource.
 */
public final class AccessFilter {

    /** Numbers without any person in them, for monitoring. */
    private static final String STATUS = "/api/v1/status";

    /** Whether anybody is signed in is for everybody to ask, and to change by a password. */
    private static final String SESSION = SessionResource.PATH;

    /** What a gateway asks for carries its own proof. */
    private static final Set<String> PROVEN =
            Set.of(GatewayKeyResource.ENROLMENTS, GatewayKeyResource.ROTATIONS);

    /** Header with the token that the session's answer has. */
    static final String WRITE_TOKEN = "X-Write-Token";

    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final boolean openReads;
    private final boolean hasApi;
    private final CurrentIdentityAssociation identities;
    private final CurrentCaller current;
    private final KeyRequestLimit keyRequests;
    private final CurrentVertxRequest connection;
    private final OwnOrigin ownOrigin;

    AccessFilter(
            MarketConfig config,
            CurrentIdentityAssociation identities,
            CurrentCaller current,
            KeyRequestLimit keyRequests,
            CurrentVertxRequest connection,
            OwnOrigin ownOrigin) {
        this.openReads = config.demo().openReads();
        this.hasApi = Role.parse(config.roles()).contains(Role.API);
        this.identities = identities;
        this.current = current;
        this.keyRequests = keyRequests;
        this.connection = connection;
        this.ownOrigin = ownOrigin;
    }

    @ServerRequestFilter
    Uni<Response> identify(ContainerRequestContext request) {
        if (!hasApi) {
            throw new ProblemException(
                    Problem.of(
                            503, "role-off", "Not served here", "This process has no role api."));
        }
        String path = request.getUriInfo().getPath();
        if (PROVEN.contains(path)) {
            countKeyRequest(address());
        }
        String address = address();
        requireOwnOrigin(request.getMethod());
        boolean open = isOpen(request.getMethod(), path);
        return identities
                .getDeferredIdentity()
                .map(identity -> {
                    Caller caller = Caller.of(identity);
                    if (caller instanceof Caller.Anonymous && !open) {
                        throw new UnauthorizedException();
                    }
                    Optional<ActiveSession> session = SessionCookie.sessionOf(identity);
                    if (!isSignIn(request.getMethod(), path)) {
                        session.ifPresent(known -> requireWriteToken(request, known));
                    }
                    current.set(new Access(caller, openReads), session, address);
                    return null;
                });
    }

    /** A browser sends the password that it remembers, too, with what any page asks for. */
    private void requireOwnOrigin(String method) {
        if (!READS.contains(method) && !ownOrigin.sends(connection.getCurrent().request())) {
            throw new ProblemException(
                    Problem.of(
                            403,
                            "other-origin",
                            "Not from this page",
                            "Pages of other origins may not write here."));
        }
    }

    /**
     * A browser sends its cookie with what any page asks for, so the cookie alone may only read.
     */
    private static void requireWriteToken(ContainerRequestContext request, ActiveSession session) {
        if (READS.contains(request.getMethod())) {
            return;
        }
        String header = Objects.requireNonNullElse(request.getHeaderString(WRITE_TOKEN), "");
        if (!session.token().allowsWrite(header)) {
            throw new ProblemException(
                    Problem.of(
                            403,
                            "write-token-missing",
                            "Not from this page",
                            "A signed-in browser's writes need the header " + WRITE_TOKEN + "."));
        }
    }

    /** None if a proxy names somebody else than by an address: all those are one source. */
    private String address() {
        return Objects.requireNonNullElse(
                connection.getCurrent().request().remoteAddress().hostAddress(), "");
    }

    private void countKeyRequest(String address) {
        keyRequests
                .take(address)
                .ifPresent(wait -> {
                    throw KeyRequestLimit.refusal(wait);
                });
    }

    private boolean isOpen(String method, String path) {
        if (READS.contains(method)) {
            return openReads
                    || path.equals(STATUS)
                    || path.equals(SESSION)
                    || path.equals(OpenIdProvider.CALLBACK);
        }
        return JoinResource.PATHS.contains(path)
                || (method.equals(HttpMethod.POST) && PROVEN.contains(path))
                || isSignIn(method, path);
    }

    /** Takes JSON only, which no form of another site sends; and ends the session before. */
    private static boolean isSignIn(String method, String path) {
        return method.equals(HttpMethod.POST) && SessionResource.SIGN_INS.contains(path);
    }
}
