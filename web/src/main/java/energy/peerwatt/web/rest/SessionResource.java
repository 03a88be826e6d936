package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.PasswordLogin;
import energy.peerwatt.web.accounts.SessionCookie;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.SessionView;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;

/** Whether a browser is signed in. Programs need none of this, they send HTTP Basic. */
@Path(SessionResource.PATH)
@Tag(name = "accounts")
public class SessionResource {

    static final String PATH = "/api/v1/session";

    private final PasswordLogin logins;
    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final AccountEvents events;
    private final Registry registry;
    private final CurrentCaller caller;
    private final MarketConfig config;

    public SessionResource(
            PasswordLogin logins,
            Accounts accounts,
            BrowserSessions sessions,
            AccountEvents events,
            Registry registry,
            CurrentCaller caller,
            MarketConfig config) {
        this.logins = logins;
        this.accounts = accounts;
        this.sessions = sessions;
        this.events = events;
        this.registry = registry;
        this.caller = caller;
        this.config = config;
    }

    /** What is typed to sign in. */
    public record SignIn(
            @NotNull @Size(max = 254) String login, @NotNull @Size(max = 200) String password) {

        @Override
        public String toString() {
            return "SignIn";
        }
    }

    @GET
    @Cache(noStore = true)
    @Operation(summary = "Who is signed in, and the token its writes need; needs no login")
    public Uni<SessionView> current() {
        Optional<ActiveSession> session = caller.session();
        return switch (caller.access().caller()) {
            case Caller.Anonymous _ ->
                    Uni.createFrom().item(SessionView.nobody(config.demo().openReads()));
            case Caller.Person person ->
                    accounts.find(person.login())
                            .map(Optional::orElseThrow)
                            .chain(account -> view(account, session.map(ActiveSession::token)));
        };
    }

    @POST
    @Cache(noStore = true)
    @Operation(summary = "Signs a browser in by a cookie; its writes then need the token")
    public Uni<RestResponse<SessionView>> signIn(
            @NotNull @Valid SignIn body, HttpServerRequest request) {
        Optional<ActiveSession> before = caller.session();
        String address = caller.address();
        String browser = Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), "");
        boolean secure = isSecure(request);
        return logins.check(body.login().strip(), body.password(), address)
                .call(() -> endBefore(before))
                .call(account ->
                        events.record(
                                account.id(),
                                Kind.SIGNED_IN,
                                new Author(account.login(), address),
                                ""))
                .chain(account ->
                        sessions.open(account.id(), address, browser)
                                .chain(token ->
                                        view(account, Optional.of(token))
                                                .map(view -> signedIn(view, token, secure))));
    }

    /** Of the one who was signed in here before, who need not be the same. */
    private Uni<Void> endBefore(Optional<ActiveSession> before) {
        return before.map(session -> sessions.end(session.id()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private RestResponse<SessionView> signedIn(
            SessionView view, SessionToken token, boolean secure) {
        int seconds = Math.toIntExact(config.accounts().sessionLongest().toSeconds());
        return RestResponse.ResponseBuilder.ok(view)
                .cookie(cookie(token.value(), seconds, secure))
                .build();
    }

    @DELETE
    @Operation(summary = "Signs the browser out")
    public Uni<RestResponse<Void>> signOut(HttpServerRequest request) {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        NewCookie gone = cookie("", 0, isSecure(request));
        return caller.session()
                .map(session -> sessions.end(person.account(), session.id()))
                .orElseGet(() -> Uni.createFrom().item(false))
                .call(ended ->
                        ended
                                ? events.record(person.account(), Kind.SIGNED_OUT, author, "")
                                : Uni.createFrom().voidItem())
                .map(_ -> RestResponse.ResponseBuilder.<Void>noContent().cookie(gone).build());
    }

    private Uni<SessionView> view(Account account, Optional<SessionToken> token) {
        return registry.participants()
                .map(all -> all.stream().filter(one -> account.homes().contains(one.id())).toList())
                .map(homes ->
                        SessionView.of(
                                account,
                                homes,
                                token.map(SessionToken::writeToken),
                                config.demo().openReads()));
    }

    /** Also behind a proxy that ends TLS and does not say so. */
    private boolean isSecure(HttpServerRequest request) {
        return request.isSSL() || SessionCookie.isSecure(config.mail().page());
    }

    private NewCookie cookie(String value, int seconds, boolean secure) {
        return new NewCookie.Builder(SessionCookie.name(config.mail().page()))
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }
}
