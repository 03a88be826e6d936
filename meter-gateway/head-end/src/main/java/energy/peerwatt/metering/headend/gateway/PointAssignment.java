package energy.peerwatt.metering.headend.gateway;

import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;
import java.util.Optional;

/**
 * A gateway's right to report a metering point; at any time at most one gateway has it.
 *
 * @param from time of the first reading it is for; market time, inclusive
 * @param to exclusive; empty while it has no end
 */
public record PointAssignment(
        MeteringPointId meteringPoint, String gatewayId, Instant from, Optional<Instant> to) {

    /** Whether it holds at this market time. */
    public boolean holds(Instant at) {
        return !at.isBefore(from) && (to.isEmpty() || at.isBefore(to.get()));
    }
}
