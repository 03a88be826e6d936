package energy.peerwatt.web.rest;

import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.balancing.IslandRehearsal;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Rehearses hours of an area without the grid; changes nothing. */
@Path("/api/v1/areas/{area}/island-rehearsals")
@Tag(name = "balancing")
@Blocking
public class RehearsalResource {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CRITICAL_PERMILLE = 200;
    private static final int IMPORTANT_PERMILLE = 400;
    private static final int CRITICAL_HOURS = 2;
    private static final int MOST_HOURS = 48;
    private static final int MOST = 10_000_000;
    private static final String QUARTER = "([01]\\d|2[0-3]):(00|15|30|45)";

    private final IslandRehearsal rehearsal;
    private final Registry registry;
    private final CurrentCaller caller;

    public RehearsalResource(IslandRehearsal rehearsal, Registry registry, CurrentCaller caller) {
        this.rehearsal = rehearsal;
        this.registry = registry;
        this.caller = caller;
    }

    /**
     * What is asked; what is missing has a usual value.
     *
     * @param from the next time the area's clocks show this the connection opens, such as 18:00
     * @param until the next time after that it closes
     * @param kind PLANNED, UNPLANNED or BLACK_START; UNPLANNED
     * @param criticalPermille part of each home's load that is served longest; 200
     * @param importantPermille part that is shed after all comfort; 400, the rest is comfort
     * @param criticalHours for which batteries keep the energy of critical load; 2
     * @param blackStartWh that a black start takes; 0
     * @param pickupW most load that comes back at once; no bound
     * @param formingPoints whose batteries form the grid; all
     */
    public record Question(
            @NotNull @Pattern(regexp = QUARTER) String from,
            @NotNull @Pattern(regexp = QUARTER) String until,
            Outage.@Nullable Kind kind,
            @Min(0) @Max(1_000) @Nullable Integer criticalPermille,
            @Min(0) @Max(1_000) @Nullable Integer importantPermille,
            @Min(0) @Max(MOST_HOURS) @Nullable Integer criticalHours,
            @Min(0) @Max(MOST) @Nullable Integer blackStartWh,
            @Min(0) @Max(MOST) @Nullable Integer pickupW,
            @Size(max = 1_000) @Nullable List<@Nullable String> formingPoints) {}

    @POST
    @Operation(summary = "How hours without the grid would go, not carried out; operators")
    public RehearsalView rehearse(@PathParam("area") String area, @NotNull @Valid Question body) {
        caller.access().requireOperator();
        Area found = AreaResource.find(registry, area).await().atMost(TIMEOUT);
        IslandRehearsal.Question question = question(body);
        try {
            return rehearsal
                    .of(found, question)
                    .map(answer ->
                            RehearsalView.of(
                                    found.rules().area().value(),
                                    found.zone().getId(),
                                    question,
                                    answer))
                    .orElseThrow(
                            () -> new ProblemException(Problem.notFound("value of area " + area)));
        } catch (IslandRehearsal.Refused refused) {
            throw new ProblemException(
                    Problem.ofField(refused.field(), String.valueOf(refused.getMessage())));
        }
    }

    private static IslandRehearsal.Question question(Question body) {
        int critical = usual(body.criticalPermille(), CRITICAL_PERMILLE);
        int important =
                usual(body.importantPermille(), Math.min(IMPORTANT_PERMILLE, 1_000 - critical));
        if (critical + important > 1_000) {
            throw new ProblemException(
                    Problem.ofField(
                            "importantPermille",
                            "importantPermille and criticalPermille are more than 1000"));
        }
        return new IslandRehearsal.Question(
                new IslandRehearsal.Times(
                        LocalTime.parse(body.from()), LocalTime.parse(body.until())),
                body.kind() == null ? Outage.Kind.UNPLANNED : body.kind(),
                new IslandRehearsal.Parts(critical, important),
                new IslandRehearsal.Needs(
                        usual(body.criticalHours(), CRITICAL_HOURS),
                        usual(body.blackStartWh(), 0),
                        body.pickupW() == null
                                ? OptionalInt.empty()
                                : OptionalInt.of(body.pickupW())),
                forming(body.formingPoints()));
    }

    private static Set<MeteringPointId> forming(@Nullable List<@Nullable String> ids) {
        Set<MeteringPointId> points = new HashSet<>();
        for (String id : ids == null ? List.<@Nullable String>of() : ids) {
            try {
                points.add(new MeteringPointId(id == null ? "" : id));
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        Problem.ofField("formingPoints", "formingPoints: " + e.getMessage()));
            }
        }
        return points;
    }

    private static int usual(@Nullable Integer value, int usual) {
        return value == null ? usual : value;
    }
}
