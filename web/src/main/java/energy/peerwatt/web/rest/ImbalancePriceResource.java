package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.ImbalanceSeries;
import energy.peerwatt.web.settling.ImbalanceSeries.Offered;
import energy.peerwatt.web.settling.RulesLedger;
import energy.peerwatt.web.settling.RulesRevision;
import energy.peerwatt.web.view.ImbalancePriceView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Imbalance prices of an area by interval, which rules of type {@code SERIES} settle by. A price
 * that is corrected or late is a new version, and what was settled without it is settled again.
 */
@Path("/api/v1/areas/{id}/imbalance-prices")
@Tag(name = "settlements")
public class ImbalancePriceResource {

    private static final int MOST_DAYS = 32;
    private static final int LONGEST = 200;

    private final ImbalanceSeries series;
    private final Registry registry;
    private final RulesLedger rules;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public ImbalancePriceResource(
            ImbalanceSeries series,
            Registry registry,
            RulesLedger rules,
            MarketClock clock,
            CurrentCaller caller) {
        this.rules = rules;
        this.series = series;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * What an import did.
     *
     * @param added prices that were new or differed
     * @param unchanged prices that were known already
     */
    public record Imported(int added, int unchanged) {}

    @GET
    @Operation(summary = "All versions of the prices of at most 32 days, by interval and version")
    public Uni<List<ImbalancePriceView>> prices(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        Instant first = Inputs.requiredInstant("from", from);
        Instant end = Inputs.requiredInstant("to", to);
        Inputs.requireSpan(first, end, MOST_DAYS);
        boolean withLogin = caller.access().isOperator();
        return AreaResource.find(registry, id)
                .chain(area -> series.of(area.rules().area(), first, end))
                .map(found ->
                        found.stream()
                                .map(price -> ImbalancePriceView.of(price, withLogin))
                                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Adds all of these prices or none; may be repeated; operators only")
    public Uni<Imported> add(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @NotNull @Valid ImbalancePriceRequest request) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), request.reason());
        return AreaResource.find(registry, id)
                .call(area ->
                        rules.of(area.rules().area())
                                .invoke(all -> requireOpen(area, request.offered(area), all)))
                .chain(area ->
                        series.add(
                                area.rules().area(),
                                request.offered(area),
                                request.source(),
                                actor))
                .map(added -> new Imported(added, request.prices().size() - added));
    }

    /** An interval that is final takes no price any more. */
    private void requireOpen(Area area, List<Offered> offered, List<RulesRevision> all) {
        for (int i = 0; i < offered.size(); i++) {
            DeliveryInterval interval = area.intervalAt(offered.get(i).start());
            Optional<Instant> finalAt =
                    RulesRevision.at(all, interval)
                            .flatMap(one -> one.finalAt(interval))
                            .filter(at -> !clock.now().isBefore(at));
            if (finalAt.isPresent()) {
                throw Inputs.invalid(
                        "prices[%d].interval".formatted(i), "is final since " + finalAt.get());
            }
        }
    }

    @POST
    @Consumes("text/csv")
    @Operation(
            summary =
                    "The same as rows of text below the header interval,short_micro,long_micro;"
                            + " operators only")
    public Uni<Imported> addCsv(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("source") @NotBlank @Size(max = LONGEST) String source,
            @QueryParam("reason") @NotBlank @Size(max = LONGEST) String reason,
            @NotNull String csv) {
        caller.access().requireOperator();
        return add(id, ImbalancePriceRequest.ofCsv(csv, source, reason));
    }
}
