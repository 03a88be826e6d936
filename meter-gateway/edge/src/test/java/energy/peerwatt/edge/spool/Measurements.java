package energy.peerwatt.edge.spool;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Measurements that tell which they are by their register. */
final class Measurements {

    static final SpoolBounds BOUNDS = new SpoolBounds(4 << 20, Duration.ofDays(400));

    private static final MeteringPointId POINT =
            new MeteringPointId("AT-SIM-00000000000000000000000101");
    private static final Instant START = Instant.parse("2026-06-18T07:00:00Z");

    private Measurements() {}

    static Measurement of(long register) {
        return new Measurement(
                POINT, Channel.EXPORT, START.plusSeconds(register), register, 1_000, false);
    }

    static List<Measurement> range(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Measurements::of).toList();
    }
}
