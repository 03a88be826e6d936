package energy.peerwatt.web.strategy;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.MeteringPoint;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what is to be expected of metering points. Blocks. */
@FunctionalInterface
interface Outlooks {

    /**
     * What is expected of a metering point.
     *
     * @param expected import minus export in Wh, + taken, - given; an interval of which nothing is
     *     known is absent
     * @param heardAt when its meter last said something; empty if it never did
     */
    record Outlook(Map<DeliveryInterval, Long> expected, Optional<Instant> heardAt) {}

    /**
     * What is expected in these intervals.
     *
     * @param intervals not empty
     * @param zone of the area's days
     */
    Outlook outlook(MeteringPoint point, List<DeliveryInterval> intervals, ZoneId zone);
}
