package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import java.time.Instant;

/**
 * An area that is not planned although it should be; it is tried again by itself.
 *
 * @param since market time of the first attempt that failed
 * @param attempts in a row that failed
 * @param problem why, for operators
 */
public record BalancingProblem(AreaId area, Instant since, int attempts, String problem) {}
