package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Channel;
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

/**
 * Settles each interval of each area in order, when its gate is closed and every metering point in
 * service has its values, be they estimated; and again when values have got new versions.
 *
 * <p>A metering point is in service from the first interval for which both its registers have a
 * value. While some are not, an interval waits one interval longer, so that first values that come
 * late are not left out. Belongs to the thread of its {@link Stage}; can be killed at any point.
 */
@Singleton
public final class SettlementStage implements Stage.Step {

    private static final int FIRST_VERSION = 1;
    private static final String REASON = "first settlement";
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration NEXT_LOOK = Duration.ofMillis(300);

    private final Registry registry;
    private final TradingLedger trading;
    private final IntervalValueStore metering;
    private final SettlementStore settlements;
    private final MarketClock clock;
    private final IntervalSettler settler;
    private final Resettling resettling;

    /** Start of the last interval of each area that is settled or passed over, or of none. */
    private final Map<AreaId, Instant> cursors = new HashMap<>();

    public SettlementStage(
            Registry registry,
            TradingLedger trading,
            IntervalValueStore metering,
            SettlementStore settlements,
            MarketClock clock,
            IntervalSettler settler,
            Resettling resettling) {
        this.registry = registry;
        this.trading = trading;
        this.metering = metering;
        this.settlements = settlements;
        this.clock = clock;
        this.settler = settler;
        this.resettling = resettling;
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
        Instant cursor = cursors.computeIfAbsent(id, this::lastSettled);
        Optional<Instant> next = await(trading.firstClosedAfter(id, cursor));
        if (next.isEmpty()) {
            return false;
        }
        DeliveryInterval interval = area.intervalAt(next.get());
        if (clock.now().isBefore(interval.end())) {
            return false;
        }
        Metered metered = settler.metered(id, interval);
        if (!metered.isComplete(interval, clock.now())) {
            return false;
        }
        if (metered.values().isEmpty()) {
            return passOver(area, metered.points(), interval);
        }
        if (!isSettled(id, interval)) {
            settle(area, interval, metered);
        }
        cursors.put(id, interval.start());
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
        return await(settlements.find(area, interval, FIRST_VERSION)).isPresent();
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
