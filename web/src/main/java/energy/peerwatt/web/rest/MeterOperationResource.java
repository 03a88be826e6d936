package energy.peerwatt.web.rest;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.Site.Location;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.metering.headend.store.MeterOperations;
import energy.peerwatt.metering.headend.store.ReleaseResult;
import energy.peerwatt.metering.headend.store.SiteStore;
import energy.peerwatt.metering.headend.validation.ExchangeResult;
import energy.peerwatt.metering.headend.validation.MeterExchange;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.web.ingest.MeterSites;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.MeterOperationView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What operators tell of a metering point's meter; every word is kept with who, when and why. */
@Path("/api/v1/metering-points/{id}")
@Tag(name = "meters")
public class MeterOperationResource {

    private final Registry registry;
    private final MeterOperations operations;
    private final IntervalValueStore values;
    private final SiteStore sites;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public MeterOperationResource(
            Registry registry,
            MeterOperations operations,
            IntervalValueStore values,
            SiteStore sites,
            MarketClock clock,
            CurrentCaller caller) {
        this.registry = registry;
        this.operations = operations;
        this.values = values;
        this.sites = sites;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Path("/meter-operations")
    @Operation(summary = "What operators told of the meter, the newest first")
    public Uni<List<MeterOperationView>> operations(
            @PathParam("id") String id, @QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        int most = Inputs.limit(limit, 100, 1_000);
        return find(id).chain(point -> operations.operations(point, most))
                .map(all -> all.stream().map(MeterOperationView::of).toList());
    }

    @POST
    @Path("/meter-exchanges")
    @Operation(summary = "Tells that the meter was exchanged")
    public Uni<Void> exchange(
            @PathParam("id") String id, @NotNull @Valid MeterRequests.Exchange body) {
        Actor actor = actor(body.reason());
        MeterExchange exchange = exchange(body);
        return find(id).chain(point ->
                        operations.exchange(register(point, body.channel()), exchange, actor))
                .invoke(result -> {
                    if (result instanceof ExchangeResult.Refused(ExchangeResult.Refusal reason)) {
                        throw contradicted(reason.name());
                    }
                })
                .replaceWithVoid();
    }

    private static MeterExchange exchange(MeterRequests.Exchange body) {
        try {
            return new MeterExchange(
                    Inputs.requiredInstant("at", body.at()), body.finalWh(), body.initialWh());
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("at", "is not a whole millisecond");
        }
    }

    @PUT
    @Path("/capacity")
    @Operation(summary = "Says what the connection can carry; held-back readings are judged again")
    public Uni<Void> capacity(
            @PathParam("id") String id, @NotNull @Valid MeterRequests.Capacity body) {
        Actor actor = actor(body.reason());
        return find(id).chain(point ->
                operations.capacity(register(point, body.channel()), body.watts(), actor));
    }

    @POST
    @Path("/releases")
    @Operation(summary = "Believes held-back readings: high ones were energy, low ones a reset")
    public Uni<Void> release(
            @PathParam("id") String id, @NotNull @Valid MeterRequests.Release body) {
        Actor actor = actor(body.reason());
        return find(id).chain(point -> operations.release(register(point, body.channel()), actor))
                .invoke(result -> {
                    if (result != ReleaseResult.DONE) {
                        throw contradicted(result.name());
                    }
                })
                .replaceWithVoid();
    }

    @POST
    @Path("/substitutes")
    @Operation(summary = "Adds a version of an interval value that the metering operator knows")
    public Uni<Void> substitute(
            @PathParam("id") String id, @NotNull @Valid MeterRequests.Substitute body) {
        Actor actor = actor(body.reason());
        Instant start = Inputs.requiredInstant("interval", body.interval());
        return find(id).chain(point -> values.values(point, start, start.plusSeconds(1)))
                .map(found -> newest(found, body))
                .chain(value ->
                        operations.substitute(value, Energy.ofWattHours(body.energyWh()), actor))
                .invoke(added -> {
                    if (!added) {
                        throw contradicted("NOT_NEWEST");
                    }
                })
                .replaceWithVoid();
    }

    private static IntervalValue newest(List<IntervalValue> found, MeterRequests.Substitute body) {
        IntervalValue value =
                found.stream()
                        .filter(one -> one.channel() == body.channel())
                        .findFirst()
                        .orElseThrow(() ->
                                new ProblemException(
                                        Problem.notFound("value of " + body.interval())));
        if (value.version() != body.version()) {
            throw contradicted("NOT_NEWEST");
        }
        return value;
    }

    @PUT
    @Path("/location")
    @Operation(summary = "Says where the metering point is, for checks of panels by the sun")
    public Uni<Void> place(@PathParam("id") String id, @NotNull @Valid MeterRequests.Place body) {
        caller.access().requireOperator();
        Location location = new Location(body.latitudeE6(), body.longitudeE6());
        return MeteringPointResource.find(registry, id)
                .call(this::saveSite)
                .chain(point -> sites.place(point.id(), location))
                .replaceWithVoid();
    }

    /** A metering point that was registered just now may not be known to the head-end yet. */
    private Uni<Void> saveSite(MeteringPoint point) {
        return AreaResource.find(registry, point.area().value())
                .chain(area -> sites.save(List.of(MeterSites.of(point, area))));
    }

    private Uni<MeteringPointId> find(String id) {
        return MeteringPointResource.find(registry, id).map(MeteringPoint::id);
    }

    private static RegisterId register(MeteringPointId point, Channel channel) {
        return new RegisterId(point, channel);
    }

    private Actor actor(String reason) {
        return new Actor(caller.access().requireOperator(), clock.now(), reason);
    }

    private static ProblemException contradicted(String reason) {
        return new ProblemException(
                Problem.of(
                                409,
                                "meter-contradicts",
                                "What is on record contradicts it",
                                "Nothing was changed: " + reason + ".")
                        .withReason(reason));
    }
}
