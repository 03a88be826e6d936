package energy.peerwatt.web.rest;

import com.fasterxml.jackson.databind.JsonNode;
import energy.peerwatt.balancer.file.FeederFile;
import energy.peerwatt.balancer.file.FileFault;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.GridSettings;
import energy.peerwatt.web.balancing.GridSettings.Kind;
import energy.peerwatt.web.balancing.GridSettings.Version;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import energy.peerwatt.web.registry.store.GridConnections.Said;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The cables between an area's transformer and its homes; plans keep their voltages and loads. */
@Path("/api/v1/areas/{area}")
@Tag(name = "balancing")
public class FeederResource {

    private static final int LONGEST_REASON = 200;
    private static final int MOST_CABLES = 5_000;

    /**
     * Of homes times cables, for a plan weighs each home's effect on each cable: a third of what
     * the usual five seconds were just enough for, so that slower machines have time too.
     */
    private static final int MOST_EFFECTS = 300_000;

    private final GridSettings settings;
    private final GridConnections connections;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public FeederResource(
            GridSettings settings,
            GridConnections connections,
            Registry registry,
            MarketClock clock,
            CurrentCaller caller) {
        this.settings = settings;
        this.connections = connections;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * A feeder.
     *
     * @param feeder as the member {@code feeder} of an instance file of {@code ./peerwatt balance};
     *     its homes are metering points
     * @param validFrom when it begins to hold, missing: at once
     */
    public record Request(
            @NotNull @Schema(type = SchemaType.OBJECT) JsonNode feeder,
            @Schema(format = "date-time") @Nullable String validFrom,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /** Where the transformer's tap changer was set to. */
    public record Tap(
            @NotNull Integer position, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * A feeder as it was said.
     *
     * @param feeder null: from then on nobody knows it
     * @param withdrawnBy who took it back before it began; null if nobody did
     */
    public record View(
            int areaId,
            @Schema(type = SchemaType.OBJECT) @Nullable JsonNode feeder,
            Instant validFrom,
            String changedBy,
            Instant changedAt,
            String reason,
            @Nullable String withdrawnBy) {

        static View of(AreaId area, Version version) {
            String content = version.content();
            return new View(
                    area.value(),
                    content == null ? null : Inputs.json(content),
                    version.from(),
                    version.by().login(),
                    version.by().at(),
                    version.by().reason(),
                    version.withdrawn().map(Actor::login).orElse(null));
        }
    }

    @GET
    @Path("/feeder")
    @Operation(summary = "The feeder that holds now; operators only, for it tells where homes are")
    public Uni<View> feeder(@PathParam("area") String area) {
        caller.access().requireOperator();
        return AreaResource.find(registry, area)
                .chain(found -> now(found.rules().area()))
                .map(holding -> holding.orElseThrow(() -> unknown(area)));
    }

    private Uni<Optional<View>> now(AreaId area) {
        return settings.at(area, Kind.FEEDER, clock.now())
                .map(found ->
                        found.filter(version -> version.content() != null)
                                .map(version -> View.of(area, version)));
    }

    @GET
    @Path("/feeders")
    @Operation(summary = "Every feeder that was set, the newest first; operators only")
    public Uni<List<View>> feeders(
            @PathParam("area") String area, @QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        int most = Inputs.limit(limit, 10, 100);
        return AreaResource.find(registry, area)
                .chain(found ->
                        settings.all(found.rules().area(), Kind.FEEDER, most)
                                .map(all ->
                                        all.stream()
                                                .map(one -> View.of(found.rules().area(), one))
                                                .toList()));
    }

    @PUT
    @Path("/feeder")
    @Operation(summary = "Says which cables lead to the homes; operators only")
    public Uni<View> put(@PathParam("area") String area, @NotNull @Valid Request body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        Instant from = Inputs.instant("validFrom", body.validFrom()).orElse(actor.at());
        if (from.isBefore(actor.at())) {
            throw Inputs.invalid("validFrom", "is past; what was planned since cannot be changed");
        }
        Feeder feeder = read(body.feeder());
        return AreaResource.find(registry, area)
                .map(found -> found.rules().area())
                .call(id -> requireHomes(id, feeder))
                .chain(id -> keep(id, feeder, from, actor));
    }

    private Uni<View> keep(AreaId area, Feeder feeder, Instant from, Actor actor) {
        Version version = new Version(from, FeederFile.write(feeder), actor);
        return settings.put(area, Kind.FEEDER, version).map(kept -> View.of(area, kept));
    }

    @PUT
    @Path("/feeder/tap")
    @Operation(summary = "Says where the transformer's tap changer stands now; operators only")
    public Uni<View> tap(@PathParam("area") String area, @NotNull @Valid Tap body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        return AreaResource.find(registry, area)
                .map(found -> found.rules().area())
                .chain(id ->
                        settings.change(
                                        id,
                                        Kind.FEEDER,
                                        holding -> tapped(area, holding, body.position(), actor))
                                .map(version -> View.of(id, version)));
    }

    private static Version tapped(
            String area, Optional<Version> holding, int position, Actor actor) {
        String content = holding.map(Version::content).orElseThrow(() -> unknown(area));
        try {
            Feeder feeder = FeederFile.read(content).withTap(position);
            return new Version(actor.at(), FeederFile.write(feeder), actor);
        } catch (IllegalArgumentException fault) {
            throw Inputs.invalid("position", "does not fit: " + fault.getMessage());
        }
    }

    @DELETE
    @Path("/feeder")
    @Operation(
            summary =
                    "Says that nobody knows the cables any more, or takes back a feeder that is to"
                            + " hold from a later time on; operators only")
    public Uni<Void> delete(
            @PathParam("area") String area,
            @QueryParam("reason") @Nullable String reason,
            @QueryParam("validFrom") @Nullable String validFrom) {
        String login = caller.access().requireOperator();
        String why = reason == null ? "" : reason;
        if (why.length() > LONGEST_REASON) {
            throw Inputs.invalid("reason", "is longer than " + LONGEST_REASON + " characters");
        }
        Actor actor = new Actor(login, clock.now(), why);
        Optional<Instant> from = Inputs.instant("validFrom", validFrom);
        if (from.isPresent()) {
            return withdraw(area, from.get(), actor);
        }
        return AreaResource.find(registry, area)
                .map(found -> found.rules().area())
                .chain(id ->
                        now(id).map(holding -> holding.orElseThrow(() -> unknown(area)))
                                .chain(() ->
                                        settings.put(
                                                id,
                                                Kind.FEEDER,
                                                new Version(actor.at(), null, actor))))
                .replaceWithVoid();
    }

    private Uni<Void> withdraw(String area, Instant from, Actor actor) {
        return AreaResource.find(registry, area)
                .chain(found -> settings.withdraw(found.rules().area(), Kind.FEEDER, from, actor))
                .invoke(withdrawn -> {
                    if (!withdrawn) {
                        throw new ProblemException(
                                Problem.notFound(
                                        "feeder of area " + area + " to hold from " + from));
                    }
                })
                .replaceWithVoid();
    }

    private static Feeder read(JsonNode text) {
        try {
            Feeder feeder = FeederFile.read(text.toString());
            requireSize(feeder.cables().size(), feeder.homes().size());
            return feeder;
        } catch (FileFault fault) {
            String field = fault.field().isEmpty() ? "feeder" : "feeder." + fault.field();
            String why = String.valueOf(fault.getMessage());
            throw Inputs.invalid(
                    field,
                    why.startsWith(fault.field() + ": ")
                            ? why.substring(fault.field().length() + 2)
                            : why);
        }
    }

    /** No more than is planned in the time that live plans have. */
    private static void requireSize(int cables, int homes) {
        if (cables > MOST_CABLES) {
            throw Inputs.invalid("feeder.cables", "are more than " + MOST_CABLES);
        }
        if ((long) cables * homes > MOST_EFFECTS) {
            throw Inputs.invalid(
                    "feeder.cables",
                    "are %d, too many to plan for %d homes in time: at most %d; say cables in a row as one"
                            .formatted(cables, homes, MOST_EFFECTS / homes));
        }
    }

    /** Its homes are the area's, each at a node that has the phases the home is known to have. */
    private Uni<Void> requireHomes(AreaId area, Feeder feeder) {
        return registry.meteringPoints(area)
                .map(points -> points.stream().map(MeteringPoint::id).toList())
                .chain(points ->
                        connections
                                .of(points)
                                .invoke(known -> {
                                    Map<String, Optional<Connection>> homes =
                                            points.stream()
                                                    .collect(
                                                            Collectors.toMap(
                                                                    MeteringPointId::value,
                                                                    id -> phases(known.get(id))));
                                    feeder.homes()
                                            .forEach((home, node) ->
                                                    require(feeder, homes, home, node));
                                }))
                .replaceWithVoid();
    }

    private static Optional<Connection> phases(@Nullable Said said) {
        return Optional.ofNullable(said)
                .flatMap(known -> known.connection().phases())
                .map(phases -> Connection.valueOf(phases.name()));
    }

    private static void require(
            Feeder feeder, Map<String, Optional<Connection>> homes, String home, String node) {
        String field = "feeder.homes." + home;
        Optional<Connection> said = homes.get(home);
        if (said == null) {
            throw Inputs.invalid(field, "is no metering point of the area");
        }
        Connection phases = feeder.nodes().get(node);
        if (phases == null) {
            throw Inputs.invalid(field, "is at a node that no cable leads to: " + node);
        }
        if (said.filter(connection -> !connection.fits(phases)).isPresent()) {
            throw Inputs.invalid(
                    field, "is on " + said.get() + ", its node " + node + " has only " + phases);
        }
    }

    private static ProblemException unknown(String area) {
        return new ProblemException(Problem.notFound("feeder of area " + area));
    }
}
