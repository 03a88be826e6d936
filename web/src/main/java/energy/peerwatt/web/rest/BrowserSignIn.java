package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.RelyingParty;
import energy.peerwatt.web.accounts.SessionCookie;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.accounts.store.Subjects;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.SessionView;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Opens the session of somebody who has shown who it is, and its cookie; however that was shown.
 */
@Singleton
public class BrowserSignIn {

    private final Accounts accounts;
    private final Subjects subjects;
    private final BrowserSessions sessions;
    private final AccountEvents events;
    private final Registry registry;
    private final RelyingParty relyingParty;
    private final OpenIdProvider provider;
    private final MarketConfig config;

    public BrowserSignIn(
            Accounts accounts,
            Subjects subjects,
            BrowserSessions sessions,
            AccountEvents events,
            Registry registry,
            RelyingParty relyingParty,
            OpenIdProvider provider,
            MarketConfig config) {
        this.accounts = accounts;
        this.subjects = subjects;
        this.sessions = sessions;
        this.events = events;
        this.registry = registry;
        this.relyingParty = relyingParty;
        this.provider = provider;
        this.config = config;
    }

    /**
     * The browser that signs in.
     *
     * @param before the session that it came with, of somebody who need not be the same
     * @param address in figures
     * @param name what it calls itself
     */
    record Browser(Optional<ActiveSession> before, String address, String name, boolean secure) {}

    /**
     * How somebody has shown who it is.
     *
     * @param by for the account's events; empty for a password
     * @param passwordHash what the password fits
     */
    record Proof(String by, Optional<String> passwordHash) {

        /** The password that an account was found by. */
        static Proof password(Account checked) {
            return new Proof("", Optional.of(checked.passwordHash().orElseThrow()));
        }

        static Proof of(String by) {
            return new Proof(by, Optional.empty());
        }
    }

    /** To be asked at the start of a resource method. */
    Browser browser(CurrentCaller caller, HttpServerRequest request) {
        return new Browser(
                caller.session(),
                caller.address(),
                Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""),
                isSecure(request));
    }

    /**
     * Signs a browser in; who was signed in there before is no longer.
     *
     * @param proof how it was shown who it is
     * @return with the cookie
     */
    Uni<RestResponse<SessionView>> open(Account account, Browser browser, Proof proof) {
        return withoutProvidedRoles(account, browser)
                .chain(current ->
                        token(current, browser, proof)
                                .chain(token ->
                                        view(current, Optional.of(token))
                                                .map(view ->
                                                        RestResponse.ResponseBuilder.ok(view)
                                                                .cookie(
                                                                        cookie(
                                                                                token,
                                                                                browser.secure()))
                                                                .build())));
    }

    /** The provider was not asked whether it would give them still. */
    private Uni<Account> withoutProvidedRoles(Account account, Browser browser) {
        return subjects.dropRoles(account.id())
                .chain(dropped ->
                        dropped
                                ? accounts.find(account.id())
                                        .map(Optional::orElseThrow)
                                        .call(current ->
                                                events.record(
                                                        account.id(),
                                                        Kind.ROLES_SET,
                                                        new Author(
                                                                account.login(), browser.address()),
                                                        names(current)))
                                : Uni.createFrom().item(account));
    }

    private static String names(Account account) {
        return account.roles().stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
    }

    /**
     * As {@link #open}, for whom the provider signs in.
     *
     * @return fails with {@link AuthenticationFailedException} if the account has another password
     *     by now than the one that was shown
     */
    Uni<SessionToken> token(Account account, Browser browser, Proof proof) {
        return browser.before()
                .map(session -> sessions.end(session.id()))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() ->
                        sessions.open(
                                account.id(),
                                proof.passwordHash(),
                                browser.address(),
                                browser.name()))
                .map(opened ->
                        opened.orElseThrow(
                                () -> new AuthenticationFailedException("wrong name or password")))
                .call(() ->
                        events.record(
                                account.id(),
                                Kind.SIGNED_IN,
                                new Author(account.login(), browser.address()),
                                proof.by()));
    }

    Uni<SessionView> view(Account account, Optional<SessionToken> token) {
        return homes(account)
                .map(homes ->
                        SessionView.of(
                                account,
                                homes,
                                token.map(SessionToken::writeToken),
                                config.demo().openReads(),
                                ways()));
    }

    private Uni<List<SessionView.Home>> homes(Account account) {
        return registry.participants()
                .chain(all -> registry.meteringPoints().map(points -> homes(account, all, points)));
    }

    private static List<SessionView.Home> homes(
            Account account, List<Participant> participants, List<MeteringPoint> points) {
        Map<ParticipantId, Integer> areas = new HashMap<>();
        points.forEach(point -> areas.putIfAbsent(point.participant(), point.area().value()));
        return participants.stream()
                .filter(one -> account.homes().contains(one.id()))
                .map(one -> new SessionView.Home(one.id().value(), one.name(), areas.get(one.id())))
                .toList();
    }

    /** Nobody is signed in. */
    SessionView nobody() {
        return SessionView.nobody(config.demo().openReads(), ways());
    }

    private SessionView.Ways ways() {
        return new SessionView.Ways(relyingParty.origin(), provider.name().orElse(null));
    }

    NewCookie cookie(SessionToken token, boolean secure) {
        return cookie(
                token.value(),
                Math.toIntExact(config.accounts().sessionLongest().toSeconds()),
                secure);
    }

    /** What makes a browser forget its cookie. */
    NewCookie gone(HttpServerRequest request) {
        return cookie("", 0, isSecure(request));
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
