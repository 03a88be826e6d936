package energy.peerwatt.web.rest;

import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.balancing.FlexibleLoad;
import energy.peerwatt.web.balancing.FlexibleLoad.Heating;
import energy.peerwatt.web.balancing.FlexibleLoad.Run;
import energy.peerwatt.web.balancing.FlexibleLoad.Use;
import energy.peerwatt.web.balancing.FlexibleLoads;
import energy.peerwatt.web.balancing.FlexibleLoads.Kept;
import energy.peerwatt.web.balancing.FlexibleLoads.Planned;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Appliances and heat pumps that no gateway controls: the household, or its energy manager, says
 * what they need and runs them by the plan.
 */
@Path("/api/v1/metering-points/{id}/flexible-loads")
@Tag(name = "metering points")
public class FlexibleLoadResource {

    private static final int MOST = 4;
    private static final Duration FARTHEST = Duration.ofHours(24);

    private final FlexibleLoads loads;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public FlexibleLoadResource(
            FlexibleLoads loads, Registry registry, MarketClock clock, CurrentCaller caller) {
        this.loads = loads;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * A device; one of both.
     *
     * @param run an appliance that shall run once
     * @param heating a heat pump as it is now; it is planned for a day, so say again how warm it is
     */
    public record Request(
            @Nullable @Valid RunRequest run, @Nullable @Valid HeatingRequest heating) {}

    /**
     * A run.
     *
     * @param cycleW W in each quarter-hour from its start
     * @param from not before, missing: now
     * @param readyBy over by then, within a day
     */
    public record RunRequest(
            @NotNull @Size(min = 1, max = FlexibleLoad.LONGEST_RUN) List<@NotNull Integer> cycleW,
            @Schema(format = "date-time") @Nullable String from,
            @NotNull @Schema(format = "date-time") String readyBy) {}

    /**
     * A heat pump.
     *
     * @param maxW most electric power
     * @param copPermille heat per electricity
     * @param capacityWh heat between the ends of the comfort band of a building or tank
     * @param demandW heat that is lost or used at present
     * @param storedWh heat above the lower end of the band now
     */
    public record HeatingRequest(
            @NotNull Integer maxW,
            @NotNull Integer copPermille,
            @NotNull Integer capacityWh,
            @NotNull Integer demandW,
            @NotNull Integer storedWh) {}

    /**
     * A device and its plan.
     *
     * @param run null for a heat pump
     * @param heating null for an appliance
     * @param startsAt when the run begins or has begun; it may move until it has come; null: not
     *     planned
     * @param planFrom start of the first of {@code planW}; null: not planned, or begun otherwise
     * @param planW electric power in each quarter-hour
     */
    public record View(
            String name,
            @Nullable Run run,
            @Nullable Heating heating,
            @Nullable Instant startsAt,
            @Nullable Instant planFrom,
            List<Integer> planW) {

        static View of(Kept kept, Instant now) {
            Use use = kept.load().use();
            Optional<Instant> start = kept.startsAt(now);
            boolean shown =
                    kept.isByPlan()
                            && (kept.holds(now) || (use instanceof Run && start.isPresent()));
            Optional<Planned> plan = kept.planned().filter(_ -> shown);
            return new View(
                    kept.load().name(),
                    use instanceof Run run ? run : null,
                    use instanceof Heating heating ? heating : null,
                    use instanceof Run ? start.orElse(null) : null,
                    plan.map(Planned::start).orElse(null),
                    plan.map(Planned::watts).orElse(List.of()));
        }
    }

    @GET
    @Operation(summary = "Devices that the household runs by the plan, and the plan of each")
    public Uni<List<View>> all(@PathParam("id") String id) {
        Access access = caller.access();
        return MeteringPointResource.find(registry, id)
                .invoke(point -> access.requireMayRead(point.participant()))
                .chain(point -> loads.of(List.of(point.id())))
                .map(all -> all.stream().map(kept -> View.of(kept, clock.now())).toList());
    }

    @PUT
    @Path("/{name}")
    @Operation(summary = "Sets a device in place of the one with its name; the member or operators")
    public Uni<List<View>> put(
            @PathParam("id") String id,
            @PathParam("name") String name,
            @NotNull @Valid Request body) {
        Access access = caller.access();
        Instant now = clock.now();
        return MeteringPointResource.find(registry, id)
                .invoke(point -> access.requireOwnOrOperator(point.participant()))
                .map(point -> load(point, name, body, now))
                .call(this::requireRoom)
                .call(load -> loads.put(load, access.requirePerson().login(), now))
                .chain(() -> all(id));
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Deletes a device; the member or operators")
    public Uni<Void> delete(@PathParam("id") String id, @PathParam("name") String name) {
        Access access = caller.access();
        return MeteringPointResource.find(registry, id)
                .invoke(point -> access.requireOwnOrOperator(point.participant()))
                .chain(point -> loads.delete(point.id(), name))
                .invoke(deleted -> {
                    if (!deleted) {
                        throw new ProblemException(Problem.notFound("flexible load " + name));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> requireRoom(FlexibleLoad load) {
        return loads.of(List.of(load.point()))
                .invoke(all -> {
                    boolean isNew =
                            all.stream().noneMatch(kept -> kept.load().name().equals(load.name()));
                    long open = all.stream().filter(kept -> !isOver(kept.load())).count();
                    if (isNew && open >= MOST) {
                        throw Inputs.invalid("name", "is one too many; a home has " + MOST);
                    }
                })
                .replaceWithVoid();
    }

    /** A run that is over takes no other's place. */
    private boolean isOver(FlexibleLoad load) {
        return load.use() instanceof Run run && run.readyBy().isBefore(clock.now());
    }

    private static FlexibleLoad load(MeteringPoint point, String name, Request body, Instant now) {
        RunRequest run = body.run();
        HeatingRequest heating = body.heating();
        if ((run == null) == (heating == null)) {
            throw Inputs.invalid("run", "or heating must be given, one of both");
        }
        try {
            Use use = run != null ? run(run, now) : heating(heating, now);
            return new FlexibleLoad(point.id(), name, use);
        } catch (IllegalArgumentException fault) {
            String what = run != null ? "run" : "heating";
            String[] parts = String.valueOf(fault.getMessage()).split(": ", 2);
            throw parts.length < 2
                    ? Inputs.invalid(what, parts[0])
                    : Inputs.invalid(
                            parts[0].equals("name") ? "name" : what + "." + parts[0], parts[1]);
        }
    }

    private static Run run(RunRequest run, Instant now) {
        Instant from = Inputs.instant("run.from", run.from()).orElse(now);
        Instant readyBy = Inputs.requiredInstant("run.readyBy", run.readyBy());
        if (readyBy.isAfter(now.plus(FARTHEST))) {
            throw Inputs.invalid("run.readyBy", "is more than a day ahead");
        }
        Run wanted = new Run(run.cycleW(), from.isBefore(now) ? now : from, readyBy);
        if (wanted.earliestEnd(now).isAfter(readyBy)) {
            throw Inputs.invalid(
                    "run.readyBy", "leaves no whole run from the start of a quarter-hour on");
        }
        return wanted;
    }

    private static Heating heating(@Nullable HeatingRequest heating, Instant now) {
        if (heating == null) {
            throw Inputs.invalid("heating", "is missing");
        }
        return new Heating(
                heating.maxW(),
                heating.copPermille(),
                heating.capacityWh(),
                heating.demandW(),
                heating.storedWh(),
                now);
    }
}
