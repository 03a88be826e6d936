package energy.peerwatt.web.rest;

import energy.peerwatt.web.balancing.AreaBacktest;
import energy.peerwatt.web.balancing.AreaLimit;
import energy.peerwatt.web.balancing.ForecastSkill;
import energy.peerwatt.web.balancing.WhatIf;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Questions about plans; their answers change nothing. */
@Path("/api/v1/areas/{area}")
@Tag(name = "balancing")
@Blocking
public class PlanQuestionResource {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_PERCENT = 300;
    private static final int MOST_DAYS = 7;
    private static final int USUAL_SPAN = 28;
    private static final int LONGEST_SPAN = 90;

    private final WhatIf whatIf;
    private final AreaBacktest backtest;
    private final ForecastSkill skill;
    private final Registry registry;
    private final CurrentCaller caller;

    public PlanQuestionResource(
            WhatIf whatIf,
            AreaBacktest backtest,
            ForecastSkill skill,
            Registry registry,
            CurrentCaller caller) {
        this.whatIf = whatIf;
        this.backtest = backtest;
        this.skill = skill;
        this.registry = registry;
        this.caller = caller;
    }

    /**
     * What is to be different; what is missing stays as it is.
     *
     * @param importW the only limit of taking
     * @param exportW the only limit of giving
     * @param sunPercent of what panels are expected to give
     * @param loadPercent of what homes are expected to take
     */
    public record Change(
            @Min(0) @Max(AreaLimit.LARGEST_W) @Nullable Integer importW,
            @Min(0) @Max(AreaLimit.LARGEST_W) @Nullable Integer exportW,
            @Min(0) @Max(MOST_PERCENT) @Nullable Integer sunPercent,
            @Min(0) @Max(MOST_PERCENT) @Nullable Integer loadPercent) {}

    /**
     * How far back.
     *
     * @param days before now
     */
    public record Past(@NotNull @Min(1) @Max(MOST_DAYS) Integer days) {}

    @POST
    @Path("/what-ifs")
    @Operation(summary = "The plan under other limits or another sky, not carried out; operators")
    public PlanView whatIf(@PathParam("area") String area, @NotNull @Valid Change body) {
        caller.access().requireOperator();
        WhatIf.Change change =
                new WhatIf.Change(
                        watts(body.importW()),
                        watts(body.exportW()),
                        percent(body.sunPercent()),
                        percent(body.loadPercent()));
        return whatIf.plan(find(area), change)
                .map(plan -> PlanView.of(plan, true))
                .orElseThrow(() -> new ProblemException(Problem.notFound("plan of area " + area)));
    }

    @POST
    @Path("/backtests")
    @Operation(summary = "What balancing would have saved whom in the past; operators")
    public BacktestView backtest(@PathParam("area") String area, @NotNull @Valid Past body) {
        caller.access().requireOperator();
        Area found = find(area);
        return BacktestView.of(found.rules().area().value(), backtest.of(found, body.days()));
    }

    @GET
    @Path("/forecast-skill")
    @Operation(
            summary = "How good forecasts were on the stored past, beside persistence; operators")
    public SkillView skill(
            @PathParam("area") String area, @QueryParam("days") @Nullable String days) {
        caller.access().requireOperator();
        Area found = find(area);
        long span = Inputs.number("days", days).orElse(USUAL_SPAN);
        if (span < 1 || span > LONGEST_SPAN) {
            throw new ProblemException(
                    Problem.ofField("days", "days is not from 1 to " + LONGEST_SPAN));
        }
        return SkillView.of(found.rules().area().value(), skill.of(found, (int) span));
    }

    private Area find(String area) {
        return AreaResource.find(registry, area).await().atMost(TIMEOUT);
    }

    private static OptionalInt watts(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static int percent(@Nullable Integer value) {
        return value == null ? 100 : value;
    }
}
