package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.Caller;
import energy.peerwatt.web.accounts.OpenIdProvider;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.accounts.store.Subjects;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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
        return presence.require(person.login(), caller.session(), caller.address(), body)
                .chain(() -> departures.to(person.account()));
    }

    @GET
    @Cache(noStore = true)
    @Operation(summary = "Whether the provider signs in to one's account")
    public Uni<LinkView> link() {
        Caller.Person person = caller.access().requirePerson();
        String name = provider.name().orElse(null);
        return subjects.isLinked(person.account()).map(linked -> new LinkView(name, linked));
    }

    @DELETE
    @Operation(summary = "Ends that the provider signs in to one's account")
    public Uni<RestResponse<Void>> unlink() {
        Caller.Person person = caller.access().requirePerson();
        Author author = caller.author();
        return subjects.unlink(person.account())
                .invoke(done -> {
                    if (!done) {
                        throw Inputs.invalid("provider", "is not linked, or is the only way in");
                    }
                })
                .call(() -> events.record(person.account(), Kind.PROVIDER_UNLINKED, author, ""))
                .replaceWith(RestResponse.noContent());
    }
}
