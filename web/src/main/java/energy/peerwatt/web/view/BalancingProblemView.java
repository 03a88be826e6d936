package energy.peerwatt.web.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An area that is not planned although it should be; it is tried again by itself.
 *
 * @param since market time of the first attempt that failed
 * @param attempts in a row that failed
 * @param problem why; null for who is no operator
 */
public record BalancingProblemView(
        int areaId, Instant since, int attempts, @Nullable String problem) {}
