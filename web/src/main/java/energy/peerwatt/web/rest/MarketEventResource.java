package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.trading.MarketEvent;
import energy.peerwatt.web.trading.MarketEvent.Detail;
import energy.peerwatt.web.trading.MarketEvent.Parties;
import energy.peerwatt.web.trading.store.MarketEvents;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What happened in an area's books; operators only. */
@Path("/api/v1/areas/{id}/events")
@Tag(name = "market")
public class MarketEventResource {

    private static final int USUAL = 200;
    private static final int MOST = 5_000;
    private static final int MOST_DAYS = 2;

    private final MarketEvents events;
    private final Registry registry;
    private final CurrentCaller caller;

    public MarketEventResource(MarketEvents events, Registry registry, CurrentCaller caller) {
        this.events = events;
        this.registry = registry;
        this.caller = caller;
    }

    @GET
    @Compressed
    @Operation(
            summary =
                    "Orders, trades and gates of the intervals that start in [from, to), the newest"
                            + " first; operators only")
    public Uni<List<View>> events(
            @PathParam("id") @Schema(type = SchemaType.INTEGER) String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("participantId") @Nullable String participantId,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("limit") @Nullable String limit) {
        caller.access().requireOperator();
        Instant first = Inputs.requiredInstant("from", from);
        Instant last = Inputs.requiredInstant("to", to);
        Inputs.requireSpan(first, last, MOST_DAYS);
        Optional<ParticipantId> member = member(participantId);
        Optional<MarketEvent.Kind> wanted = Inputs.name("kind", MarketEvent.Kind.class, kind);
        int most = Inputs.limit(limit, USUAL, MOST);
        return AreaResource.find(registry, id)
                .chain(area ->
                        events.find(
                                new MarketEvents.Search(
                                        area.rules().area(), first, last, member, wanted),
                                most))
                .map(found -> found.stream().map(View::of).toList());
    }

    private static Optional<ParticipantId> member(@Nullable String text) {
        OptionalLong number = Inputs.number("participantId", text);
        if (number.isPresent() && number.getAsLong() < ParticipantId.FIRST_MEMBER) {
            throw Inputs.invalid("participantId", "is not the id of a member");
        }
        return number.isPresent()
                ? Optional.of(new ParticipantId(number.getAsLong()))
                : Optional.empty();
    }

    /**
     * An event.
     *
     * @param number of the order or trade; null of a gate, as all after it
     * @param participantId of an order, or who sold
     * @param buyerId of a trade only, as the orders
     * @param energyWh placed, traded, or what was left when it ended
     * @param priceMicro limit of an order; what was traded at
     */
    public record View(
            String kind,
            Instant at,
            Instant interval,
            @Nullable Long number,
            @Nullable Long participantId,
            @Nullable String side,
            @Nullable Long buyerId,
            @Nullable Long sellOrder,
            @Nullable Long buyOrder,
            @Nullable Long energyWh,
            @Nullable Long priceMicro) {

        static View of(MarketEvent event) {
            Detail detail = event.detail().orElse(null);
            Parties parties = detail == null ? null : detail.parties();
            Parties.One one = parties instanceof Parties.One order ? order : null;
            Parties.Both both = parties instanceof Parties.Both trade ? trade : null;
            return new View(
                    event.kind().name(),
                    event.at(),
                    event.interval(),
                    detail == null ? null : detail.number(),
                    first(one, both),
                    one == null ? null : one.side().name(),
                    both == null ? null : both.buyer().value(),
                    both == null ? null : both.sellOrder(),
                    both == null ? null : both.buyOrder(),
                    detail == null ? null : detail.energy().wattHours(),
                    detail == null ? null : detail.price().microPerKwh());
        }

        private static @Nullable Long first(
                Parties.@Nullable One one, Parties.@Nullable Both both) {
            ParticipantId id =
                    one != null ? one.participant() : both != null ? both.seller() : null;
            return id == null ? null : id.value();
        }
    }
}
