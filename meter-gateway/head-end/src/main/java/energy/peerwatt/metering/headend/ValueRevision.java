package energy.peerwatt.metering.headend;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;

/**
 * A later version of an interval value.
 *
 * @param id ascending in the order in which revisions became visible
 * @param start of the interval
 * @param version from 2
 */
public record ValueRevision(
        long id,
        MeteringPointId meteringPoint,
        Channel channel,
        Instant start,
        int version,
        VersionCause cause) {}
