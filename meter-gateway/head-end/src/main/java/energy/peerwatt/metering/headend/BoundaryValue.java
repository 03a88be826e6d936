package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Quality;
import java.time.Instant;

/**
 * A register at the change of an interval.
 *
 * @param registerWh cumulative Wh
 * @param uncertaintyWh the true value is at most this many Wh away; 0 is exact
 */
public record BoundaryValue(Instant at, long registerWh, Quality quality, long uncertaintyWh) {}
