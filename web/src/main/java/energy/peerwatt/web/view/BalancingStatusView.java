package energy.peerwatt.web.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How well an area is balanced; powers are quarter-hour means in W, what is null is not known.
 *
 * @param state NO_LIMIT, WAITING, BALANCED, INFEASIBLE or PAUSED
 * @param importLimitW the lowest now
 * @param exportLimitW the lowest now
 * @param planVersion of the plan in force
 * @param planMadeAt market time
 * @param highestW most that was taken in the last 24 hours, negative if less was given at all times
 * @param lowestW least that was taken, negative is given
 * @param intervalsOver quarter-hours of the last 24 hours metered beyond their limit
 */
public record BalancingStatusView(
        int areaId,
        String state,
        @Nullable Integer importLimitW,
        @Nullable Integer exportLimitW,
        @Nullable Long planVersion,
        @Nullable Instant planMadeAt,
        @Nullable Integer highestW,
        @Nullable Integer lowestW,
        long intervalsOver) {}
