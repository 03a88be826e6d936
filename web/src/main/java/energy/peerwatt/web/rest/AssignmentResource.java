package energy.peerwatt.web.rest;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.store.GatewayOverview;
import energy.peerwatt.metering.headend.store.PointAssignments;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.view.AssignmentView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which metering points a gateway may report; operators only. */
@Path("/api/v1/gateways/{id}")
@Tag(name = "gateways")
public class AssignmentResource {

    private final PointAssignments assignments;
    private final GatewayOverview overview;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public AssignmentResource(
            PointAssignments assignments,
            GatewayOverview overview,
            MarketClock clock,
            CurrentCaller caller) {
        this.assignments = assignments;
        this.overview = overview;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Path("/metering-points")
    @Operation(summary = "Assignments of a gateway, ended ones included")
    public Uni<List<AssignmentView>> assignments(@PathParam("id") String id) {
        caller.access().requireOperator();
        return requireGateway(id).chain(() -> list(id));
    }

    @PUT
    @Path("/metering-points/{point}")
    @Operation(summary = "Lets the gateway report a metering point from a time on, none other")
    public Uni<List<AssignmentView>> assign(
            @PathParam("id") String id,
            @PathParam("point") String point,
            @NotNull @Valid GatewayRequests.Assignment body) {
        Actor actor = actor(body.reason());
        Instant from = Inputs.requiredInstant("from", body.from());
        return assignments
                .assign(pointId(point), id, from, actor)
                .invoke(found -> require(found, id))
                .chain(() -> list(id));
    }

    @POST
    @Path("/metering-points/{point}/end")
    @Operation(summary = "Ends an assignment; nobody reports the metering point then")
    public Uni<List<AssignmentView>> end(
            @PathParam("id") String id,
            @PathParam("point") String point,
            @NotNull @Valid GatewayRequests.End body) {
        Actor actor = actor(body.reason());
        Instant at = Inputs.requiredInstant("at", body.at());
        return requireGateway(id)
                .chain(() -> assignments.end(pointId(point), id, at, actor))
                .invoke(ended -> {
                    if (!ended) {
                        throw Inputs.invalid("at", "is not within an assignment of the gateway");
                    }
                })
                .chain(() -> list(id));
    }

    @PUT
    @Path("/all-points")
    @Operation(summary = "Whether the gateway may report every metering point")
    public Uni<Void> allPoints(
            @PathParam("id") String id, @NotNull @Valid GatewayRequests.AllPoints body) {
        Actor actor = actor(body.reason());
        return requireGateway(id)
                .chain(() -> assignments.allPoints(id, body.allPoints(), actor))
                .replaceWithVoid();
    }

    private Uni<List<AssignmentView>> list(String id) {
        return assignments.of(id).map(all -> all.stream().map(AssignmentView::of).toList());
    }

    private Uni<Void> requireGateway(String id) {
        return overview.gateway(id)
                .invoke(found -> require(found.isPresent(), id))
                .replaceWithVoid();
    }

    private static void require(boolean found, String id) {
        if (!found) {
            throw GatewayResource.unknown(id);
        }
    }

    private static MeteringPointId pointId(String point) {
        if (!point.matches("[A-Za-z0-9-]{1,33}")) {
            throw Inputs.invalid("point", "is not the id of a metering point");
        }
        return new MeteringPointId(point);
    }

    private Actor actor(String reason) {
        return new Actor(caller.access().requireOperator(), clock.now(), reason);
    }
}
