package energy.peerwatt.edge.spool;

import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A clock's state in a record: source, sync, and offset and uncertainty if they are known. */
final class ClockBytes {

    // Files outlive the order of an enum: new ones are added at the end.
    private static final List<Source> SOURCES =
            List.of(Source.UNKNOWN, Source.MARKET_CLOCK, Source.CHRONY, Source.KERNEL);
    private static final List<Sync> SYNCS =
            List.of(Sync.UNKNOWN, Sync.NEVER, Sync.HOLDOVER, Sync.SYNCHRONISED);

    private ClockBytes() {}

    static void write(ClockState clock, ByteBuffer out) {
        out.put((byte) SOURCES.indexOf(clock.source())).put((byte) SYNCS.indexOf(clock.sync()));
        clock.deviation()
                .ifPresent(deviation ->
                        out.putInt(deviation.offsetMillis()).putInt(deviation.uncertaintyMillis()));
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException if it is no such state
     */
    static ClockState read(ByteBuffer in, boolean hasDeviation) {
        Source source = of(SOURCES, in.get());
        Sync sync = of(SYNCS, in.get());
        return new ClockState(
                source,
                sync,
                hasDeviation
                        ? Optional.of(new Deviation(in.getInt(), in.getInt()))
                        : Optional.empty());
    }

    private static <T> T of(List<T> values, byte code) {
        if (code < 0 || code >= values.size()) {
            throw new IllegalArgumentException("code " + code);
        }
        return values.get(code);
    }
}
