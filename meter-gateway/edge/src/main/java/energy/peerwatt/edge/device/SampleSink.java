package energy.peerwatt.edge.device;

import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;

/** Takes samples of all devices, from any thread. */
@FunctionalInterface
public interface SampleSink {

    /**
     * Takes one sample.
     *
     * @param at market time of the sample
     * @param boundary true if it was read on purpose close to the change of a quarter-hour
     * @throws energy.peerwatt.market.MarketException {@code SPOOL_FULL} or {@code
     *     SPOOL_UNWRITABLE}: nothing of it was kept and the caller should pause
     */
    void accept(MeteringPointId point, Instant at, boolean boundary, DeviceSample sample);
}
