package energy.peerwatt.web.rest;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.DeviceConditions;
import energy.peerwatt.metering.headend.store.FindingStore;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.consent.StaffRead.Kind;
import energy.peerwatt.web.consent.StaffReads;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.view.DevicesView;
import energy.peerwatt.web.view.IntervalValueView;
import energy.peerwatt.web.view.MeteringPointView;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Metering points and their interval values. */
@Path("/api/v1/metering-points")
@Tag(name = "metering points")
public class MeteringPointResource {

    private static final int MOST_DAYS = 32;
    private static final int MOST_CHANGES = 50;

    private final Registry registry;
    private final IntervalValueStore values;
    private final FindingStore findings;
    private final DeviceConditions conditions;
    private final StaffReads staffReads;
    private final CurrentCaller caller;
    private final MarketClock clock;

    public MeteringPointResource(
            Registry registry,
            IntervalValueStore values,
            FindingStore findings,
            DeviceConditions conditions,
            StaffReads staffReads,
            CurrentCaller caller,
            MarketClock clock) {
        this.registry = registry;
        this.values = values;
        this.findings = findings;
        this.conditions = conditions;
        this.staffReads = staffReads;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "All metering points; of members their own")
    public Uni<List<MeteringPointView>> meteringPoints() {
        Instant now = clock.now();
        Access access = caller.access();
        return registry.meteringPoints()
                .map(points ->
                        points.stream()
                                .filter(point -> access.mayKnow(point.participant()))
                                .map(point -> MeteringPointView.of(point, now))
                                .toList());
    }

    @POST
    @Operation(summary = "Registers a metering point and its participant; operators only")
    public Uni<RestResponse<MeteringPointView>> register(
            @NotNull @Valid MeteringPointRequest request) {
        caller.access().requireOperator();
        MeteringPoint point = request.toMeteringPoint();
        return AreaResource.find(registry, request.areaId())
                .onFailure(ProblemException.class)
                .transform(_ -> Inputs.invalid("areaId", "is not the id of an area"))
                .chain(() ->
                        registry.register(
                                new Participant(point.participant(), request.name()), point))
                .map(outcome ->
                        switch (outcome) {
                            case CREATED ->
                                    RestResponse.status(
                                            RestResponse.Status.CREATED,
                                            MeteringPointView.of(point, clock.now()));
                            case UNCHANGED ->
                                    RestResponse.ok(MeteringPointView.of(point, clock.now()));
                            case CONFLICT -> throw taken();
                        });
    }

    private static ProblemException taken() {
        return new ProblemException(
                Problem.of(
                                409,
                                "metering-point-taken",
                                "Metering point taken",
                                "The id is taken, or the participant has another metering point"
                                        + " in the area.")
                        .withField("id"));
    }

    @GET
    @Compressed
    @Path("/{id}/interval-values")
    @Operation(summary = "Metered energy by interval and channel")
    public Uni<List<IntervalValueView>> intervalValues(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        Instant start = Inputs.requiredInstant("from", from);
        Instant end = Inputs.requiredInstant("to", to);
        Inputs.requireSpan(start, end, MOST_DAYS);
        Access access = caller.access();
        return find(registry, id)
                .invoke(point -> access.requireMayRead(point.participant()))
                .call(point -> staffReads.note(access, point.participant(), Kind.INTERVAL_VALUES))
                .chain(point ->
                        values.values(point.id(), start, end)
                                .chain(found ->
                                        findings.of(point.id(), start, end)
                                                .map(odd -> views(found, odd))));
    }

    @GET
    @Path("/{id}/devices")
    @Operation(summary = "Whether its devices give values, and the last 50 changes of that")
    public Uni<DevicesView> devices(@PathParam("id") String id) {
        Access access = caller.access();
        return find(registry, id)
                .invoke(point -> access.requireMayRead(point.participant()))
                .chain(point ->
                        conditions
                                .of(point.id())
                                .chain(now ->
                                        conditions
                                                .history(point.id(), MOST_CHANGES)
                                                .map(changes -> DevicesView.of(now, changes))));
    }

    private static List<IntervalValueView> views(
            List<IntervalValue> values, List<FindingStore.Recorded> findings) {
        return values.stream().map(value -> IntervalValueView.of(value, findings)).toList();
    }

    /** The metering point, or a problem. */
    static Uni<MeteringPoint> find(Registry registry, String id) {
        Uni<Optional<MeteringPoint>> found =
                id.matches("[A-Za-z0-9-]{1,33}")
                        ? registry.meteringPoint(new MeteringPointId(id))
                        : Uni.createFrom().item(Optional.empty());
        return found.map(point ->
                point.orElseThrow(
                        () -> new ProblemException(Problem.notFound("metering point " + id))));
    }
}
