package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.notification.PushService;
import energy.peerwatt.web.notification.PushSubscriptions;
import energy.peerwatt.web.notification.PushTarget;
import energy.peerwatt.web.notification.PushTest;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Web pushes to one's own browsers. */
@Path("/api/v1/me/push")
@Tag(name = "notifications")
public class PushResource {

    private static final Duration BETWEEN_TESTS = Duration.ofSeconds(10);

    private final PushSubscriptions subscriptions;
    private final PushService pushes;
    private final PushTest test;
    private final CurrentCaller caller;

    public PushResource(
            PushSubscriptions subscriptions,
            PushService pushes,
            PushTest test,
            CurrentCaller caller) {
        this.subscriptions = subscriptions;
        this.pushes = pushes;
        this.test = test;
        this.caller = caller;
    }

    /** What a browser subscribes to: base64url without padding. */
    public record KeyView(String publicKey) {}

    /** What a browser gives for its subscription (Push API); base64url without padding. */
    public record Subscription(
            @NotNull @Size(max = 1000) String endpoint,
            @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{87}") String p256dh,
            @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{22}") String auth) {

        @Override
        public String toString() {
            return "Subscription";
        }
    }

    /** Which browser. */
    public record Browser(@NotNull @Size(max = 1000) String endpoint) {

        @Override
        public String toString() {
            return "Browser";
        }
    }

    /** Whether pushes go there. */
    public record PushState(boolean on) {}

    @GET
    @Operation(summary = "The key that browsers subscribe to (VAPID)")
    public KeyView key() {
        caller.access().requirePerson();
        return new KeyView(pushes.publicKey());
    }

    @POST
    @Operation(
            summary = "Pushes to a browser from now on, until it is signed out; only of a session")
    public Uni<Void> subscribe(@NotNull @Valid Subscription wish) {
        Caller.Person person = caller.access().requirePerson();
        if (!pushes.isAllowed(wish.endpoint())) {
            throw Inputs.invalid("endpoint", "is no address of a push service");
        }
        long session =
                caller.session()
                        .map(ActiveSession::id)
                        .orElseThrow(() ->
                                conflict(
                                        "session-needed",
                                        "Pushes end with a browser's session: sign in with it first."));
        PushTarget target = new PushTarget(0, wish.endpoint(), wish.p256dh(), wish.auth());
        return subscriptions.put(person.account(), session, target);
    }

    @POST
    @Path("/state")
    @Operation(summary = "Whether a browser of one's own is pushed to")
    public Uni<PushState> state(@NotNull @Valid Browser browser) {
        Caller.Person person = caller.access().requirePerson();
        return subscriptions.has(person.account(), browser.endpoint()).map(PushState::new);
    }

    @POST
    @Path("/removal")
    @Operation(summary = "Pushes to a browser no more")
    public Uni<Void> unsubscribe(@NotNull @Valid Browser browser) {
        Caller.Person person = caller.access().requirePerson();
        return subscriptions.remove(person.account(), browser.endpoint());
    }

    @POST
    @Path("/test")
    @Blocking
    @Operation(summary = "Pushes a test to one of one's browsers")
    public void test(@NotNull @Valid Browser browser) {
        Caller.Person person = caller.access().requirePerson();
        switch (test.send(person.account(), browser.endpoint())) {
            case TAKEN -> {}
            case TOO_SOON ->
                    throw ProblemException.tooMany("Wait a little between tests.", BETWEEN_TESTS);
            case UNKNOWN -> throw new ProblemException(Problem.notFound("such browser of yours"));
            case NOT_TAKEN ->
                    throw conflict("push-not-taken", "The browser's push service did not take it.");
        }
    }

    private static ProblemException conflict(String id, String detail) {
        return new ProblemException(Problem.of(409, id, id.replace('-', ' '), detail));
    }
}
