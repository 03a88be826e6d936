package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.ValueRevision;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.StoredSettlement;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.settling.ResettlementLedger.Wanted;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Settles intervals again whose values or imbalance prices have a new version, once those have been
 * quiet for a while. Earlier versions of the settlement stay.
 *
 * <p>Runs on the thread of {@link SettlementStage}, so that no first settlement is under way while
 * a revision is looked at. Can be killed at any point.
 */
@Singleton
final class Resettling {

    private static final Logger LOG = Logger.getLogger(Resettling.class);
    private static final String PRICE = "IMBALANCE_PRICE";
    private static final int REVISIONS = 1_000;
    private static final int INTERVALS = 8;
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);

    private final Registry registry;
    private final IntervalValueStore metering;
    private final SettlementStore settlements;
    private final ResettlementLedger ledger;
    private final ImbalanceSeries prices;
    private final IntervalSettler settler;
    private final MarketClock clock;
    private final Duration quiet;

    Resettling(
            Registry registry,
            IntervalValueStore metering,
            SettlementStore settlements,
            ResettlementLedger ledger,
            ImbalanceSeries prices,
            IntervalSettler settler,
            MarketClock clock,
            MarketConfig config) {
        this.registry = registry;
        this.metering = metering;
        this.settlements = settlements;
        this.ledger = ledger;
        this.prices = prices;
        this.settler = settler;
        this.clock = clock;
        this.quiet = config.metering().resettleAfter();
    }

    /** Whether there may be more to do. */
    boolean advance(List<Area> areas) {
        boolean revised = noteRevisions(areas);
        boolean more = notePrices(areas) || revised;
        List<Resettlement> due = await(ledger.due(clock.now().minus(quiet), INTERVALS));
        Map<AreaId, Area> byId =
                areas.stream().collect(Collectors.toMap(area -> area.rules().area(), a -> a));
        for (Resettlement one : due) {
            Optional.ofNullable(byId.get(one.area())).ifPresent(area -> settleAgain(area, one));
        }
        return more || !due.isEmpty();
    }

    private boolean noteRevisions(List<Area> areas) {
        List<ValueRevision> revisions =
                await(metering.revisions(await(ledger.position()), REVISIONS));
        if (revisions.isEmpty()) {
            return false;
        }
        await(
                ledger.add(wanted(areas, revisions), revisions.getLast().id(), clock.now())
                        .replaceWith(true));
        return revisions.size() == REVISIONS;
    }

    private boolean notePrices(List<Area> areas) {
        List<SeriesPrice> added = await(prices.after(await(ledger.pricePosition()), REVISIONS));
        if (added.isEmpty()) {
            return false;
        }
        Map<AreaId, Map<Instant, Set<String>>> causes = new HashMap<>();
        for (Area area : areas) {
            readBy(area, added)
                    .forEach(start ->
                            causes.computeIfAbsent(area.rules().area(), _ -> new HashMap<>())
                                    .put(start, Set.of(PRICE)));
        }
        await(
                ledger.addPriced(settled(areas, causes), added.getLast().id(), clock.now())
                        .replaceWith(true));
        return added.size() == REVISIONS;
    }

    /** Starts of the area's intervals whose rules read these prices. */
    private List<Instant> readBy(Area area, List<SeriesPrice> prices) {
        AreaId id = area.rules().area();
        List<Instant> starts =
                prices.stream()
                        .filter(price -> price.area().equals(id))
                        .map(SeriesPrice::start)
                        .distinct()
                        .toList();
        if (starts.isEmpty()) {
            return starts;
        }
        List<RulesRevision> rules = settler.rules(id);
        return starts.stream()
                .filter(start ->
                        RulesRevision.at(rules, area.intervalAt(start))
                                .filter(one -> one.content().readsPrices())
                                .isPresent())
                .toList();
    }

    /** What is generated behind a connection is not settled. */
    private Set<Wanted> wanted(List<Area> areas, List<ValueRevision> revisions) {
        Map<MeteringPointId, AreaId> areaOf =
                await(registry.meteringPoints()).stream()
                        .collect(Collectors.toMap(MeteringPoint::id, MeteringPoint::area));
        Map<AreaId, Map<Instant, Set<String>>> causes = new HashMap<>();
        for (ValueRevision revision : revisions) {
            AreaId area = areaOf.get(revision.meteringPoint());
            if (area != null && revision.channel() != Channel.GENERATION) {
                causes.computeIfAbsent(area, _ -> new HashMap<>())
                        .computeIfAbsent(revision.start(), _ -> new TreeSet<>())
                        .add(revision.cause().name());
            }
        }
        return settled(areas, causes);
    }

    /** Those of the intervals that are settled; the others have not missed anything. */
    private Set<Wanted> settled(List<Area> areas, Map<AreaId, Map<Instant, Set<String>>> causes) {
        Set<Wanted> wanted = new HashSet<>();
        for (Area area : areas) {
            AreaId id = area.rules().area();
            Map<Instant, Set<String>> ofArea = causes.getOrDefault(id, Map.of());
            if (!ofArea.isEmpty()) {
                await(settlements.settledOf(id, ofArea.keySet()))
                        .forEach(start ->
                                wanted.add(
                                        new Wanted(
                                                id,
                                                start,
                                                String.join(
                                                        ",",
                                                        ofArea.getOrDefault(start, Set.of())))));
            }
        }
        return wanted;
    }

    private Optional<StoredSettlement> latest(AreaId area, DeliveryInterval interval) {
        return await(settlements.findLatest(area, interval));
    }

    private void settleAgain(Area area, Resettlement due) {
        DeliveryInterval interval = area.intervalAt(due.start());
        IntervalSettlement before =
                latest(due.area(), interval).orElseThrow().settlement().settlement();
        try {
            Optional<Instant> finalAt = finalAt(due.area(), interval);
            if (finalAt.isPresent()) {
                String problem = "final since " + finalAt.get();
                await(ledger.refused(due, problem, clock.now()).replaceWith(true));
                return;
            }
            Metered metered = settler.metered(due.area(), interval).inService(interval);
            if (!metered.isWhole()) {
                throw new IllegalStateException("values that it was settled with are erased");
            }
            IntervalSettler.Result now =
                    settler.settle(
                            area,
                            interval,
                            before.version() + 1,
                            metered.positions(area, interval));
            Optional<Integer> version = Optional.empty();
            if (!now.settlement().lines().equals(before.lines())) {
                settler.keep(now, reason(due.causes()));
                version = Optional.of(now.settlement().version());
            }
            await(ledger.done(due, version, clock.now()).replaceWith(true));
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
            // One interval that cannot be settled again must not hold up the others.
            LOG.errorf(e, "interval %s of area %s is not settled again", interval, due.area());
            await(ledger.failed(due, String.valueOf(e.getMessage())).replaceWith(true));
        }
    }

    private static String reason(String causes) {
        return (causes.equals(PRICE) ? "prices revised: " : "values revised: ") + causes;
    }

    /** Since when nothing of the interval changes any more; empty if it still may. */
    private Optional<Instant> finalAt(AreaId area, DeliveryInterval interval) {
        return settler.rules(area, interval)
                .flatMap(rules -> rules.finalAt(interval))
                .filter(at -> !clock.now().isBefore(at));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
