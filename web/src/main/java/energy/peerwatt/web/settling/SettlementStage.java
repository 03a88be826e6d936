package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.settlement.store.SettlementStore;
import energy.peerwatt.settlement.store.SettlementSummary;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.stage.Stage;
import energy.peerwatt.web.trading.store.TradingLedger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Settles each interval of each area in order, when its gate is closed and every metering point in
 * service has its values, be they estimated; and again when values have got new versions.
 *
 * <p>A metering point is in service from the first interval for which both its registers have a
 * value. While some are not, an interval waits one interval longer, so that first values that come
 * late are not left out.
 *
 * <p>An area that cannot be settled stands still, and {@link SettlementProblems} says why; the
 * others go on, and it is tried again at each look. Belongs to the thread of its {@link Stage}; can
 * be killed at any point.
 */
@Singleton
public final class SettlementStage implements Stage.Step {

    private static final Logger LOG = Logger.getLogger(SettlementStage.class);
    private static final int FIRST_VERSION = 1;
    private static final String REASON = "first settlement";
    private static final String NO_PRICE =
            "the imbalance prices of the interval are not known, and the area's rules wait for them";
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofMillis(300);

    private final Registry registry;
    private final TradingLedger trading;
    private final IntervalValueStore metering;
    private final SettlementStore settlements;
    private final MarketClock clock;
    private final IntervalSettler settler;
    private final Resettling resettling;
    private final SettlementProblems problems;
    private final RulesBinding binding;

    /** Start of the last interval of each area that is settled or passed over, or of none. */
    private final Map<AreaId, Instant> cursors = new HashMap<>();

    /** What is said to be wrong with each area, empty: nothing; absent while that is not known. */
    private final Map<AreaId, Optional<String>> shown = new HashMap<>();

    public SettlementStage(
            Registry registry,
            TradingLedger trading,
            IntervalValueStore metering,
            SettlementStore settlements,
            MarketClock clock,
            IntervalSettler settler,
            Resettling resettling,
            SettlementProblems problems,
            RulesBinding binding) {
        this.registry = registry;
        this.trading = trading;
        this.metering = metering;
        this.settlements = settlements;
        this.clock = clock;
        this.settler = settler;
        this.resettling = resettling;
        this.problems = problems;
        this.binding = binding;
    }

    @Override
    public Duration run() {
        List<Area> areas = await(registry.areas());
        boolean moved = false;
        for (Area area : areas) {
            moved |= settleNext(area);
        }
        moved |= resettling.advance(areas);
        return moved ? Duration.ZERO : NEXT_LOOK;
    }

    /** Whether an interval was settled or passed over. */
    private boolean settleNext(Area area) {
        AreaId id = area.rules().area();
        Optional<DeliveryInterval> due = Optional.empty();
        try {
            due = due(area);
            boolean moved = due.isPresent() && advance(area, due.get());
            if (moved && !Optional.empty().equals(shown.get(id))) {
                await(problems.over(id).replaceWith(true));
                shown.put(id, Optional.empty());
            }
            return moved;
        } catch (IllegalStateException
                | IllegalArgumentException
                | ArithmeticException
                | MarketException e) {
            // One area that cannot be settled must not hold up the others.
            stopped(id, due, e);
            return false;
        }
    }

    /** The next interval of the area if it is over. */
    private Optional<DeliveryInterval> due(Area area) {
        AreaId id = area.rules().area();
        Instant cursor = cursors.computeIfAbsent(id, this::lastSettled);
        return await(trading.firstClosedAfter(id, cursor))
                .map(area::intervalAt)
                .filter(interval -> !clock.now().isBefore(interval.end()));
    }

    private boolean advance(Area area, DeliveryInterval interval) {
        AreaId id = area.rules().area();
        Metered metered = settler.metered(id, interval);
        if (!metered.isComplete(interval, clock.now())) {
            return false;
        }
        if (metered.values().isEmpty()) {
            return passOver(area, metered.points(), interval);
        }
        if (!isSettled(id, interval)) {
            Optional<String> reason = heldUp(area, interval);
            if (reason.isPresent()) {
                show(id, Optional.of(interval), reason.get());
                return false;
            }
            settle(area, interval, metered);
        }
        cursors.put(id, interval.start());
        return true;
    }

    private Optional<String> heldUp(Area area, DeliveryInterval interval) {
        Optional<RulesRevision> rules = settler.rules(area.rules().area(), interval);
        return binding.heldUp(area, interval, rules)
                .or(() ->
                        settler.lacksPrice(area, interval)
                                ? Optional.of(NO_PRICE)
                                : Optional.empty());
    }

    private void stopped(AreaId area, Optional<DeliveryInterval> interval, RuntimeException why) {
        if (show(area, interval, String.valueOf(why.getMessage()))) {
            LOG.errorf(
                    why,
                    "error %s: settlement of area %s stands still at %s",
                    Stage.nextErrorId(),
                    area,
                    interval.map(DeliveryInterval::toString).orElse("an unknown interval"));
        }
    }

    /** Says why an area stands still; false if that is said already. */
    private boolean show(AreaId area, Optional<DeliveryInterval> interval, String problem) {
        Optional<String> text =
                Optional.of(interval.map(DeliveryInterval::toString).orElse("") + problem);
        if (text.equals(shown.get(area))) {
            return false;
        }
        await(
                problems.show(
                                new SettlementProblem(
                                        area,
                                        interval.map(DeliveryInterval::start),
                                        clock.now(),
                                        problem))
                        .replaceWith(true));
        shown.put(area, text);
        return true;
    }

    /**
     * Goes on with the first interval that anything was metered in. Values of a register come in
     * the order of time, so what lies before has none; until there are any, nothing is passed over.
     */
    private boolean passOver(Area area, List<MeteringPoint> points, DeliveryInterval interval) {
        Optional<DeliveryInterval> first =
                points.stream()
                        .map(point -> new RegisterId(point.id(), Channel.IMPORT))
                        .map(id -> metering.complete(Set.of(id), interval.start(), 1))
                        .flatMap(found -> await(found).stream())
                        .min(Comparator.naturalOrder());
        first.ifPresent(start -> cursors.put(area.rules().area(), start.plus(-1).start()));
        return first.isPresent();
    }

    /** A save may have worked though its answer never came. */
    private boolean isSettled(AreaId area, DeliveryInterval interval) {
        return await(settlements.isSettled(area, interval));
    }

    private Instant lastSettled(AreaId area) {
        return await(settlements.newest(area, 1)).stream()
                .map(SettlementSummary::interval)
                .map(DeliveryInterval::start)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private void settle(Area area, DeliveryInterval interval, Metered metered) {
        List<MeteringPointId> first = metered.firstInService();
        if (!first.isEmpty()) {
            await(registry.putInService(first, interval.start()).replaceWith(true));
        }
        settler.keep(
                settler.settle(area, interval, FIRST_VERSION, metered.positions(area, interval)),
                REASON);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(DATABASE_TIMEOUT);
    }
}
