package energy.peerwatt.edge.spool;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.Reading;
import java.time.Instant;

/** A {@link Reading} that has no sequence yet; components as there. */
public record Measurement(
        MeteringPointId meteringPoint,
        Channel channel,
        Instant at,
        long registerWh,
        int resolutionMilliWh,
        boolean boundary) {

    /** The reading with this sequence. */
    Reading numbered(long sequence) {
        return new Reading(
                sequence, meteringPoint, channel, at, registerWh, resolutionMilliWh, boundary);
    }

    static Measurement of(Reading reading) {
        return new Measurement(
                reading.meteringPoint(),
                reading.channel(),
                reading.at(),
                reading.registerWh(),
                reading.resolutionMilliWh(),
                reading.boundary());
    }
}
