package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.PasswordLogin;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.view.BrowserSessionView;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;

/** One's own account: where it is signed in, and its password. */
@Path("/api/v1/me")
@Tag(name = "accounts")
public class MyAccountResource {

    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final PasswordLogin logins;
    private final Passwords passwords;
    private final CurrentCaller caller;

    public MyAccountResource(
            Accounts accounts,
            BrowserSessions sessions,
            PasswordLogin logins,
            Passwords passwords,
            CurrentCaller caller) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.logins = logins;
        this.passwords = passwords;
        this.caller = caller;
    }

    /** The password now, and the one to be. */
    public record NewPassword(
            @NotNull @Size(max = 200) String current, @NotNull @Size(max = 200) String password) {

        @Override
        public String toString() {
            return "NewPassword";
        }
    }

    @GET
    @Path("/sessions")
    @Cache(noStore = true)
    @Operation(summary = "Browsers that are signed in to one's account, the last used first")
    public Uni<List<BrowserSessionView>> sessions() {
        Caller.Person person = caller.access().requirePerson();
        long current = currentSession();
        return sessions.of(person.account())
                .map(all -> all.stream().map(one -> BrowserSessionView.of(one, current)).toList());
    }

    @DELETE
    @Path("/sessions/{id}")
    @Operation(summary = "Signs a browser out")
    public Uni<RestResponse<Void>> end(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Caller.Person person = caller.access().requirePerson();
        return sessions.end(person.account(), Inputs.requiredNumber("id", id))
                .map(found -> {
                    if (!found) {
                        throw new ProblemException(Problem.notFound("session " + id));
                    }
                    return RestResponse.noContent();
                });
    }

    @PUT
    @Path("/password")
    @Operation(summary = "Changes one's password and signs every other browser out")
    public Uni<RestResponse<Void>> change(
            @NotNull @Valid NewPassword body, HttpServerRequest request) {
        Caller.Person person = caller.access().requirePerson();
        long current = currentSession();
        Passwords.fault(body.password())
                .ifPresent(why -> {
                    throw Inputs.invalid("password", why);
                });
        String address = Objects.requireNonNullElse(request.remoteAddress().hostAddress(), "");
        return logins.check(person.login(), body.current(), address)
                .onFailure(AuthenticationFailedException.class)
                .transform(_ -> Inputs.invalid("current", "is not the password"))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(_ -> passwords.hash(body.password()))
                .chain(hash -> accounts.setPassword(person.account(), hash))
                .chain(() -> sessions.endOthers(person.account(), current))
                .replaceWith(RestResponse.noContent());
    }

    private long currentSession() {
        return caller.session().map(ActiveSession::id).orElse(0L);
    }
}
