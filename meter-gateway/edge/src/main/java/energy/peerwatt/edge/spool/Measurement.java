package energy.peerwatt.edge.spool;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.Reading;
import java.time.Instant;

/** A {@link Reading} that has no sequence yet; components as there. */
public record Measurement(
        MeteringPointId meteringPoint,
        Channel channel,
        Instant at,
        long registerWh,
        int resolutionMilliWh,
        boolean boundary,
        ClockState clock,
        DeviceContext context) {

    /** A measurement of which nothing else is known. */
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
                DeviceContext.NONE);
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
                context);
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
                reading.context());
    }
}
