package energy.peerwatt.web.rest;

import energy.peerwatt.balancer.file.FeederFile;
import energy.peerwatt.balancer.file.FileFault;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.balancing.GridSettings;
import energy.peerwatt.web.balancing.GridSettings.Kind;
import energy.peerwatt.web.registry.GridConnection;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.GridConnections;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How a metering point is connected to the grid. */
@Path("/api/v1/metering-points/{id}/connection")
@Tag(name = "metering points")
public class GridConnectionResource {

    private final GridConnections connections;
    private final GridSettings settings;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public GridConnectionResource(
            GridConnections connections,
            GridSettings settings,
            Registry registry,
            MarketClock clock,
            CurrentCaller caller) {
        this.connections = connections;
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * What an operator says; what is missing is unknown, or no limit.
     *
     * @param importW the most the home may take, W
     * @param exportW the most the home may give, W
     */
    public record Request(
            GridConnection.@Nullable Phases phases,
            @Min(0) @Max(GridConnection.LARGEST_W) @Nullable Integer importW,
            @Min(0) @Max(GridConnection.LARGEST_W) @Nullable Integer exportW,
            @NotBlank @Size(max = 300) String reason) {}

    /**
     * What is known.
     *
     * @param phases null: nobody has said
     * @param plannedPhases what plans take it to be; THREE_PHASE if nobody has said
     * @param changedBy null: nobody has said anything
     */
    public record View(
            GridConnection.@Nullable Phases phases,
            GridConnection.Phases plannedPhases,
            @Nullable Integer importW,
            @Nullable Integer exportW,
            @Nullable String changedBy,
            @Nullable Instant changedAt,
            String reason) {

        static View of(GridConnection connection, Optional<Actor> by) {
            return new View(
                    connection.phases().orElse(null),
                    connection.phases().orElse(GridConnection.Phases.THREE_PHASE),
                    orNull(connection.importW()),
                    orNull(connection.exportW()),
                    by.map(Actor::login).orElse(null),
                    by.map(Actor::at).orElse(null),
                    by.map(Actor::reason).orElse(""));
        }
    }

    @GET
    @Operation(summary = "Phases and limits of a metering point's connection")
    public Uni<View> connection(@PathParam("id") String id) {
        Access access = caller.access();
        return MeteringPointResource.find(registry, id)
                .invoke(point -> access.requireMayRead(point.participant()))
                .chain(this::view);
    }

    @PUT
    @Operation(summary = "Says how a metering point is connected; operators only")
    public Uni<View> put(@PathParam("id") String id, @NotNull @Valid Request body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        GridConnection connection =
                new GridConnection(
                        Optional.ofNullable(body.phases()),
                        watts(body.importW()),
                        watts(body.exportW()));
        return MeteringPointResource.find(registry, id)
                .call(point -> requireNode(point, connection))
                .call(point -> connections.put(point.id(), connection, actor))
                .chain(this::view);
    }

    /** Where a feeder of the area has the home, now or later, there must be its phases. */
    private Uni<Void> requireNode(MeteringPoint point, GridConnection connection) {
        return settings.from(point.area(), Kind.FEEDER, clock.now())
                .invoke(versions ->
                        versions.stream()
                                .flatMap(version -> Stream.ofNullable(version.content()))
                                .flatMap(GridConnectionResource::readable)
                                .forEach(feeder -> requireNode(point, connection, feeder)))
                .replaceWithVoid();
    }

    /** One that cannot be read any more says nothing of the home. */
    private static Stream<Feeder> readable(String text) {
        try {
            return Stream.of(FeederFile.read(text));
        } catch (FileFault fault) {
            return Stream.empty();
        }
    }

    private static void requireNode(MeteringPoint point, GridConnection connection, Feeder feeder) {
        String node = feeder.homes().get(point.id().value());
        Connection there = node == null ? null : feeder.nodes().get(node);
        boolean fits =
                there == null
                        || connection
                                .phases()
                                .map(said -> Connection.valueOf(said.name()).fits(there))
                                .orElse(true);
        if (!fits) {
            throw Inputs.invalid(
                    "phases", "are not those of its node on the feeder, which has " + there);
        }
    }

    private Uni<View> view(MeteringPoint point) {
        return connections
                .of(List.of(point.id()))
                .map(found -> Optional.ofNullable(found.get(point.id())))
                .map(said ->
                        View.of(
                                said.map(GridConnections.Said::connection)
                                        .orElse(GridConnection.UNKNOWN),
                                said.map(GridConnections.Said::by)));
    }

    private static OptionalInt watts(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }
}
