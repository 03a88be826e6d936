package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.ProviderSession;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.Subjects;
import energy.peerwatt.web.rest.BrowserSignIn.Browser;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** What the page is told when nobody was signed in. */
    private static final String FAILED = "/you?signIn=failed";

    private final OpenIdProvider provider;
    private final Subjects subjects;
    private final Accounts accounts;
    private final AccountEvents events;
    private final BrowserSignIn signIn;
    private final Departures departures;
    private final CurrentCaller caller;

    public OidcResource(
            OpenIdProvider provider,
            Subjects subjects,
            Accounts accounts,
            AccountEvents events,
            BrowserSignIn signIn,
            Departures departures,
            CurrentCaller caller) {
        this.provider = provider;
        this.subjects = subjects;
        this.accounts = accounts;
        this.events = events;
        this.signIn = signIn;
        this.departures = departures;
        this.caller = caller;
    }

    @POST
    @Cache(noStore = true)
    @Operation(summary = "Begins to sign in at the provider; 404 if there is none")
    public Uni<RestResponse<Departures.Departure>> start() {
        return departures.to(null);
    }

    @GET
    @Path("/callback")
    @Cache(noStore = true)
    @Operation(summary = "Where the provider sends browsers back to; needs what began there")
    public Uni<RestResponse<Void>> back(
            @QueryParam("code") @Nullable String code,
            @QueryParam("state") @Nullable String state,
            HttpServerRequest request) {
        Browser browser = signIn.browser(caller, request);
        Optional<SessionToken> sent = token(state);
        Optional<SessionToken> own =
                token(
                        Optional.ofNullable(request.getCookie(Departures.COOKIE))
                                .map(io.vertx.core.http.Cookie::getValue)
                                .orElse(null));
        if (code == null || sent.isEmpty() || own.isEmpty()) {
            return Uni.createFrom().item(redirect(FAILED).build());
        }
        return subjects.end(sent.get(), own.get())
                .map(found -> found.orElseThrow(OidcResource::refused))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(began -> finish(began.linksTo(), provider.redeem(code, own.get()), browser))
                .onFailure(AuthenticationFailedException.class)
                .recoverWithItem(failure -> {
                    LOG.infof("sign-in by the provider: %s", failure.getMessage());
                    return redirect(FAILED).build();
                });
    }

    private Uni<RestResponse<Void>> finish(
            OptionalLong linksTo, ProviderSession found, Browser browser) {
        return linksTo.isPresent()
                ? linked(linksTo.getAsLong(), found, browser)
                : account(found, browser)
                        .chain(account ->
                                signIn.token(account, browser, provider.name().orElseThrow()))
                        .map(token ->
                                redirect("/")
                                        .cookie(signIn.cookie(token, browser.secure()))
                                        .build());
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
                .map(id -> id.orElseThrow(OidcResource::refused))
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
        if (!known.madeByIt() || !provider.saysRoles() || account.roles().equals(found.roles())) {
            return Uni.createFrom().item(account);
        }
        String names =
                found.roles().stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
        return accounts.setRoles(account.id(), found.roles())
                .call(() ->
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
