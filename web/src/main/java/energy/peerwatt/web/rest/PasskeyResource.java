package energy.peerwatt.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.Letters;
import energy.peerwatt.web.accounts.PasskeyLogin;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Passkeys;
import energy.peerwatt.web.accounts.store.Passkeys.Purpose;
import energy.peerwatt.web.view.PasskeyView;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;

/** One's own passkeys. */
@Path("/api/v1/me")
@Tag(name = "accounts")
public class PasskeyResource {

    private final Passkeys passkeys;
    private final PasskeyLogin logins;
    private final Presence presence;
    private final Letters letters;
    private final AccountEvents events;
    private final CurrentCaller caller;

    public PasskeyResource(
            Passkeys passkeys,
            PasskeyLogin logins,
            Presence presence,
            Letters letters,
            AccountEvents events,
            CurrentCaller caller) {
        this.passkeys = passkeys;
        this.logins = logins;
        this.presence = presence;
        this.letters = letters;
        this.events = events;
        this.caller = caller;
    }

    /** A passkey that a browser has made, and what its person calls it. */
    public record NewPasskey(
            @NotBlank @Size(max = 60) @Pattern(regexp = "\\P{Cc}+") String name,
            @NotNull @Schema(type = SchemaType.OBJECT, implementation = Object.class)
                    JsonNode credential) {

        @Override
        public String toString() {
            return "NewPasskey";
        }
    }

    @GET
    @Path("/passkeys")
    @Cache(noStore = true)
    @Operation(summary = "One's passkeys, the oldest first")
    public Uni<List<PasskeyView>> all() {
        Caller.Person person = caller.access().requirePerson();
        return passkeys.of(person.account()).map(all -> all.stream().map(PasskeyView::of).toList());
    }

    @POST
    @Path("/passkey-creations")
    @Cache(noStore = true)
    @Operation(summary = "Options for a browser to make a passkey with; asks who one is once more")
    public Uni<PasskeyOptions.Creation> options(@NotNull @Valid Proof body) {
        Caller.Person person = caller.access().requirePerson();
        long account = person.account();
        return presence.require(person.login(), caller.session(), caller.address(), body)
                .chain(() -> passkeys.handle(account))
                .chain(handle ->
                        passkeys.credentialIds(account)
                                .chain(there ->
                                        logins.challenge(Purpose.ADD, account)
                                                .map(challenge ->
                                                        PasskeyOptions.creation(
                                                                logins.relyingParty(),
                                                                challenge,
                                                                handle,
                                                                person.login(),
                                                                there))));
    }

    @POST
    @Path("/passkeys")
    @Operation(summary = "Keeps a passkey that a browser has made")
    public Uni<RestResponse<Void>> add(@NotNull @Valid NewPasskey body) {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        String name = body.name().strip();
        return logins.add(person.account(), body.credential().toString(), name)
                .onFailure(AuthenticationFailedException.class)
                .transform(_ ->
                        Inputs.invalid("credential", "does not answer what was asked just now"))
                .invoke(added -> {
                    if (added.isEmpty()) {
                        throw Inputs.invalid(
                                "credential",
                                "is kept already, or there are " + Passkeys.MOST + " of them");
                    }
                })
                .call(() -> events.record(person.account(), Kind.PASSKEY_ADDED, author, name))
                .invoke(() ->
                        letters.newWayIn(person.account(), person.login(), "the passkey " + name))
                .replaceWith(RestResponse.status(RestResponse.Status.CREATED));
    }

    @POST
    @Path("/passkey-challenges")
    @Cache(noStore = true)
    @Operation(summary = "What one of one's passkeys is to sign to show that one is there")
    public Uni<PasskeyOptions.Request> challenge() {
        Caller.Person person = caller.access().requirePerson();
        return passkeys.credentialIds(person.account())
                .chain(own ->
                        logins.challenge(Purpose.PROVE, person.account())
                                .map(challenge ->
                                        PasskeyOptions.request(
                                                logins.relyingParty(), challenge, own)));
    }

    @POST
    @Path("/passkeys/{id}/removal")
    @Operation(
            summary =
                    "Removes a passkey; asks who one is once more, and the last way to sign in stays")
    public Uni<RestResponse<Void>> remove(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid Proof body) {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        Optional<ActiveSession> session = caller.session();
        long passkey = Inputs.requiredNumber("id", id);
        return passkeys.of(person.account())
                .invoke(all -> {
                    if (all.stream().noneMatch(one -> one.id() == passkey)) {
                        throw new ProblemException(Problem.notFound("passkey " + id));
                    }
                })
                .chain(() -> presence.require(person.login(), session, author.address(), body))
                .chain(() -> passkeys.remove(person.account(), passkey))
                .map(removed ->
                        removed.orElseThrow(
                                () -> Inputs.invalid("id", "is the only way in to this account")))
                .call(name -> events.record(person.account(), Kind.PASSKEY_REMOVED, author, name))
                .replaceWith(RestResponse.noContent());
    }
}
