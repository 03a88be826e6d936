package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.store.SetpointStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.accounts.AccountEvent.Author;
import energy.peerwatt.web.accounts.AccountEvent.Kind;
import energy.peerwatt.web.accounts.store.AccountEvents;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether a member lets the market control the devices of a metering point. */
@Path("/api/v1/metering-points/{id}/control-consent")
@Tag(name = "setpoints")
public class ControlConsentResource {

    private final SetpointStore store;
    private final Registry registry;
    private final MarketClock clock;
    private final AccountEvents events;
    private final CurrentCaller caller;

    public ControlConsentResource(
            SetpointStore store,
            Registry registry,
            MarketClock clock,
            AccountEvents events,
            CurrentCaller caller) {
        this.events = events;
        this.store = store;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /** The member's will; not granted until they say so. */
    public record Consent(@NotNull Boolean granted) {}

    @GET
    @Operation(summary = "Whether the member lets the market control devices there")
    public Uni<Consent> consent(@PathParam("id") String id) {
        Access access = caller.access();
        return MeteringPointResource.find(registry, id)
                .invoke(point -> access.requireMayRead(point.participant()))
                .chain(point -> store.consent(point.id()))
                .map(Consent::new);
    }

    @PUT
    @Operation(summary = "Grants control, or withdraws it and what was ordered; the member alone")
    public Uni<Consent> setConsent(@PathParam("id") String id, @NotNull @Valid Consent consent) {
        Access access = caller.access();
        long account = access.requirePerson().account();
        Author author = caller.author();
        return MeteringPointResource.find(registry, id)
                .chain(point ->
                        store.setConsent(
                                point.id(),
                                consent.granted(),
                                access.requireSelf(point.participant()),
                                clock.now()))
                .call(() ->
                        events.record(
                                account,
                                Kind.CONSENT_SET,
                                author,
                                "control of " + id + ": " + consent.granted()))
                .replaceWith(consent);
    }
}
