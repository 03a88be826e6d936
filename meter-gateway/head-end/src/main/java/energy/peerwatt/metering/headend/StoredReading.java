package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Channel;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A reading as it is stored.
 *
 * @param registerWh what the register showed, Wh
 * @param resolutionMilliWh step of the register
 * @param boundary read on purpose close to the change of a quarter-hour
 * @param clockMillis {@code at} is at most this many milliseconds from true time; empty if the
 *     clock could not be trusted
 * @param screening whether it may become energy
 */
public record StoredReading(
        ReadingId id,
        Channel channel,
        Instant at,
        long registerWh,
        int resolutionMilliWh,
        boolean boundary,
        OptionalInt clockMillis,
        Screening screening) {}
