package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.SessionCookie;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.accounts.store.Subjects;
import energy.peerwatt.web.config.MarketConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Sends browsers to the provider, with a cookie by which they are known when they come back. */
@Singleton
public class Departures {

    static final String COOKIE = "peerwatt-oidc";

    private static final int SECONDS = 600;

    private final OpenIdProvider provider;
    private final Subjects subjects;
    private final URI page;

    public Departures(OpenIdProvider provider, Subjects subjects, MarketConfig config) {
        this.provider = provider;
        this.subjects = subjects;
        this.page = config.mail().page();
    }

    /** Where the browser is to go now. */
    public record Departure(String location) {}

    /**
     * Begins a sign-in.
     *
     * @param account to which the subject is to be linked; none to sign in
     */
    Uni<RestResponse<Departure>> to(@Nullable Long account) {
        if (provider.name().isEmpty()) {
            throw new ProblemException(Problem.notFound("provider of sign-ins"));
        }
        SessionToken state = SessionToken.draw();
        SessionToken browser = SessionToken.draw();
        return Uni.createFrom()
                .item(() -> provider.signIn(state, browser))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .call(() -> subjects.begin(state, browser, account))
                .map(there ->
                        RestResponse.ResponseBuilder.ok(new Departure(there.toString()))
                                .cookie(cookie(browser.value(), SECONDS))
                                .build());
    }

    /** What makes a browser forget its cookie. */
    NewCookie gone() {
        return cookie("", 0);
    }

    /** Lax, because the provider's page is another site that leads back here. */
    private NewCookie cookie(String value, int seconds) {
        return new NewCookie.Builder(COOKIE)
                .value(value)
                .path(OidcResource.START)
                .maxAge(seconds)
                .httpOnly(true)
                .secure(SessionCookie.isSecure(page))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
