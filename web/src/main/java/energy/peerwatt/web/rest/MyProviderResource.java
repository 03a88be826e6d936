package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.ActiveSession;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Subjects;
import energy.peerwatt.web.accounts.store.Subjects.Errand;
import energy.peerwatt.web.accounts.store.Subjects.Purpose;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.Cache;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Whether one signs in to one's account at the provider of OpenID Connect. */
@Path("/api/v1/me/oidc")
@Tag(name = "accounts")
public class MyProviderResource {

    private final OpenIdProvider provider;
    private final Subjects subjects;
    private final Departures departures;
    private final Presence presence;
    private final AccountEvents events;
    private final CurrentCaller caller;

    public MyProviderResource(
            OpenIdProvider provider,
            Subjects subjects,
            Departures departures,
            Presence presence,
            AccountEvents events,
            CurrentCaller caller) {
        this.provider = provider;
        this.subjects = subjects;
        this.departures = departures;
        this.presence = presence;
        this.events = events;
        this.caller = caller;
    }

    /**
     * Whether one signs in at a provider.
     *
     * @param provider what it is called; null if there is none
     */
    public record LinkView(@Nullable String provider, boolean linked) {}

    @POST
    @Cache(noStore = true)
    @Operation(summary = "Begins to let the provider sign in to one's account")
    public Uni<RestResponse<Departures.Departure>> link(@NotNull @Valid Proof body) {
        Caller.Person person = caller.access().requirePerson();
        Optional<ActiveSession> session = caller.session();
        String address = caller.address();
        return presence.require(person.login(), session, address, body)
                .chain(() -> departures.to(errand(Purpose.LINK, person, session), address));
    }

    @POST
    @Path("/proofs")
    @Cache(noStore = true)
    @Operation(
            summary =
                    "Begins to show at the provider that one is there; good for one act in five minutes")
    public Uni<RestResponse<Departures.Departure>> prove() {
        Caller.Person person = caller.access().requirePerson();
        Optional<ActiveSession> session = caller.session();
        String address = caller.address();
        if (session.isEmpty()) {
            throw Inputs.invalid("session", "is missing: this is for browsers that are signed in");
        }
        return subjects.isLinked(person.account())
                .invoke(linked -> {
                    if (!linked) {
                        throw Inputs.invalid("provider", "is not linked");
                    }
                })
                .chain(() -> departures.to(errand(Purpose.PROVE, person, session), address));
    }

    private static Errand errand(
            Purpose purpose, Caller.Person person, Optional<ActiveSession> session) {
        return new Errand(
                purpose,
                OptionalLong.of(person.account()),
                session.stream().mapToLong(ActiveSession::id).findFirst());
    }

    @GET
    @Cache(noStore = true)
    @Operation(summary = "Whether the provider signs in to one's account")
    public Uni<LinkView> link() {
        Caller.Person person = caller.access().requirePerson();
        String name = provider.name().orElse(null);
        return subjects.isLinked(person.account()).map(linked -> new LinkView(name, linked));
    }

    @POST
    @Path("/removal")
    @Operation(
            summary = "Ends that the provider signs in to one's account; asks who one is once more")
    public Uni<RestResponse<Void>> unlink(@NotNull @Valid Proof body) {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        return presence.require(person.login(), caller.session(), author.address(), body)
                .chain(() -> subjects.unlink(person.account()))
                .invoke(done -> {
                    if (!done) {
                        throw Inputs.invalid("provider", "is not linked, or is the only way in");
                    }
                })
                .call(() -> events.record(person.account(), Kind.PROVIDER_UNLINKED, author, ""))
                .replaceWith(RestResponse.noContent());
    }
}
