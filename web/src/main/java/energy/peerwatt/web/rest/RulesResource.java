package energy.peerwatt.web.rest;

import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.settlement.SettlementRules;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.RulesContent;
import energy.peerwatt.web.settling.RulesLedger;
import energy.peerwatt.web.settling.RulesRevision;
import energy.peerwatt.web.view.RewardsView;
import energy.peerwatt.web.view.RulesView;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * By which rules an area settles. Operators set them for intervals that nobody can have traded yet,
 * so that no rule is retroactive.
 */
@Path("/api/v1/areas/{area}/settlement-rules")
@Tag(name = "settlements")
public class RulesResource {

    private static final int LONGEST_REASON = 200;

    private final RulesLedger ledger;
    private final Registry registry;
    private final MarketClock clock;
    private final CurrentCaller caller;

    public RulesResource(
            RulesLedger ledger, Registry registry, MarketClock clock, CurrentCaller caller) {
        this.ledger = ledger;
        this.registry = registry;
        this.clock = clock;
        this.caller = caller;
    }

    /**
     * The next revision.
     *
     * @param validFrom start of an interval at least two hours beyond those that can be traded
     */
    public record Request(
            @NotNull @Schema(format = "date-time") String validFrom,
            @NotNull @Valid RulesContent rules,
            @NotBlank @Size(max = LONGEST_REASON) String reason) {}

    @GET
    @Operation(summary = "All revisions of an area's settlement rules, the first first")
    public Uni<List<RulesView>> all(@PathParam("area") String area) {
        boolean withLogin = caller.access().isOperator();
        return AreaResource.find(registry, area)
                .chain(found -> ledger.of(found.rules().area()))
                .map(all -> all.stream().map(one -> RulesView.of(one, withLogin)).toList());
    }

    @GET
    @Path("/rewards")
    @Operation(
            summary =
                    "What the rules of now pay for relief and reliable delivery: the published curve,"
                            + " and the same in words")
    public Uni<RewardsView> rewards(@PathParam("area") String area) {
        return AreaResource.find(registry, area)
                .chain(found ->
                        ledger.of(found.rules().area())
                                .map(all -> RulesRevision.at(all, running(found)))
                                .map(now -> RewardsView.of(found.rules().area().value(), now)));
    }

    private DeliveryInterval running(Area area) {
        return DeliveryInterval.containing(clock.now(), area.rules().intervalLength());
    }

    @POST
    @Operation(summary = "Sets the rules from a time on that is to come; operators only")
    public Uni<RulesView> add(@PathParam("area") String area, @NotNull @Valid Request body) {
        Actor actor = new Actor(caller.access().requireOperator(), clock.now(), body.reason());
        Instant validFrom = Inputs.requiredInstant("validFrom", body.validFrom());
        return AreaResource.find(registry, area)
                .invoke(found -> Inputs.interval("validFrom", found, validFrom))
                .call(found ->
                        registry.meteringPoints(found.rules().area())
                                .invoke(points -> requireUsable(found, body.rules(), points)))
                .chain(found -> ledger.add(found.rules().area(), validFrom, body.rules(), actor))
                .onFailure(IllegalArgumentException.class)
                .transform(TariffResource::problem)
                .map(added -> RulesView.of(added, /* withLogin= */ true));
    }

    private static void requireUsable(Area area, RulesContent content, List<MeteringPoint> points) {
        try {
            Optional<SettlementRules> rules = content.rules(area.zone(), Optional.empty());
            if (rules.orElse(null) instanceof SettlementRules.Sharing sharing) {
                sharing.key().requireLength(area.rules().intervalLength());
            }
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("rules", "cannot be used: " + e.getMessage());
        }
        Set<Long> known =
                points.stream()
                        .map(point -> point.participant().value())
                        .collect(Collectors.toSet());
        Set<Long> strangers =
                new TreeSet<>(content.key() == null ? Set.of() : content.key().members());
        strangers.removeAll(known);
        if (!strangers.isEmpty()) {
            throw Inputs.invalid("rules", "names who is not a member of the area: " + strangers);
        }
    }
}
