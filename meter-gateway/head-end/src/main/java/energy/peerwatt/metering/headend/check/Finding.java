package energy.peerwatt.metering.headend.check;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;

/**
 * Something odd.
 *
 * @param start of the interval at which it was complete
 * @param detail with its figures, for people; at most 200 characters
 */
public record Finding(
        MeteringPointId meteringPoint,
        Channel channel,
        Instant start,
        Check check,
        Severity severity,
        String detail) {}
