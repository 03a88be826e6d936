package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;

/**
 * One register value of one metering point at one moment.
 *
 * @param sequence number of this reading within the gateway's epoch, from 1 without gaps
 * @param meteringPoint where the energy flows
 * @param channel which register
 * @param at market time of the reading, whole milliseconds, 1970 to 9999
 * @param registerWh cumulative register in Wh, at least 0, never a difference
 * @param resolutionMilliWh step of the register in milli-Wh, at least 1
 * @param boundary true if read on purpose close to the change of a quarter-hour
 * @param clock state of the clock that {@code at} is from
 * @param context what the device gave beside the register
 */
public record Reading(
        long sequence,
        MeteringPointId meteringPoint,
        Channel channel,
        Instant at,
        long registerWh,
        int resolutionMilliWh,
        boolean boundary,
        ClockState clock,
        DeviceContext context) {

    private static final long LATEST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int NANOS_IN_MILLI = 1_000_000;

    public Reading {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence must be at least 1: " + sequence);
        }
        if (at.getEpochSecond() < 0
                || at.getEpochSecond() > LATEST_SECOND
                || at.getNano() % NANOS_IN_MILLI != 0) {
            throw new IllegalArgumentException("not a whole millisecond in 1970 to 9999: " + at);
        }
        if (registerWh < 0) {
            throw new IllegalArgumentException("register must not be negative: " + registerWh);
        }
        if (resolutionMilliWh < 1) {
            throw new IllegalArgumentException("resolution must be positive: " + resolutionMilliWh);
        }
    }

    /** A reading of which nothing else is known. */
    public Reading(
            long sequence,
            MeteringPointId meteringPoint,
            Channel channel,
            Instant at,
            long registerWh,
            int resolutionMilliWh,
            boolean boundary) {
        this(
                sequence,
                meteringPoint,
                channel,
                at,
                registerWh,
                resolutionMilliWh,
                boundary,
                ClockState.UNKNOWN,
                DeviceContext.NONE);
    }

    /** The same reading, timed by a clock in this state. */
    public Reading withClock(ClockState state) {
        return new Reading(
                sequence,
                meteringPoint,
                channel,
                at,
                registerWh,
                resolutionMilliWh,
                boundary,
                state,
                context);
    }
}
