package energy.peerwatt.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.FailureLimit;
import energy.peerwatt.web.accounts.Letters;
import energy.peerwatt.web.accounts.PairingCode;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.BrowserSessions;
import energy.peerwatt.web.accounts.store.Emails;
import energy.peerwatt.web.accounts.store.PairingCodes;
import energy.peerwatt.web.view.AccountEventView;
import energy.peerwatt.web.view.BrowserSessionView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** One's own account: where it is signed in, and its password. */
@Path("/api/v1/me")
@Tag(name = "accounts")
public class MyAccountResource {

    private final Accounts accounts;
    private final BrowserSessions sessions;
    private final Presence presence;
    private final Passwords passwords;
    private final Emails emails;
    private final Letters letters;
    private final PairingCodes codes;
    private final FailureLimit failures;
    private final AccountEvents events;
    private final CurrentCaller caller;

    public MyAccountResource(
            Accounts accounts,
            BrowserSessions sessions,
            Presence presence,
            Passwords passwords,
            Emails emails,
            Letters letters,
            PairingCodes codes,
            FailureLimit failures,
            AccountEvents events,
            CurrentCaller caller) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.presence = presence;
        this.passwords = passwords;
        this.emails = emails;
        this.letters = letters;
        this.codes = codes;
        this.failures = failures;
        this.events = events;
        this.caller = caller;
    }

    /**
     * Where one's mails go; null if nowhere.
     *
     * @param pending takes its place once it is confirmed; null if none is to
     */
    public record EmailView(@Nullable String email, boolean verified, @Nullable String pending) {

        static EmailView of(Optional<Emails.Email> email) {
            return email.map(one ->
                            new EmailView(
                                    one.address(), one.verified(), one.pending().orElse(null)))
                    .orElseGet(() -> new EmailView(null, false, null));
        }
    }

    /** Where one's mails are to go, and that one is there, see {@link Proof}. */
    public record NewEmail(
            @NotNull @Size(max = 254) String email,
            @Nullable @Size(max = 200) String password,
            @Nullable @Schema(type = SchemaType.OBJECT, implementation = Object.class)
                    JsonNode passkey) {

        @Override
        public String toString() {
            return "NewEmail";
        }
    }

    /** The password now, or what else shows that one is there, and the one to be. */
    public record NewPassword(
            @Nullable @Size(max = 200) String current,
            @Nullable @Schema(type = SchemaType.OBJECT, implementation = Object.class)
                    JsonNode passkey,
            @NotNull @Size(max = 200) String password) {

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
        Author author = caller.author();
        return sessions.end(person.account(), Inputs.requiredNumber("id", id))
                .invoke(found -> {
                    if (!found) {
                        throw new ProblemException(Problem.notFound("session " + id));
                    }
                })
                .call(() -> events.record(person.account(), Kind.SESSION_ENDED, author, ""))
                .replaceWith(RestResponse.noContent());
    }

    @PUT
    @Path("/password")
    @Operation(summary = "Changes one's password and signs every other browser out")
    public Uni<RestResponse<Void>> change(@NotNull @Valid NewPassword body) {
        Caller.Person person = caller.access().requirePerson();
        long current = currentSession();
        Passwords.fault(body.password())
                .ifPresent(why -> {
                    throw Inputs.invalid("password", why);
                });
        Author author = caller.author();
        return presence.require(
                        person.login(),
                        caller.session(),
                        author.address(),
                        new Proof(body.current(), body.passkey()))
                .onFailure(ProblemException.class)
                .transform(MyAccountResource::ofCurrent)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(_ -> passwords.hash(body.password()))
                .chain(hash -> accounts.setPassword(person.account(), hash))
                .chain(() -> sessions.endOthers(person.account(), current))
                .call(() -> events.record(person.account(), Kind.PASSWORD_CHANGED, author, ""))
                .replaceWith(RestResponse.noContent());
    }

    /** Here {@code password} is the one to be. */
    private static Throwable ofCurrent(Throwable failure) {
        Problem problem = ((ProblemException) failure).problem();
        return "password".equals(problem.field())
                ? new ProblemException(
                        Problem.ofField(
                                "current", problem.detail().replaceFirst("^password", "current")))
                : failure;
    }

    @GET
    @Path("/email")
    @Cache(noStore = true)
    @Operation(summary = "Where one's mails go, and whether that was confirmed")
    public Uni<EmailView> email() {
        Caller.Person person = caller.access().requirePerson();
        return emails.of(person.account()).map(EmailView::of);
    }

    @PUT
    @Path("/email")
    @Operation(summary = "Says where one's mails go, and mails a code there to confirm it")
    public Uni<EmailView> setEmail(@NotNull @Valid NewEmail body) {
        Caller.Person person = caller.access().requirePerson();
        String email = JoinResource.email(body.email());
        Author author = caller.author();
        return presence.require(
                        person.login(),
                        caller.session(),
                        author.address(),
                        new Proof(body.password(), body.passkey()))
                .chain(() -> emails.set(person.account(), email))
                .call(() -> events.record(person.account(), Kind.EMAIL_SET, author, email))
                .chain(() -> emails.of(person.account()))
                .map(Optional::orElseThrow)
                .invoke(set -> mail(person, set))
                .map(set -> EmailView.of(Optional.of(set)));
    }

    private void mail(Caller.Person person, Emails.Email set) {
        if (set.pending().isPresent()) {
            letters.changing(set.address(), person.login());
        }
        if (set.pending().isPresent() || !set.verified()) {
            letters.verify(person.account(), person.login(), set.pending().orElse(set.address()));
        }
    }

    @POST
    @Path("/homes")
    @Operation(summary = "Lets oneself act for one more home, by its pairing code")
    public Uni<RestResponse<Void>> join(@NotNull @Valid JoinResource.Code body) {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        Uni<ParticipantId> joined =
                PairingCode.parse(body.code())
                        .map(code -> codes.use(code, person.account()))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                        .map(home -> home.orElseThrow(JoinResource::refusal));
        return failures.countedCode(author.address(), joined)
                .call(home ->
                        events.record(
                                person.account(),
                                Kind.HOME_JOINED,
                                author,
                                Long.toString(home.value())))
                .replaceWith(RestResponse.noContent());
    }

    @GET
    @Path("/events")
    @Cache(noStore = true)
    @Operation(summary = "What happened with one's account, the newest first")
    public Uni<List<AccountEventView>> events(@QueryParam("limit") @Nullable String limit) {
        Caller.Person person = caller.access().requirePerson();
        return events.of(person.account(), Inputs.limit(limit, 50, 1000))
                .map(all ->
                        all.stream()
                                .map(one -> AccountEventView.of(one).own(person.login()))
                                .toList());
    }

    private long currentSession() {
        return caller.session().map(ActiveSession::id).orElse(0L);
    }
}
