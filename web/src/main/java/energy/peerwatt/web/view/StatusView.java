package energy.peerwatt.web.view;

import java.time.Instant;

/**
 * What the market has done so far.
 *
 * @param settledIntervals confirmed on the chain
 */
public record StatusView(
        boolean ready,
        long readings,
        long orders,
        long trades,
        long settledIntervals,
        long chainHeight,
        Instant marketTime,
        int speed,
        int homes) {}
