package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.PasskeyLogin;
import energy.peerwatt.web.accounts.PasswordLogin;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.rest.BrowserSignIn.Browser;
import energy.peerwatt.web.rest.BrowserSignIn.Proof;
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
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;

/** Whether a browser is signed in. Programs need none of this, they send HTTP Basic. */
@Path(SessionResource.PATH)
@Tag(name = "accounts")
public class SessionResource {

    static final String PATH = "/api/v1/session";

    private static final String PASSKEYS = "/passkeys";
    private static final String CHALLENGES = "/passkey-challenges";

    /** By which browsers sign in, whoever was signed in there before. */
    static final Set<String> SIGN_INS =
            Set.of(PATH, PATH + PASSKEYS, PATH + CHALLENGES, OidcResource.START);

    private final PasswordLogin logins;
    private final PasskeyLogin passkeys;
    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final AccountEvents events;
    private final BrowserSignIn signIn;
    private final CurrentCaller caller;

    public SessionResource(
            PasswordLogin logins,
            PasskeyLogin passkeys,
            Accounts accounts,
            BrowserSessions sessions,
            AccountEvents events,
            BrowserSignIn signIn,
            CurrentCaller caller) {
        this.logins = logins;
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.sessions = sessions;
        this.events = events;
        this.signIn = signIn;
        this.caller = caller;
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
            case Caller.Anonymous _ -> Uni.createFrom().item(signIn.nobody());
            case Caller.Person person ->
                    accounts.find(person.login())
                            .map(Optional::orElseThrow)
                            .chain(account ->
                                    signIn.view(account, session.map(ActiveSession::token)));
        };
    }

    @POST
    @Cache(noStore = true)
    @Operation(summary = "Signs a browser in by a cookie; its writes then need the token")
    public Uni<RestResponse<SessionView>> signIn(
            @NotNull @Valid SignIn body, HttpServerRequest request) {
        Browser browser = signIn.browser(caller, request);
        return logins.check(body.login().strip(), body.password(), browser.address())
                .chain(account -> signIn.open(account, browser, Proof.password(account)));
    }

    @POST
    @Path(CHALLENGES)
    @Cache(noStore = true)
    @Operation(summary = "What a passkey is to sign so that it signs a browser in")
    public Uni<PasskeyOptions.Request> challenge() {
        return passkeys.challenge(caller.address())
                .map(challenge -> PasskeyOptions.request(passkeys.relyingParty(), challenge));
    }

    @POST
    @Path(PASSKEYS)
    @Cache(noStore = true)
    @Operation(
            summary = "Signs a browser in by a passkey, which says whose it is; as by a password")
    public Uni<RestResponse<SessionView>> signInByPasskey(
            @NotNull @Valid PasskeyOptions.Answer body, HttpServerRequest request) {
        Browser browser = signIn.browser(caller, request);
        return passkeys.signIn(body.json(), browser.address())
                .chain(found ->
                        signIn.open(found.account(), browser, Proof.of("passkey " + found.name())));
    }

    @DELETE
    @Operation(summary = "Signs the browser out")
    public Uni<RestResponse<Void>> signOut(HttpServerRequest request) {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        NewCookie gone = signIn.gone(request);
        return caller.session()
                .map(session -> sessions.end(person.account(), session.id()))
                .orElseGet(() -> Uni.createFrom().item(false))
                .call(ended ->
                        ended
                                ? events.record(person.account(), Kind.SIGNED_OUT, author, "")
                                : Uni.createFrom().voidItem())
                .map(_ -> RestResponse.ResponseBuilder.<Void>noContent().cookie(gone).build());
    }
}
