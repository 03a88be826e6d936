package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.Letters;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.ProviderSession;
import energy.peerwatt.web.accounts.ProviderUnavailable;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.accounts.store.Subjects;
import energy.peerwatt.web.accounts.store.Subjects.Errand;
import energy.peerwatt.web.accounts.store.Subjects.Purpose;
import energy.peerwatt.web.accounts.store.Subjects.UnderWay;
import energy.peerwatt.web.rest.BrowserSignIn.Browser;
import energy.peerwatt.web.rest.BrowserSignIn.Proof;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Signing in at a provider of OpenID Connect, if the configuration names one. */
@Path(OidcResource.START)
@Tag(name = "accounts")
public class OidcResource {

    private static final Logger LOG = Logger.getLogger(OidcResource.class);

    static final String START = "/api/v1/session/oidc";

    /** What the page is told when it came to nothing. */
    private static final String FAILED = "failed";

    private static final String UNAVAILABLE = "unavailable";

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final OpenIdProvider provider;
    private final Subjects subjects;
    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final Letters letters;
    private final AccountEvents events;
    private final BrowserSignIn signIn;
    private final Departures departures;
    private final CurrentCaller caller;

    public OidcResource(
            OpenIdProvider provider,
            Subjects subjects,
            Accounts accounts,
            BrowserSessions sessions,
            Letters letters,
            AccountEvents events,
            BrowserSignIn signIn,
            Departures departures,
            CurrentCaller caller) {
        this.provider = provider;
        this.subjects = subjects;
        this.accounts = accounts;
        this.sessions = sessions;
        this.letters = letters;
        this.events = events;
        this.signIn = signIn;
        this.departures = departures;
        this.caller = caller;
    }

    @POST
    @Cache(noStore = true)
    @Operation(summary = "Begins to sign in at the provider; 404 if there is none")
    public Uni<RestResponse<Departures.Departure>> start() {
        return departures.to(Errand.SIGN_IN, caller.address());
    }

    @GET
    @Path("/callback")
    @Cache(noStore = true)
    @Operation(summary = "Where the provider sends browsers back to; needs what began there")
    public Uni<RestResponse<Void>> back(
            @QueryParam("code") @Nullable String code,
            @QueryParam("state") @Nullable String state,
            @QueryParam("error") @Nullable String error,
            HttpServerRequest request) {
        Browser browser = signIn.browser(caller, request);
        Optional<SessionToken> sent = token(state);
        Optional<SessionToken> own =
                token(
                        Optional.ofNullable(request.getCookie(departures.cookieName()))
                                .map(io.vertx.core.http.Cookie::getValue)
                                .orElse(null));
        if (sent.isEmpty() || own.isEmpty()) {
            return Uni.createFrom().item(redirect(outcome(Purpose.SIGN_IN, FAILED)).build());
        }
        return subjects.end(sent.get(), own.get())
                .chain(found ->
                        found.map(began -> back(began, code, error, own.get(), browser))
                                .orElseGet(() ->
                                        Uni.createFrom()
                                                .item(
                                                        redirect(outcome(Purpose.SIGN_IN, FAILED))
                                                                .build())));
    }

    private Uni<RestResponse<Void>> back(
            UnderWay began,
            @Nullable String code,
            @Nullable String error,
            SessionToken own,
            Browser browser) {
        Purpose purpose = began.errand().purpose();
        if (code == null) {
            LOG.infof("sign-in by the provider: it says %s", shortened(error));
            return Uni.createFrom().item(redirect(outcome(purpose, FAILED)).build());
        }
        return provider.redeem(code, own)
                .chain(session -> finish(began, session, browser))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(failure -> {
                    LOG.infof("sign-in by the provider: %s", failure.getMessage());
                    return redirect(outcome(purpose, FAILED)).build();
                })
                .onFailure(ProviderUnavailable.class)
                .recoverWithItem(failure -> {
                    LOG.warnf(failure, "the provider of sign-ins: %s", failure.getMessage());
                    return redirect(outcome(purpose, UNAVAILABLE)).build();
                });
    }

    private static String outcome(Purpose purpose, String what) {
        return switch (purpose) {
            case SIGN_IN -> "/you?signIn=" + what;
            case LINK -> "/you?link=" + what;
            case PROVE -> "/you?proof=" + what;
        };
    }

    /** Anybody can write it. */
    private static String shortened(@Nullable String error) {
        String plain = Objects.requireNonNullElse(error, "nothing").replaceAll("\\P{Print}", "?");
        return plain.substring(0, Math.min(60, plain.length()));
    }

