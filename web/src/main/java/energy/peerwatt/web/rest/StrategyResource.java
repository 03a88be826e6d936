package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.accounts.Access;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Preferences;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.strategy.MemberPrices;
import energy.peerwatt.web.strategy.Previews;
import energy.peerwatt.web.strategy.StrategyJournal;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Automatic trading for a home: what its member wishes, what was done and why. */
@Path("/api/v1/metering-points/{id}/strategy")
@Tag(name = "strategy")
public class StrategyResource {

    private static final int MOST_ACTS = 500;
    private static final int USUAL_ACTS = 50;

    private final Registry registry;
    private final Preferences preferences;
    private final StrategyJournal journal;
    private final MemberPrices prices;
    private final Previews previews;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public StrategyResource(
            Registry registry,
            Preferences preferences,
            StrategyJournal journal,
            MemberPrices prices,
            Previews previews,
            MarketClock clock,
            CurrentCaller caller) {
        this.registry = registry;
        this.preferences = preferences;
        this.journal = journal;
        this.prices = prices;
        this.previews = previews;
        this.clock = clock;
        this.caller = caller;
    }

    /** A metering point and its area. */
    private record Place(MeteringPoint point, Area area) {}

    @GET
    @Operation(summary = "What the member wishes, and the prices it comes to now")
    public Uni<StrategyView> strategy(@PathParam("id") String id) {
        return readable(id).chain(this::view);
    }

    @PUT
    @Operation(
            summary =
                    "Changes what the member wishes from now on; its member and operators. With a"
                            + " version, only if that is what holds")
    public Uni<StrategyView> put(@PathParam("id") String id, @NotNull @Valid StrategyRequest body) {
        Access access = caller.access();
        return place(id)
                .call(place -> {
                    Actor actor =
                            actor(access, place, Objects.requireNonNullElse(body.reason(), ""));
                    Preference wish =
                            body.toPreference(
                                    prices.corridor(place.area(), place.point()),
                                    place.point().equipment());
                    return preferences
                            .put(place.point().id(), wish, actor, body.version())
                            .invoke(StrategyResource::requireKept);
                })
                .chain(this::view);
    }

    private static void requireKept(boolean kept) {
        if (!kept) {
            throw new ProblemException(
                    Problem.of(
                            409,
                            "strategy-changed",
                            "Strategy changed",
                            "Somebody has changed how this home trades since it was read."));
        }
    }

    @GET
    @Path("/acts")
    @Operation(summary = "What was done for the home and why, the newest first")
    public Uni<List<StrategyActView>> acts(
            @PathParam("id") String id, @QueryParam("limit") @Nullable String limit) {
        int most = Inputs.limit(limit, USUAL_ACTS, MOST_ACTS);
        return readable(id)
                .chain(place -> {
                    Instant firstOpen = place.area().nextOpen(clock.now()).start();
                    return journal.acts(place.point().id(), most)
                            .map(lines ->
                                    lines.stream()
                                            .map(line -> StrategyActView.of(line, firstOpen))
                                            .toList());
                });
    }

    /**
     * Intervals without automatic orders.
     *
     * @param intervals starts of those whose gate is open
     */
    public record Holds(List<Instant> intervals) {}

    @GET
    @Path("/holds")
    @Operation(summary = "Open intervals that automatic trading leaves alone")
    public Uni<Holds> holds(@PathParam("id") String id) {
        return readable(id).chain(this::holds);
    }

    @PUT
    @Path("/holds/{interval}")
    @Operation(
            summary =
                    "Takes the automatic order of an interval back and places no other; what has"
                            + " matched stays")
    public Uni<Holds> hold(@PathParam("id") String id, @PathParam("interval") String interval) {
        Access access = caller.access();
        Instant start = Inputs.requiredInstant("interval", interval);
        return place(id)
                .call(place -> {
                    Actor actor = actor(access, place, "");
                    requireOpen(place.area(), start);
                    return journal.hold(place.point().id(), start, actor);
                })
                .chain(this::holds);
    }

    @DELETE
    @Path("/holds/{interval}")
    @Operation(summary = "Lets automatic trading place orders for an interval again")
    public Uni<Holds> release(@PathParam("id") String id, @PathParam("interval") String interval) {
        Access access = caller.access();
        Instant start = Inputs.requiredInstant("interval", interval);
        return place(id)
                .invoke(place -> access.requireOwnOrOperator(place.point().participant()))
                .call(place -> journal.release(place.point().id(), start))
                .chain(this::holds);
    }

    @GET
    @Path("/preview")
    @Operation(
            summary =
                    "What each style would have brought the home last month, by its own meter and"
                            + " by what neighbours cleared")
    public Uni<StrategyPreviewView> preview(
            @PathParam("id") String id,
            @QueryParam("sellFromMicro") @Nullable String sellFrom,
            @QueryParam("buyUpToMicro") @Nullable String buyUpTo) {
        Long sell = number("sellFromMicro", sellFrom);
        Long buy = number("buyUpToMicro", buyUpTo);
        return readable(id)
                .chain(place -> {
                    List<Preference> wanted = new ArrayList<>();
                    for (Style style :
                            List.of(Style.NEIGHBOURLY, Style.BALANCED, Style.BEST_PRICE)) {
                        wanted.add(Preference.of(style));
                    }
                    if (sell != null || buy != null) {
                        wanted.add(
                                StrategyRequest.of(Style.OWN_LIMITS, sell, buy)
                                        .toPreference(
                                                prices.corridor(place.area(), place.point()),
                                                place.point().equipment()));
                    }
                    return previews.basis(place.area(), place.point())
                            .map(basis ->
                                    StrategyPreviewView.of(
                                            basis, place.point(), place.area().currency(), wanted));
                });
    }

    private static @Nullable Long number(String field, @Nullable String text) {
        var number = Inputs.number(field, text);
        return number.isPresent() ? number.getAsLong() : null;
    }

    private void requireOpen(Area area, Instant start) {
        DeliveryInterval interval = Inputs.interval("interval", area, start);
        if (!clock.now().isBefore(area.gateOf(interval))) {
            throw Inputs.invalid("interval", "is over: its gate has closed");
        }
    }

    private Uni<Holds> holds(Place place) {
        Instant firstOpen = place.area().nextOpen(clock.now()).start();
        return journal.held(List.of(place.point().id()), firstOpen)
                .map(held ->
                        new Holds(held.values().stream().flatMap(Set::stream).sorted().toList()));
    }

    private Uni<StrategyView> view(Place place) {
        return preferences
                .history(place.point().id(), 2)
                .chain(said ->
                        prices.learned(place.area(), place.point())
                                .map(learned ->
                                        StrategyView.of(
                                                said,
                                                prices.corridor(place.area(), place.point()),
                                                learned)));
    }

    private Actor actor(Access access, Place place, String reason) {
        ParticipantId member = place.point().participant();
        String by = access.isOperator() ? access.requireOperator() : access.requireSelf(member);
        return new Actor(by, clock.now(), reason);
    }

    private Uni<Place> readable(String id) {
        Access access = caller.access();
        return place(id).invoke(place -> access.requireMayRead(place.point().participant()));
    }

    private Uni<Place> place(String id) {
        return MeteringPointResource.find(registry, id)
                .chain(point ->
                        registry.area(point.area())
                                .map(area -> new Place(point, area.orElseThrow())));
    }
}
