package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.FailureLimit;
import energy.peerwatt.web.accounts.Letters;
import energy.peerwatt.web.accounts.NewAccount;
import energy.peerwatt.web.accounts.PairingCode;
import energy.peerwatt.web.accounts.Passwords;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.Emails;
import energy.peerwatt.web.accounts.store.PairingCodes;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * What people do before they can sign in: join a home by its pairing code, confirm their address,
 * set a forgotten password anew. A code that is wrong counts like a wrong password.
 */
@Path("/api/v1")
@Tag(name = "accounts")
public class JoinResource {

    /** Paths that need no login, because they need a code. */
    static final Set<String> PATHS =
            Set.of(
                    "/api/v1/pairing-codes/check",
                    "/api/v1/registrations",
                    "/api/v1/email-verifications",
                    "/api/v1/password-resets");

    private static final Pattern EMAIL =
            Pattern.compile(
                    "[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
                            + "@([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}");

    private final Accounts accounts;
    private final PairingCodes codes;
    private final Emails emails;
    private final Letters letters;
    private final Passwords passwords;
    private final FailureLimit failures;
    private final Homes homes;
    private final AccountEvents events;
    private final CurrentCaller caller;

    public JoinResource(
            Accounts accounts,
            PairingCodes codes,
            Emails emails,
            Letters letters,
            Passwords passwords,
            FailureLimit failures,
            Homes homes,
            AccountEvents events,
            CurrentCaller caller) {
        this.accounts = accounts;
        this.codes = codes;
        this.emails = emails;
        this.letters = letters;
        this.passwords = passwords;
        this.failures = failures;
        this.homes = homes;
        this.events = events;
        this.caller = caller;
    }

    /** A code as it was typed. */
    public record Code(@NotNull @Size(max = 60) String code) {

        @Override
        public String toString() {
            return "Code";
        }
    }

    /**
     * The home that a pairing code is for.
     *
     * @param participantId names are not unique
     */
    public record PairedHome(long participantId, String name, int areaId, String area) {}

    /** Somebody who joins. */
    public record Registration(
            @NotNull @Size(max = 60) String code,
            @NotNull @Size(max = 254) String email,
            @NotBlank @Size(max = 100) @jakarta.validation.constraints.Pattern(regexp = "\\P{Cc}+")
                    String name,
            @NotNull @Size(max = 200) String password) {

        @Override
        public String toString() {
            return "Registration";
        }
    }

    /** Where to mail to. */
    public record Address(@NotNull @Size(max = 254) String email) {

        @Override
        public String toString() {
            return "Address";
        }
    }

    /** A mailed code, and the password to be. */
    public record NewPassword(
            @NotNull @Size(max = 60) String code, @NotNull @Size(max = 200) String password) {

        @Override
        public String toString() {
            return "NewPassword";
        }
    }

    @POST
    @Path("/pairing-codes/check")
    @Operation(summary = "Which home a pairing code is for; needs the code alone")
    public Uni<PairedHome> check(@NotNull @Valid Code body) {
        return counted(home(body.code()))
                .chain(homes::find)
                .map(home ->
                        new PairedHome(
                                home.participant().id().value(),
                                home.participant().name(),
                                home.area().rules().area().value(),
                                home.area().name()));
    }

    @POST
    @Path("/registrations")
    @Operation(summary = "Makes an account that acts for a pairing code's home; needs the code")
    public Uni<RestResponse<Void>> register(@NotNull @Valid Registration body) {
        String email = email(body.email());
        requireUsable(body.password());
        Author author = new Author(email, caller.address());
        return counted(joined(body, email))
                .call(id -> events.record(id, Kind.ACCOUNT_MADE, author, "by a pairing code"))
                .invoke(id -> letters.verify(id, email, email))
                .replaceWith(RestResponse.status(RestResponse.Status.CREATED));
    }

    /** An address that is taken counts like a wrong code: it says that the account is there. */
    private Uni<Long> joined(Registration body, String email) {
        return home(body.code())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(_ -> passwords.hash(body.password()))
                .chain(hash ->
                        accounts.join(
                                new NewAccount(
                                        email,
                                        body.name().strip(),
                                        Optional.of(hash),
                                        Set.of(),
                                        Set.of()),
                                email,
                                PairingCode.parse(body.code()).orElseThrow()))
                .map(joined ->
                        joined.orElseThrow(() ->
                                Inputs.invalid(
                                        "email",
                                        "has an account already: sign in, and enter the"
                                                + " code there")));
    }

    @POST
    @Path("/email-verifications")
    @Operation(summary = "Confirms the address that the code was mailed to; needs the code")
    public Uni<RestResponse<Void>> verify(@NotNull @Valid Code body) {
        Author author = new Author("by mail", caller.address());
        return counted(emails.verify(body.code()).map(JoinResource::orRefuse))
                .call(id -> events.record(id, Kind.EMAIL_CONFIRMED, author, ""))
                .replaceWith(RestResponse.noContent());
    }

    @POST
    @Path("/password-resets")
    @Operation(summary = "Mails a code if the confirmed address is somebody's; says not whether")
    public Uni<RestResponse<Void>> forgot(@NotNull @Valid Address body) {
        String email = email(body.email());
        failures.countMail(caller.address());
        return emails.owner(email)
                .invoke(owner -> owner.ifPresent(id -> letters.reset(id, email)))
                .replaceWith(RestResponse.status(RestResponse.Status.ACCEPTED));
    }

    @PUT
    @Path("/password-resets")
    @Operation(summary = "Sets the password anew and signs every browser out; needs the code")
    public Uni<RestResponse<Void>> reset(@NotNull @Valid NewPassword body) {
        requireUsable(body.password());
        Author author = new Author("by mail", caller.address());
        Uni<Long> done =
                Uni.createFrom()
                        .item(() -> passwords.hash(body.password()))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .chain(hash -> emails.reset(body.code(), hash))
                        .map(JoinResource::orRefuse);
        return counted(done)
                .call(id -> events.record(id, Kind.PASSWORD_RESET, author, ""))
                .replaceWith(RestResponse.noContent());
    }

    private Uni<ParticipantId> home(String typed) {
        return PairingCode.parse(typed)
                .map(codes::home)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(home -> home.orElseThrow(JoinResource::refusal));
    }

    private <T> Uni<T> counted(Uni<T> work) {
        return failures.countedCode(caller.address(), work);
    }

    private static long orRefuse(Optional<Long> account) {
        return account.orElseThrow(JoinResource::refusal);
    }

    static RuntimeException refusal() {
        return new ProblemException(
                Problem.of(
                                401,
                                "code-refused",
                                "Code refused",
                                "The code is mistyped, was used already, or is too old.")
                        .withField("code"));
    }

    private static void requireUsable(String password) {
        Passwords.fault(password)
                .ifPresent(why -> {
                    throw Inputs.invalid("password", why);
                });
    }

    /** Unquoted addresses (RFC 5322, dot-atom; without quotes a mailer reads them all). */
    static String email(String typed) {
        String email = typed.strip().toLowerCase(Locale.ROOT);
        if (!EMAIL.matcher(email).matches()) {
            throw Inputs.invalid("email", "is not an e-mail address");
        }
        return email;
    }
}
