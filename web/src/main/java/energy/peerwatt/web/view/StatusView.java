package energy.peerwatt.web.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the market has done so far.
 *
 * @param settledIntervals confirmed on the chain
 * @param refusedBatches by the contract; each needs a person
 * @param balancing null while no area has a limit
 */
public record StatusView(
        boolean ready,
        long readings,
        long orders,
        long trades,
        long settledIntervals,
        long refusedBatches,
        long chainHeight,
        Instant marketTime,
        int speed,
        int homes,
        @Nullable BalancingStatusView balancing) {}
