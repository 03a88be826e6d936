package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.BalancingLedger;
import energy.peerwatt.web.balancing.PlanLedger;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.rest.BalancingView.FlowsView;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** How areas are balanced: the plan in force and why it is so, earlier plans, flows. */
@Path("/api/v1/areas/{area}")
@Tag(name = "balancing")
public class BalancingResource {

    private final BalancingLedger ledger;
    private final PlanLedger plans;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public BalancingResource(
            BalancingLedger ledger,
            PlanLedger plans,
            Registry registry,
            MarketClock clock,
            CurrentCaller caller) {
        this.ledger = ledger;
        this.plans = plans;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /** Whether an area shall be left to itself. */
    public record Wish(@NotNull Boolean paused, @NotBlank @Size(max = 200) String reason) {}

    @GET
    @Path("/balancing")
    @Operation(summary = "Whether and how well an area is balanced")
    public Uni<BalancingView> state(@PathParam("area") String area) {
        return find(area).chain(this::view);
    }

    private Uni<BalancingView> view(Area area) {
        boolean operator = caller.access().isOperator();
        AreaId id = area.rules().area();
        return ledger.state(id)
                .chain(state ->
                        ledger.problem(id)
                                .map(problem ->
                                        BalancingView.of(id.value(), state, problem, operator)));
    }

    @PUT
    @Path("/balancing")
    @Operation(summary = "Pauses balancing, which frees every device, or resumes; operators only")
    public Uni<BalancingView> set(@PathParam("area") String area, @NotNull @Valid Wish body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        return find(area)
                .call(found -> ledger.setPaused(found.rules().area(), body.paused(), actor))
                .chain(this::view);
    }

    @POST
    @Path("/replans")
    @Operation(summary = "Has the area planned anew now; operators only")
    public Uni<RestResponse<Void>> replan(@PathParam("area") String area) {
        caller.access().requireOperator();
        return find(area)
                .call(found -> ledger.wish(found.rules().area()))
                .replaceWith(RestResponse.accepted());
    }

    @GET
    @Compressed
    @Path("/plan")
    @Operation(
            summary =
                    "The plan in force with its explanation; homes and devices for operators only")
    public Uni<PlanView> plan(@PathParam("area") String area) {
        boolean operator = caller.access().isOperator();
        return find(area)
                .chain(found -> plans.current(found.rules().area()))
                .map(plan ->
                        PlanView.of(
                                plan.orElseThrow(() ->
                                        new ProblemException(
                                                Problem.notFound("plan of area " + area))),
                                operator));
    }

    @GET
    @Path("/plans")
    @Operation(summary = "Plans of an area, newest first, also those that kept not every limit")
    public Uni<List<PlanView>> plans(
            @PathParam("area") String area, @QueryParam("limit") @Nullable String limit) {
        boolean operator = caller.access().isOperator();
        int most = Inputs.limit(limit, 10, 100);
        return find(area)
                .chain(found -> plans.plans(found.rules().area(), most))
                .map(all -> all.stream().map(plan -> PlanView.of(plan, operator)).toList());
    }

    @GET
    @Compressed
    @Path("/flows")
    @Operation(summary = "A day's net power: planned, uncoordinated, metered, and its limits")
    public Uni<FlowsView> flows(
            @PathParam("area") String area, @QueryParam("date") @Nullable String date) {
        Optional<LocalDate> wanted = Inputs.date("date", date);
        return find(area)
                .chain(found -> {
                    LocalDate day =
                            wanted.orElseGet(() -> LocalDate.ofInstant(clock.now(), found.zone()));
                    Instant from = day.atStartOfDay(found.zone()).toInstant();
                    Instant to = day.plusDays(1).atStartOfDay(found.zone()).toInstant();
                    return plans.flows(found.rules().area(), from, to);
                })
                .map(flows -> FlowsView.of((int) Inputs.requiredNumber("area", area), flows));
    }

    private Uni<Area> find(String area) {
        return AreaResource.find(registry, area);
    }
}
