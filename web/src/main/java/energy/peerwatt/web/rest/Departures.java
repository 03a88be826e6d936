package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.FailureLimit;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.SessionCookie;
import energy.peerwatt.web.accounts.SessionToken;
import energy.peerwatt.web.accounts.store.Subjects;
import energy.peerwatt.web.accounts.store.Subjects.Errand;
import energy.peerwatt.web.accounts.store.Subjects.Purpose;
import energy.peerwatt.web.config.MarketConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/** Sends browsers to the provider, with a cookie by which they are known when they come back. */
@Singleton
public class Departures {

    private static final String NAME = "peerwatt-oidc";

    private static final int SECONDS = 600;

    private final OpenIdProvider provider;
    private final Subjects subjects;
    private final FailureLimit failures;
    private final URI page;

    public Departures(
            OpenIdProvider provider,
            Subjects subjects,
            FailureLimit failures,
            MarketConfig config) {
        this.provider = provider;
        this.subjects = subjects;
        this.failures = failures;
        this.page = config.mail().page();
    }

    /** Where the browser is to go now. */
    public record Departure(String location) {}

    /**
     * Begins a sign-in there, which may take ten minutes.
     *
     * @param address of who asks, in figures: not too often
     */
    Uni<RestResponse<Departure>> to(Errand errand, String address) {
        if (provider.name().isEmpty()) {
            throw new ProblemException(Problem.notFound("provider of sign-ins"));
        }
        failures.countChallenge(address);
        SessionToken state = SessionToken.draw();
        SessionToken browser = SessionToken.draw();
        return provider.signIn(state, browser, errand.purpose() == Purpose.PROVE)
                .call(() -> subjects.begin(state, browser, errand))
                .map(there ->
                        RestResponse.ResponseBuilder.ok(new Departure(there.toString()))
                                .cookie(cookie(browser.value(), SECONDS))
                                .build());
    }

    /** Its name; by TLS so that no other host of the domain can set it. */
    String cookieName() {
        return SessionCookie.isSecure(page) ? "__Host-" + NAME : NAME;
    }

    /** What makes a browser forget its cookie. */
    NewCookie gone() {
        return cookie("", 0);
    }

    /** Lax, because the provider's page is another site that leads back here. */
    private NewCookie cookie(String value, int seconds) {
        return new NewCookie.Builder(cookieName())
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(SessionCookie.isSecure(page))
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
