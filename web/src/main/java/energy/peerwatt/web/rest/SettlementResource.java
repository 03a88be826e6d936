package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.settlement.store.StoredSettlement;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.IntervalProof;
import energy.peerwatt.web.settling.SettlementKey;
import energy.peerwatt.web.settling.Settlements;
import energy.peerwatt.web.view.EntryView;
import energy.peerwatt.web.view.SettlementDetailView;
import energy.peerwatt.web.view.SettlementView;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** An area's settlements. */
@Path("/api/v1/areas/{id}/settlements")
@Tag(name = "settlements")
public class SettlementResource {

    private final Registry registry;
    private final SettlementStore store;
    private final Settlements settlements;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public SettlementResource(
            Registry registry,
            SettlementStore store,
            Settlements settlements,
            MarketClock clock,
            CurrentCaller caller) {
        this.registry = registry;
        this.store = store;
        this.settlements = settlements;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Settled intervals, the newest first")
    public Uni<List<SettlementView>> settlements(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("limit") @Nullable String limit) {
        int most = Inputs.limit(limit, 20, 200);
        Instant now = clock.now();
        return AreaResource.find(registry, id)
                .chain(area -> settlements.newest(area.rules().area(), most))
                .map(found -> found.stream().map(one -> SettlementView.of(one, now)).toList());
    }

    @GET
    @Path("/{intervalStart}")
    @Operation(summary = "One interval's settlement with the lines the caller may see")
    public Uni<SettlementDetailView> settlement(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("intervalStart") String intervalStart) {
        Instant start = Inputs.requiredInstant("intervalStart", intervalStart);
        Predicate<SettlementLine> visible = visible(caller.access());
        return AreaResource.find(registry, id)
                .chain(area ->
                        store.findLatest(
                                area.rules().area(), Inputs.interval("intervalStart", area, start)))
                .map(found ->
                        found.orElseThrow(() ->
                                new ProblemException(Problem.notFound("settlement of " + start))))
                .chain(stored -> detail(stored, visible));
    }

    private static Predicate<SettlementLine> visible(Access access) {
        return line -> access.mayRead(line.participant());
    }

    private Uni<SettlementDetailView> detail(
            StoredSettlement stored, Predicate<SettlementLine> visible) {
        var settlement = stored.settlement().settlement();
        SettlementSummary summary =
                new SettlementSummary(
                        settlement.area(),
                        settlement.interval(),
                        settlement.version(),
                        settlement.sha256(),
                        settlement.totals(),
                        settlement.lines().size(),
                        stored.createdAt(),
                        stored.reason(),
                        stored.rules().revision());
        var key = new SettlementKey(settlement.area(), settlement.interval(), settlement.version());
        Optional<IntervalProof> proof =
                settlement.lines().isEmpty()
                        ? Optional.empty()
                        : Optional.of(IntervalProof.of(stored));
        List<EntryView> entries =
                settlement.lines().stream().filter(visible).map(EntryView::of).toList();
        Map<SettlementKey, IntervalProof> found =
                proof.map(one -> Map.of(key, one)).orElse(Map.of());
        Instant now = clock.now();
        return settlements
                .anchored(settlement.area(), List.of(summary), found)
                .map(anchored ->
                        new SettlementDetailView(
                                SettlementView.of(anchored.getFirst(), now), entries));
    }
}
