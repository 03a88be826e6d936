package energy.peerwatt.metering.headend.gateway;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.GatewayPosition;
import energy.peerwatt.metering.headend.check.GatewayClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A gateway as its operator sees it.
 *
 * @param allPoints whether it may report every metering point
 * @param readings committed readings of all epochs
 * @param gap what it offers while readings before are missing
 * @param clock as its last readings told; empty before the first
 * @param foreignPoints metering points it reported without being assigned to them
 */
public record GatewayState(
        String gatewayId,
        boolean allPoints,
        GatewayPosition position,
        long readings,
        Optional<Gap> gap,
        Optional<GatewayClock> clock,
        List<ForeignPoint> foreignPoints) {

    public GatewayState {
        foreignPoints = List.copyOf(foreignPoints);
    }

    /**
     * Readings that the head-end misses and the gateway has not sent.
     *
     * @param epoch of the block that was refused
     * @param firstSequence of that block
     * @param at market time of the last refusal
     */
    public record Gap(long epoch, long firstSequence, Instant at) {}

    /**
     * Readings that were kept apart because the metering point is not the gateway's.
     *
     * @param readings how many came, released ones included
     * @param lastAt market time when the last came
     */
    public record ForeignPoint(
            MeteringPointId meteringPoint, long readings, Instant firstAt, Instant lastAt) {}
}
