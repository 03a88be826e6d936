package energy.peerwatt.web.balancing;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.ingest.LivePoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * Adds telemetry of batteries and charging points up to energy per quarter-hour: the mean of the
 * powers heard in it, but for those that no home can have. With fewer than {@link #LEAST} of them
 * an interval stays unknown. Belongs to one thread.
 */
final class DeviceTrace {

    private static final int LEAST = 3;

    /** An interval of a metering point. */
    record Key(MeteringPointId point, DeliveryInterval interval) {}

    private static final class Sum {
        private long watts;
        private int count;

        void add(OptionalLong value) {
            long here = value.orElse(Long.MAX_VALUE);
            if (here >= -AreaLimit.LARGEST_W && here <= AreaLimit.LARGEST_W) {
                watts += here;
                count++;
            }
        }

        OptionalLong mean() {
            return count < LEAST
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.floorDiv(watts, (long) count));
        }

        OptionalInt wattHours() {
            return count < LEAST
                    ? OptionalInt.empty()
                    : OptionalInt.of(Math.toIntExact(Math.floorDiv(watts, 4L * count)));
        }
    }

    private record Sums(Sum grid, Sum battery, Sum charger) {}

    private final Map<Key, Sums> open = new HashMap<>();
    private final Map<MeteringPointId, Instant> heard = new HashMap<>();

    /** Takes the newest telemetry of a metering point; the same again has no effect. */
    void add(LivePoint point) {
        Instant last = heard.put(point.meteringPoint(), point.at());
        if (point.at().equals(last)) {
            return;
        }
        DeliveryInterval interval =
                DeliveryInterval.containing(point.at(), DeliveryInterval.QUARTER_HOUR);
        Sums sums =
                open.computeIfAbsent(
                        new Key(point.meteringPoint(), interval),
                        _ -> new Sums(new Sum(), new Sum(), new Sum()));
        sums.grid().add(point.gridW());
        sums.battery().add(point.batteryW());
        sums.charger().add(point.evW());
    }

    /** What metering points have taken in an interval so far on average, W, where known. */
    Map<MeteringPointId, Long> meanWatts(DeliveryInterval interval) {
        Map<MeteringPointId, Long> means = new HashMap<>();
        open.forEach((key, sums) -> {
            if (key.interval().equals(interval)) {
                sums.grid().mean().ifPresent(mean -> means.put(key.point(), mean));
            }
        });
        return means;
    }

    /** Forgets the intervals that ended before {@code current} and hands each over. */
    void ended(DeliveryInterval current, BiConsumer<Key, DeviceEnergy> receiver) {
        Iterator<Map.Entry<Key, Sums>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Key, Sums> entry = entries.next();
            if (entry.getKey().interval().compareTo(current) < 0) {
                Sums sums = entry.getValue();
                entries.remove();
                receiver.accept(
                        entry.getKey(),
                        new DeviceEnergy(sums.battery().wattHours(), sums.charger().wattHours()));
            }
        }
    }
}
