package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.ResettlementLedger;
import energy.peerwatt.web.view.ResettlementView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Intervals that are to be settled again, and those that were. */
@Path("/api/v1/areas/{id}/resettlements")
@Tag(name = "settlements")
public class ResettlementResource {

    private static final int LONGEST_REASON = 200;

    private final Registry registry;
    private final ResettlementLedger ledger;
    private final CurrentCaller caller;
    private final MarketClock clock;

    public ResettlementResource(
            Registry registry, ResettlementLedger ledger, CurrentCaller caller, MarketClock clock) {
        this.registry = registry;
        this.ledger = ledger;
        this.caller = caller;
        this.clock = clock;
    }

    /** What is to be done about an interval that could not be settled again. */
    public enum Wish {
        /** Its cause is mended. */
        RETRY,
        /** It stays as it was settled last, and nothing waits for it any more. */
        LEAVE
    }

    /** The decision. */
    public record Request(
            @NotNull Wish wish, @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    @GET
    @Operation(
            summary =
                    "Intervals settled again or due to be, those first; utility and operators only")
    public Uni<List<ResettlementView>> resettlements(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("limit") @Nullable String limit) {
        caller.access().requireUtility();
        int most = Inputs.limit(limit, 100, 1_000);
        return AreaResource.find(registry, id)
                .chain(area -> ledger.ofArea(area.rules().area(), most))
                .map(found -> found.stream().map(ResettlementView::of).toList());
    }

    @POST
    @Path("/{intervalStart}")
    @Operation(
            summary =
                    "Has an interval that could not be settled again tried once more, or leaves it as"
                            + " it is; operators only")
    public Uni<Void> decide(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("intervalStart") @Schema(format = "date-time") String intervalStart,
            @NotNull @Valid Request body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        Instant start = Inputs.requiredInstant("intervalStart", intervalStart);
        return AreaResource.find(registry, id)
                .map(area -> area.rules().area())
                .chain(area ->
                        switch (body.wish()) {
                            case RETRY -> ledger.retry(area, start, actor);
                            case LEAVE -> ledger.leave(area, start, actor);
                        })
                .invoke(found -> {
                    if (!found) {
                        throw new ProblemException(
                                Problem.notFound("failed resettlement of " + start));
                    }
                })
                .replaceWithVoid();
    }
}
