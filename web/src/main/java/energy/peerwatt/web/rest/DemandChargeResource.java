package energy.peerwatt.web.rest;

import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.GridSettings;
import energy.peerwatt.web.balancing.GridSettings.Kind;
import energy.peerwatt.web.balancing.GridSettings.Version;
import energy.peerwatt.web.balancing.MonthPeak;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.common.annotation.Blocking;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the highest import of a month costs an area; plans weigh it against dearer hours. */
@Path("/api/v1/areas/{area}/demand-charge")
@Tag(name = "balancing")
@Blocking
public class DemandChargeResource {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST = 100;
    private static final int LONGEST_REASON = 200;

    private final GridSettings settings;
    private final MonthPeak monthPeak;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public DemandChargeResource(
            GridSettings settings,
            MonthPeak monthPeak,
            Registry registry,
            MarketClock clock,
            CurrentCaller caller) {
        this.settings = settings;
        this.monthPeak = monthPeak;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * A charge.
     *
     * @param microPerKw of the month's highest quarter-hour, micro-currency per kW; 0 for none
     * @param validFrom local day from which it holds, missing: today
     */
    public record Request(
            @NotNull @Min(0) @Max(Tariff.LARGEST_MICRO) Integer microPerKw,
            @Schema(format = "date") @Nullable String validFrom,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    /**
     * What holds, and what was said.
     *
     * @param microPerKw today; 0 for none
     * @param reachedW the running month's highest metered import so far, of quarter-hours of which
     *     every home has values; null if there is none
     * @param quarterHours how many these are
     * @param said the newest first
     */
    public record View(
            int microPerKw, @Nullable Integer reachedW, int quarterHours, List<Said> said) {}

    /**
     * What an operator said.
     *
     * @param withdrawnBy who took it back before it began; null if nobody did
     */
    public record Said(
            int microPerKw,
            Instant validFrom,
            String changedBy,
            Instant changedAt,
            String reason,
            @Nullable String withdrawnBy) {

        static Said of(Version version) {
            return new Said(
                    micro(version),
                    version.from(),
                    version.by().login(),
                    version.by().at(),
                    version.by().reason(),
                    version.withdrawn().map(Actor::login).orElse(null));
        }
    }

    @GET
    @Operation(summary = "The charge on the month's highest import, and how high that is so far")
    public View charge(@PathParam("area") String area) {
        Area found = AreaResource.find(registry, area).await().atMost(TIMEOUT);
        var id = found.rules().area();
        var points = registry.meteringPoints(id).await().atMost(TIMEOUT);
        int now =
                settings.at(id, Kind.DEMAND_CHARGE, clock.now())
                        .await()
                        .atMost(TIMEOUT)
                        .map(DemandChargeResource::micro)
                        .orElse(0);
        List<Said> said =
                settings.all(id, Kind.DEMAND_CHARGE, MOST).await().atMost(TIMEOUT).stream()
                        .map(Said::of)
                        .toList();
        MonthPeak.Reached reached = monthPeak.reached(found, points);
        return new View(
                now,
                reached.watts().isPresent() ? reached.watts().getAsInt() : null,
                reached.quarterHours(),
                said);
    }

    @PUT
    @Operation(summary = "Says what the month's highest import costs from a day on; operators only")
    public View put(@PathParam("area") String area, @NotNull @Valid Request body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        Area found = AreaResource.find(registry, area).await().atMost(TIMEOUT);
        LocalDate today = LocalDate.ofInstant(actor.at(), found.zone());
        LocalDate day = Inputs.date("validFrom", body.validFrom()).orElse(today);
        if (day.isBefore(today)) {
            throw Inputs.invalid("validFrom", "is past; what was planned since cannot be changed");
        }
        Version version =
                new Version(
                        day.atStartOfDay(found.zone()).toInstant(),
                        body.microPerKw().toString(),
                        actor);
        settings.put(found.rules().area(), Kind.DEMAND_CHARGE, version).await().atMost(TIMEOUT);
        return charge(area);
    }

    @DELETE
    @Operation(summary = "Takes back a charge that is to hold from a later day on; operators only")
    public void delete(
            @PathParam("area") String area,
            @QueryParam("validFrom") @Nullable String validFrom,
            @QueryParam("reason") @Nullable String reason) {
        String login = caller.access().requireOperator();
        String why = reason == null ? "" : reason;
        if (why.length() > LONGEST_REASON) {
            throw Inputs.invalid("reason", "is longer than " + LONGEST_REASON + " characters");
        }
        LocalDate day =
                Inputs.date("validFrom", validFrom)
                        .orElseThrow(() -> Inputs.invalid("validFrom", "says which; a local day"));
        Area found = AreaResource.find(registry, area).await().atMost(TIMEOUT);
        Instant from = day.atStartOfDay(found.zone()).toInstant();
        boolean withdrawn =
                settings.withdraw(
                                found.rules().area(),
                                Kind.DEMAND_CHARGE,
                                from,
                                new Actor(login, clock.now(), why))
                        .await()
                        .atMost(TIMEOUT);
        if (!withdrawn) {
            throw new ProblemException(
                    Problem.notFound("demand charge of area " + area + " to hold from " + day));
        }
    }

    private static int micro(Version version) {
        String content = version.content();
        return content == null ? 0 : Integer.parseInt(content);
    }
}
