package energy.peerwatt.edge.spool;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Reading;
import java.time.Instant;
import java.util.Optional;

/** A {@link Reading} that has no sequence yet; components as there. */
public record Measurement(
        MeteringPointId meteringPoint,
        Channel channel,
        Instant at,
        long registerWh,
        int resolutionMilliWh,
        boolean boundary,
        ClockState clock,
        Optional<DeviceEvidence> evidence) {

    /** A measurement whose clock is unknown and that has no evidence. */
    public Measurement(
            MeteringPointId meteringPoint,
            Channel channel,
            Instant at,
            long registerWh,
            int resolutionMilliWh,
            boolean boundary) {
        this(
                meteringPoint,
                channel,
                at,
                registerWh,
                resolutionMilliWh,
                boundary,
                ClockState.UNKNOWN,
                Optional.empty());
    }

    /** The reading with this sequence. */
    Reading numbered(long sequence) {
        return new Reading(
                sequence,
                meteringPoint,
                channel,
                at,
                registerWh,
                resolutionMilliWh,
                boundary,
                clock,
                evidence);
    }

    static Measurement of(Reading reading) {
        return new Measurement(
                reading.meteringPoint(),
                reading.channel(),
                reading.at(),
                reading.registerWh(),
                reading.resolutionMilliWh(),
                reading.boundary(),
                reading.clock(),
                reading.evidence());
    }
}
