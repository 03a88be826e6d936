package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.registry.MeteringPoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each home will take or give by its area's plan, its planned devices included; for trading.
 * Read again every second. Blocks; safe for use by several threads.
 */
@Singleton
public class PlanPositions {

    /** An older plan says nothing more: its devices may have been left to themselves. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private record Known(Optional<BalancingPlan> plan, long readNanos) {}

    private final PlanLedger ledger;
    private final BalancingLedger states;
    private final MarketClock clock;
    private final Map<AreaId, Known> known = new ConcurrentHashMap<>();

    public PlanPositions(PlanLedger ledger, BalancingLedger states, MarketClock clock) {
        this.ledger = ledger;
        this.states = states;
        this.clock = clock;
    }

    /** Import minus export in Wh, + taken, - given; empty if no plan in force says so. */
    public OptionalLong expected(MeteringPoint point, DeliveryInterval interval) {
        return current(point.area())
                .filter(plan -> plan.madeAt().isAfter(clock.now().minus(LONGEST)))
                .map(plan -> plan.energyOf(point.id().value(), interval))
                .orElse(OptionalLong.empty());
    }

    private Optional<BalancingPlan> current(AreaId area) {
        Known last = known.get(area);
        if (last == null || System.nanoTime() - last.readNanos() > REFRESH_NANOS) {
            last = new Known(read(area), System.nanoTime());
            known.put(area, last);
        }
        return last.plan();
    }

    private Optional<BalancingPlan> read(AreaId area) {
        BalancingState state = states.state(area).await().atMost(TIMEOUT);
        return state.state() == BalancingState.State.BALANCED
                ? ledger.current(area).await().atMost(TIMEOUT)
                : Optional.empty();
    }
}
