package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Accounts;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** All that is kept of oneself: to take along, and to have erased. */
@Path("/api/v1/me")
@Tag(name = "accounts")
public class MyDataResource {

    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);

    private static final String README =
            """
            All that Peerwatt keeps of you and of your homes, as of one moment.

            Each file has one JSON object in each line, with the names of the database. Energies are Wh,
            powers W, prices millionths (micro) and amounts billionths (nano) of the currency, times UTC.
            A file without lines: there is nothing of that kind. What you share with the other people of
            your home is in here; who they are is not, nor who your neighbours are.

            On the chain there are numbers of accounts and sums only, see chain-accounts.ndjson. Who is
            behind a number is written nowhere but here and in the market's database.
            """;

    private final DataExports exports;
    private final Accounts accounts;
    private final AccountEvents events;
    private final Registry registry;
    private final Presence presence;
    private final BrowserSignIn signIn;
    private final CurrentCaller caller;

    public MyDataResource(
            DataExports exports,
            Accounts accounts,
            AccountEvents events,
            Registry registry,
            Presence presence,
            BrowserSignIn signIn,
            CurrentCaller caller) {
        this.exports = exports;
        this.accounts = accounts;
        this.events = events;
        this.registry = registry;
        this.presence = presence;
        this.signIn = signIn;
        this.caller = caller;
    }

    /** Why an account cannot be erased by its person. */
    public enum Obstacle {
        /** Nobody else could give people their roles. */
        ONLY_ADMIN,
        /** The configuration would make it again. */
        CONFIGURED
    }

    /**
     * A home of one's own.
     *
     * @param others how many other people act for it
     */
    public record OwnHome(long participantId, String name, int others) {}

    /**
     * What erasing one's account would mean.
     *
     * @param obstacle null if it can be erased
     */
    public record ErasureOutlook(List<OwnHome> homes, @Nullable Obstacle obstacle) {}

    @POST
    @Path("/export")
    @Produces("application/zip")
    @Blocking
    @Cache(noStore = true)
    @Operation(summary = "All that is kept of oneself and one's homes, as a ZIP; is noted")
    public Response export() {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        events.record(person.account(), Kind.DATA_EXPORTED, author, "")
                .await()
                .atMost(DATABASE_TIMEOUT);
        DataExports.Export export = exports.of(person.account(), person.homes(), README);
        StreamingOutput zip = export::sendTo;
        return Response.ok(zip)
                .header(HttpHeaders.CONTENT_LENGTH, export.bytes())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=peerwatt-data.zip")
                .build();
    }

    @GET
    @Path("/erasure")
    @Cache(noStore = true)
    @Operation(summary = "What erasing one's account would mean")
    public Uni<ErasureOutlook> outlook() {
        Caller.Person person = caller.access().requirePerson();
        return obstacle(person)
                .chain(obstacle ->
                        homes(person.homes())
                                .map(homes -> new ErasureOutlook(homes, obstacle.orElse(null))));
    }

    @POST
    @Path("/erasure")
    @Operation(summary = "Erases one's account; asks who one is once more, and is not taken back")
    public Uni<RestResponse<Void>> erase(@NotNull @Valid Proof body, HttpServerRequest request) {
        Caller.Person person = caller.access().requirePerson();
        return presence.require(person.login(), caller.session(), caller.address(), body)
                .chain(() -> obstacle(person))
                .invoke(obstacle ->
                        obstacle.ifPresent(why -> {
                            throw new ProblemException(
                                    Problem.of(
                                                    409,
                                                    "account-needed",
                                                    "Account needed",
                                                    "The account cannot be erased by its person.")
                                            .withReason(why.name()));
                        }))
                .chain(() -> accounts.remove(person.account(), Optional.empty()))
                .map(_ ->
                        RestResponse.ResponseBuilder.<Void>noContent()
                                .cookie(signIn.gone(request))
                                .build());
    }

    private Uni<Optional<Obstacle>> obstacle(Caller.Person person) {
        return accounts.isConfigured(person.account())
                .chain(configured ->
                        configured
                                ? Uni.createFrom().item(Optional.of(Obstacle.CONFIGURED))
                                : accounts.isOnlyAdmin(person.account())
                                        .map(only ->
                                                only
                                                        ? Optional.of(Obstacle.ONLY_ADMIN)
                                                        : Optional.<Obstacle>empty()));
    }

    private Uni<List<OwnHome>> homes(Set<ParticipantId> own) {
        return registry.participants()
                .map(all -> all.stream().filter(one -> own.contains(one.id())).toList())
                .chain(all ->
                        all.isEmpty()
                                ? Uni.createFrom().item(List.of())
                                : Uni.join()
                                        .all(all.stream().map(this::home).toList())
                                        .andFailFast());
    }

    private Uni<OwnHome> home(Participant home) {
        return accounts.household(home.id())
                .map(List<Account>::size)
                .map(people -> new OwnHome(home.id().value(), home.name(), people - 1));
    }
}
