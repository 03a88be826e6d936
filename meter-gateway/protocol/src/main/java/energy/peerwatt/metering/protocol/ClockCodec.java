package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.util.List;
import java.util.Optional;

/** {@code [source, sync]} or {@code [source, sync, offsetMillis, uncertaintyMillis]}. */
final class ClockCodec {

    // Positions are part of signed bytes: new ones are added at the end.
    private static final List<Source> SOURCES =
            List.of(Source.UNKNOWN, Source.MARKET_CLOCK, Source.CHRONY, Source.KERNEL);
    private static final List<Sync> SYNCS =
            List.of(Sync.UNKNOWN, Sync.NEVER, Sync.HOLDOVER, Sync.SYNCHRONISED);

    private ClockCodec() {}

    static void write(ClockState clock, CborWriter out) {
        Optional<ClockState.Deviation> deviation = clock.deviation();
        out.array(deviation.isPresent() ? 4 : 2);
        out.integer(SOURCES.indexOf(clock.source())).integer(SYNCS.indexOf(clock.sync()));
        if (deviation.isPresent()) {
            out.integer(deviation.get().offsetMillis())
                    .integer(deviation.get().uncertaintyMillis());
        }
    }

    static ClockState read(CborReader in) throws MalformedBlockException {
        int size = in.array(4);
        require(size == 2 || size == 4, "a clock is an array of 2 or 4");
        Source source = SOURCES.get(in.small(SOURCES.size() - 1));
        Sync sync = SYNCS.get(in.small(SYNCS.size() - 1));
        if (size == 2) {
            return new ClockState(source, sync, Optional.empty());
        }
        long offset = in.integer();
        require(
                offset >= -Integer.MAX_VALUE && offset <= Integer.MAX_VALUE,
                "clock offset beyond 31 bits");
        int uncertainty = in.small(Integer.MAX_VALUE);
        return new ClockState(
                source, sync, Optional.of(new ClockState.Deviation((int) offset, uncertainty)));
    }
}
