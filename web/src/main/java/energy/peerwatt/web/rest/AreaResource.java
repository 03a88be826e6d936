package energy.peerwatt.web.rest;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.live.VillageView;
import energy.peerwatt.web.live.Villages;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.Participant;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.trading.store.TradingLedger;
import energy.peerwatt.web.view.AreaView;
import energy.peerwatt.web.view.BookView;
import energy.peerwatt.web.view.HomeView;
import energy.peerwatt.web.view.TradeView;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Areas, their homes, books and trades. */
@Path("/api/v1/areas")
@Tag(name = "areas")
public class AreaResource {

    private final Registry registry;
    private final TradingLedger ledger;
    private final Villages villages;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public AreaResource(
            Registry registry,
            TradingLedger ledger,
            Villages villages,
            MarketClock clock,
            CurrentCaller caller) {
        this.villages = villages;
        this.registry = registry;
        this.ledger = ledger;
        this.clock = clock;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "All areas")
    public Uni<List<AreaView>> areas() {
        Instant now = clock.now();
        return registry.areas()
                .map(areas -> areas.stream().map(area -> AreaView.of(area, now)).toList());
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One area")
    public Uni<AreaView> area(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Instant now = clock.now();
        return find(registry, id).map(area -> AreaView.of(area, now));
    }

    /** The area, or a problem. */
    static Uni<Area> find(Registry registry, String id) {
        return find(registry, Inputs.requiredNumber("id", id));
    }

    /** The area, or a problem. */
    static Uni<Area> find(Registry registry, long id) {
        if (id < 1 || id > Integer.MAX_VALUE) {
            throw new ProblemException(Problem.notFound("area " + id));
        }
        return registry.area(new AreaId((int) id))
                .map(found ->
                        found.orElseThrow(
                                () -> new ProblemException(Problem.notFound("area " + id))));
    }

    @GET
    @Compressed
    @Path("/{id}/homes")
    @Operation(summary = "The homes of an area; of neighbours no more than that they are there")
    public Uni<List<HomeView>> homes(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Instant now = clock.now();
        Access access = caller.access();
        return find(registry, id)
                .chain(area -> registry.meteringPoints(area.rules().area()))
                .chain(points ->
                        registry.participants()
                                .map(participants -> homes(points, participants, access, now)));
    }

    private static List<HomeView> homes(
            List<MeteringPoint> points,
            List<Participant> participants,
            Access access,
            Instant now) {
        Map<ParticipantId, Participant> byId =
                participants.stream().collect(Collectors.toMap(Participant::id, p -> p));
        return points.stream()
                .map(point ->
                        access.mayKnow(point.participant())
                                ? HomeView.of(
                                        Objects.requireNonNull(byId.get(point.participant())),
                                        point,
                                        now)
                                : HomeView.neighbour(point.participant()))
                .toList();
    }

    /**
     * What the homes of an area do.
     *
     * @param at market time
     */
    public record LiveVillage(Instant at, VillageView village) {}

    @GET
    @Path("/{id}/village")
    @Operation(summary = "What homes do at the moment and share; of those whom one may read")
    public Uni<LiveVillage> village(@PathParam("id") @Schema(type = SchemaType.INTEGER) String id) {
        Instant now = clock.now();
        Access access = caller.access();
        return find(registry, id)
                .chain(area -> villages.of(area, now))
                .map(all -> new LiveVillage(now, all.asSeenBy(access::mayRead)));
    }

    @GET
    @Path("/{id}/book")
    @Operation(summary = "The open orders for an interval, by default the next that is open")
    public Uni<BookView> book(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("interval") @Nullable String interval) {
        var start = Inputs.instant("interval", interval);
        Instant now = clock.now();
        return find(registry, id)
                .chain(area -> {
                    DeliveryInterval wanted =
                            start.map(at -> Inputs.interval("interval", area, at))
                                    .orElseGet(() -> area.nextOpen(now));
                    return ledger.book(area.rules().area(), wanted)
                            .map(book -> BookView.of(area, book, now));
                });
    }

    @GET
    @Compressed
    @Path("/{id}/trades")
    @Operation(summary = "Trades, the newest first; who traded only of one's own")
    public Uni<List<TradeView>> trades(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("interval") @Nullable String interval,
            @QueryParam("limit") @Nullable String limit) {
        var start = Inputs.instant("interval", interval);
        int most = Inputs.limit(limit, 100, 1000);
        Access access = caller.access();
        return find(registry, id)
                .chain(area -> ledger.trades(area.rules().area(), start, most))
                .map(trades ->
                        trades.stream().map(made -> TradeView.of(made, access::mayRead)).toList());
    }
}
