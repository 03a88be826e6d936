package energy.peerwatt.web.rest;

import energy.peerwatt.balancer.model.Limit.Scope;
import energy.peerwatt.balancer.model.Limit.Source;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.AreaLimit;
import energy.peerwatt.web.balancing.AreaLimit.Bounds;
import energy.peerwatt.web.balancing.AreaLimit.Window;
import energy.peerwatt.web.balancing.LimitLedger;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Limits of what an area takes from the grid and gives to it; operators set them. */
@Path("/api/v1/areas/{area}")
@Tag(name = "balancing")
public class AreaLimitResource {

    private static final int LONGEST_REASON = 200;

    private final LimitLedger limits;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public AreaLimitResource(
            LimitLedger limits, Registry registry, MarketClock clock, CurrentCaller caller) {
        this.limits = limits;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * A limit, one of its two powers at least.
     *
     * @param scope what is bounded, missing: the whole; for RAMP the powers are what the whole may
     *     rise and fall by from one quarter-hour to the next, for RESERVE the least that batteries
     *     keep free to take and to give, and it does not expire
     * @param floorW the least its source may ever set; it holds after the expiry, which needs it
     * @param from when it begins to hold, missing: at once
     * @param until when it ends, missing: never
     * @param expiresAt when its floor takes its place unless it is set again, missing: never
     */
    public record Request(
            @NotNull Source source,
            @Nullable Scope scope,
            @Min(0) @Max(AreaLimit.LARGEST_W) @Nullable Integer importW,
            @Min(0) @Max(AreaLimit.LARGEST_W) @Nullable Integer exportW,
            @Min(0) @Max(AreaLimit.LARGEST_W) @Nullable Integer floorW,
            @Schema(format = "date-time") @Nullable String from,
            @Schema(format = "date-time") @Nullable String until,
            @Schema(format = "date-time") @Nullable String expiresAt,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    @GET
    @Path("/limits")
    @Operation(summary = "The limits of an area, also those that do not hold now")
    public Uni<List<AreaLimitView>> all(@PathParam("area") String area) {
        return AreaResource.find(registry, area)
                .chain(found -> limits.of(found.rules().area()))
                .map(all -> all.stream().map(AreaLimitView::of).toList());
    }

    @GET
    @Path("/limits/{limit}")
    @Operation(summary = "One limit of an area")
    public Uni<AreaLimitView> one(
            @PathParam("area") String area, @PathParam("limit") String limit) {
        return all(area)
                .map(all ->
                        all.stream()
                                .filter(one -> one.id().equals(limit))
                                .findFirst()
                                .orElseThrow(() -> unknown(limit)));
    }

    @PUT
    @Path("/limits/{limit}")
    @Operation(summary = "Sets a limit, replacing the one with its id; operators only")
    public Uni<AreaLimitView> put(
            @PathParam("area") String area,
            @PathParam("limit") String limit,
            @NotNull @Valid Request body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        return AreaResource.find(registry, area)
                .map(found -> limit(found.rules().area(), limit, body, actor.at()))
                .call(wanted -> limits.put(wanted, actor))
                .map(AreaLimitView::of);
    }

    @DELETE
    @Path("/limits/{limit}")
    @Operation(summary = "Deletes a limit; operators only")
    public Uni<Void> delete(
            @PathParam("area") String area,
            @PathParam("limit") String limit,
            @QueryParam("reason") @Nullable String reason) {
        String login = caller.access().requireOperator();
        String why = reason == null ? "" : reason;
        if (why.length() > LONGEST_REASON) {
            throw Inputs.invalid("reason", "is longer than " + LONGEST_REASON + " characters");
        }
        Actor actor = new Actor(login, clock.now(), why);
        return AreaResource.find(registry, area)
                .chain(found -> limits.delete(found.rules().area(), limit, actor))
                .invoke(deleted -> {
                    if (!deleted) {
                        throw unknown(limit);
                    }
                })
                .replaceWithVoid();
    }

    @GET
    @Path("/limit-changes")
    @Operation(summary = "Who set or deleted which limit, when and why; operators only")
    public Uni<List<AreaLimitView.ChangeView>> changes(
            @PathParam("area") String area, @QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        int most = Inputs.limit(limit, 100, 1_000);
        return AreaResource.find(registry, area)
                .chain(found -> limits.changes(found.rules().area(), most))
                .map(all -> all.stream().map(AreaLimitView.ChangeView::of).toList());
    }

    private static AreaLimit limit(AreaId area, String id, Request body, Instant now) {
        if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
            throw Inputs.invalid("limit", "is not 1 to 64 letters, digits, dots and dashes");
        }
        Optional<Instant> from = Inputs.instant("from", body.from());
        Optional<Instant> until = Inputs.instant("until", body.until());
        Optional<Instant> expiresAt = Inputs.instant("expiresAt", body.expiresAt());
        Scope scope = body.scope() == null ? Scope.TOTAL : body.scope();
        if (scope == Scope.HOME) {
            throw Inputs.invalid("scope", "is none of an area: homes have limits of connection");
        }
        if (scope == Scope.RESERVE && expiresAt.isPresent()) {
            throw Inputs.invalid("expiresAt", "is not of a reserve, which does not expire");
        }
        if (body.importW() == null && body.exportW() == null) {
            throw Inputs.invalid("importW", "is missing, and so is exportW");
        }
        if (until.filter(end -> !end.isAfter(from.orElse(now))).isPresent()) {
            throw Inputs.invalid("until", "is not after from, or over");
        }
        if (expiresAt.filter(end -> !end.isAfter(now)).isPresent()) {
            throw Inputs.invalid("expiresAt", "is not in the future");
        }
        Integer floor = body.floorW();
        if (floor == null && expiresAt.isPresent()) {
            throw Inputs.invalid("floorW", "is missing: what holds after the expiry");
        }
        Bounds bounds =
                new Bounds(watts(body.importW()), watts(body.exportW()), floor == null ? 0 : floor);
        return new AreaLimit(
                area, id, body.source(), scope, bounds, new Window(from, until), expiresAt);
    }

    private static OptionalInt watts(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static ProblemException unknown(String limit) {
        return new ProblemException(Problem.notFound("limit " + limit));
    }
}
