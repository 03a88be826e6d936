package energy.peerwatt.web.rest;

import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.settlement.store.StoredSettlement;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.Batches;
import energy.peerwatt.web.settling.IntervalProof;
import energy.peerwatt.web.settling.SettlementKey;
import energy.peerwatt.web.settling.Settlements;
import energy.peerwatt.web.view.EntryView;
import energy.peerwatt.web.view.SettlementDetailView;
import energy.peerwatt.web.view.SettlementView;
import energy.peerwatt.web.view.TradePageView;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
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
    private final Batches batches;
    private final Parts parts;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public SettlementResource(
            Registry registry,
            SettlementStore store,
            Settlements settlements,
            Batches batches,
            Parts parts,
            MarketClock clock,
            CurrentCaller caller) {
        this.registry = registry;
        this.store = store;
        this.settlements = settlements;
        this.batches = batches;
        this.parts = parts;
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

    @GET
    @Path("/{intervalStart}/trade-pages")
    @Operation(summary = "The pages of trades that a version's batch commits to; operators only")
    public Uni<List<TradePageView>> tradePages(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @PathParam("intervalStart") String intervalStart,
            @QueryParam("version") @Nullable String version) {
        caller.access().requireOperator();
        Instant start = Inputs.requiredInstant("intervalStart", intervalStart);
        int wanted = version(version);
        return AreaResource.find(registry, id)
                .map(area ->
                        new SettlementKey(
                                area.rules().area(),
                                Inputs.interval("intervalStart", area, start),
                                wanted))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::tradePages);
    }

    private static int version(@Nullable String given) {
        long wanted = Inputs.number("version", given).orElse(1);
        if (wanted < 1 || wanted > Integer.MAX_VALUE) {
            throw Inputs.invalid("version", "is not from 1");
        }
        return (int) wanted;
    }

    private List<TradePageView> tradePages(SettlementKey key) {
        return batches.of(key)
                .flatMap(batch -> parts.chain().gateway().pages(batch))
                .map(SettlementResource::views)
                .orElseThrow(() ->
                        new ProblemException(
                                Problem.notFound(
                                        "batch of version "
                                                + key.version()
                                                + " of "
                                                + key.interval().start())));
    }

    private static List<TradePageView> views(Map<Integer, List<byte[]>> pages) {
        List<TradePageView> views = new ArrayList<>();
        pages.forEach((part, bytes) -> {
            for (int number = 0; number < bytes.size(); number++) {
                String hex = "0x" + HexFormat.of().formatHex(bytes.get(number));
                views.add(new TradePageView(part, number, hex));
            }
        });
        return views;
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
