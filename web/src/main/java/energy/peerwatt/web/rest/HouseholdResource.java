package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.accounts.store.PairingCodes;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;

/** The people of a home, and codes by which more of them come in. */
@Path("/api/v1/participants/{id}")
@Tag(name = "accounts")
public class HouseholdResource {

    private final Accounts accounts;
    private final PairingCodes codes;
    private final Registry registry;
    private final AccountEvents events;
    private final CurrentCaller caller;

    public HouseholdResource(
            Accounts accounts,
            PairingCodes codes,
            Registry registry,
            AccountEvents events,
            CurrentCaller caller) {
        this.events = events;
        this.accounts = accounts;
        this.codes = codes;
        this.registry = registry;
        this.caller = caller;
    }

    /** Somebody of the home. */
    public record PersonView(long id, String name, boolean self) {}

    /** A code that was drawn; it is shown this once. */
    public record CodeView(String code, Instant expiresAt) {}

    @GET
    @Path("/people")
    @Cache(noStore = true)
    @Operation(summary = "Who acts for the home; its people and operators only")
    public Uni<List<PersonView>> people(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Caller.Person person = caller.access().requirePerson();
        return accounts.household(own(id))
                .map(all ->
                        all.stream()
                                .map(one ->
                                        new PersonView(
                                                one.id(), one.name(), one.id() == person.account()))
                                .toList());
    }

    @POST
    @Path("/pairing-codes")
    @Operation(summary = "Draws a code by which one more person may act for the home")
    public Uni<RestResponse<CodeView>> draw(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        ParticipantId home = own(id);
        return registry.participant(home)
                .invoke(found -> {
                    if (found.isEmpty()) {
                        throw new ProblemException(Problem.notFound("participant " + id));
                    }
                })
                .chain(() -> codes.issue(home, person.login()))
                .call(() -> events.record(person.account(), Kind.CODE_DRAWN, author, id))
                .map(issued ->
                        RestResponse.status(
                                RestResponse.Status.CREATED,
                                new CodeView(issued.code().grouped(), issued.expiresAt())));
    }

    @DELETE
    @Path("/people/{account}")
    @Operation(summary = "Lets a person no longer act for the home, oneself too")
    public Uni<RestResponse<Void>> letOut(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("account") @Schema(type = SchemaType.INTEGER) String account) {
        ParticipantId home = own(id);
        Author author = caller.author();
        long person = Inputs.requiredNumber("account", account);
        return accounts.letOut(person, home)
                .invoke(found -> {
                    if (!found) {
                        throw new ProblemException(Problem.notFound("person " + account));
                    }
                })
                .call(() -> events.record(person, Kind.HOME_LEFT, author, id))
                .replaceWith(RestResponse.noContent());
    }

    private ParticipantId own(String id) {
        Access access = caller.access();
        ParticipantId home = Homes.id(id);
        access.requireOwnOrOperator(home);
        return home;
    }
}