    private Uni<RestResponse<Void>> finish(UnderWay began, ProviderSession found, Browser browser) {
        Errand errand = began.errand();
        return switch (errand.purpose()) {
            case LINK -> linked(errand.account().orElseThrow(), found, browser);
            case PROVE -> proven(began, found);
            case SIGN_IN ->
                    account(found, browser)
                            .chain(account ->
                                    signIn.token(
                                            account,
                                            browser,
                                            Proof.of(provider.name().orElseThrow())))
                            .map(token ->
                                    redirect("/")
                                            .cookie(signIn.cookie(token, browser.secure()))
                                            .build());
        };
    }

    /** The same person, who typed its password there after we asked. */
    private Uni<RestResponse<Void>> proven(UnderWay began, ProviderSession found) {
        long account = began.errand().account().orElseThrow();
        long session = began.errand().session().orElseThrow();
        Instant earliest = began.began().minus(CLOCK_SKEW);
        if (found.authenticatedAt().filter(at -> !at.isBefore(earliest)).isEmpty()) {
            throw new AuthenticationFailedException("the provider did not ask who it is once more");
        }
        return subjects.find(found)
                .chain(known ->
                        known.filter(one -> one.account().id() == account).isEmpty()
                                ? Uni.createFrom().item(false)
                                : sessions.prove(account, session))
                .map(done -> {
                    if (!done) {
                        throw refused();
                    }
                    return redirect(outcome(Purpose.PROVE, "given")).build();
                });
    }

    private Uni<RestResponse<Void>> linked(long account, ProviderSession found, Browser browser) {
        return subjects.link(found, account)
                .invoke(done -> {
                    if (!done) {
                        throw refused();
                    }
                })
                .chain(() -> accounts.find(account))
                .map(one -> one.orElseThrow(OidcResource::refused))
                .call(one ->
                        events.record(
                                account,
                                Kind.PROVIDER_LINKED,
                                new Author(one.login(), browser.address()),
                                provider.name().orElseThrow()))
                .invoke(one ->
                        letters.newWayIn(account, one.login(), provider.name().orElseThrow()))
                .map(_ -> redirect("/you").build());
    }

    /** By the subject alone: an address may be somebody else's tomorrow. */
    private Uni<Account> account(ProviderSession found, Browser browser) {
        return subjects.find(found)
                .chain(known ->
                        known.map(one -> withRoles(one, found, browser))
                                .orElseGet(() -> made(found, browser)));
    }

    private Uni<Account> made(ProviderSession found, Browser browser) {
        return subjects.make(found)
                .chain(id ->
                        id.map(made -> made(made, found, browser))
                                .orElseGet(() ->
                                        // Somebody else signed in by the same subject just now.
                                        subjects.find(found)
                                                .map(known ->
                                                        known.orElseThrow(OidcResource::refused)
                                                                .account())));
    }

    private Uni<Account> made(long made, ProviderSession found, Browser browser) {
        return Uni.createFrom()
                .item(made)
                .call(id ->
                        events.record(
                                id,
                                Kind.ACCOUNT_MADE,
                                new Author(found.login(), browser.address()),
                                "by " + provider.name().orElseThrow()))
                .chain(accounts::find)
                .map(Optional::orElseThrow);
    }

    /** The provider's word counts for accounts that it made; admins give the others theirs. */
    private Uni<Account> withRoles(Subjects.Known known, ProviderSession found, Browser browser) {
        Account account = known.account();
        if (!known.madeByIt() || !provider.saysRoles()) {
            return Uni.createFrom().item(account);
        }
        Uni<Void> renewed = subjects.renewRoles(account.id(), found.roles());
        if (account.roles().equals(found.roles())) {
            return renewed.replaceWith(account);
        }
        String names =
                found.roles().stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
        return renewed.call(() ->
                        events.record(
                                account.id(),
                                Kind.ROLES_SET,
                                new Author(provider.name().orElseThrow(), browser.address()),
                                names))
                .chain(() -> accounts.find(account.id()))
                .map(Optional::orElseThrow);
    }

    private static Optional<SessionToken> token(@Nullable String value) {
        return SessionToken.parse(Objects.requireNonNullElse(value, ""));
    }

    private RestResponse.ResponseBuilder<Void> redirect(String path) {
        // Relative: only the browser knows by which scheme it came.
        return RestResponse.ResponseBuilder.<Void>create(RestResponse.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .cookie(departures.gone());
    }

    private static AuthenticationFailedException refused() {
        return new AuthenticationFailedException(
                "not begun here, used already, or somebody else's");
    }
}
