package energy.peerwatt.web.balancing;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.store.Erasures;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.time.DeliveryInterval;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last four weeks of metering points, for forecasts. The last two days are read each time; what
 * is older is kept in memory for some hours, so corrections of it count later; an erasure of the
 * metering point ends that at once. Blocks; safe for use by several threads.
 */
@Singleton
public class PastEnergies {

    /** As far back as forecasts look, and an hour for the clocks' changes. */
    static final Duration SPAN = Duration.ofDays(28).plusHours(1);

    private static final Duration RECENT = Duration.ofDays(2);

    /** Market time for which what is older is not read again. */
    private static final Duration KEPT = Duration.ofHours(6);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * @param erasures how many were known before it was read
     */
    private record Older(PastEnergy energy, Instant until, int erasures) {}

    private final IntervalValueStore values;
    private final DeviceEnergyLedger devices;
    private final Erasures erasures;
    private final Map<MeteringPointId, Older> older = new ConcurrentHashMap<>();

    PastEnergies(IntervalValueStore values, DeviceEnergyLedger devices, Erasures erasures) {
        this.values = values;
        this.devices = devices;
        this.erasures = erasures;
    }

    /** Drops what is kept in memory of a metering point. */
    public void forget(MeteringPointId point) {
        older.remove(point);
    }

    /** What is known of the four weeks before an interval. */
    public PastEnergy of(MeteringPointId point, DeliveryInterval now) {
        Instant recent = now.start().minus(RECENT);
        int erased = await(erasures.of(point)).size();
        Older known =
                older.compute(
                        point,
                        (_, last) ->
                                last != null && isStillGood(last, recent, erased)
                                        ? last
                                        : new Older(
                                                read(point, now.start().minus(SPAN), recent),
                                                recent,
                                                erased));
        return new PastEnergy.Builder(now.start().minus(SPAN), now.start())
                .add(known.energy())
                .add(read(point, known.until(), now.start()))
                .build();
    }

    /** What is stored of a span, however long ago; nothing of it is kept in memory. */
    PastEnergy between(MeteringPointId point, Instant from, Instant until) {
        return read(point, from, until);
    }

    private static boolean isStillGood(Older last, Instant recent, int erasures) {
        return last.erasures() == erasures
                && !last.until().isAfter(recent)
                && recent.isBefore(last.until().plus(KEPT));
    }

    private PastEnergy read(MeteringPointId point, Instant from, Instant until) {
        return new PastEnergy.Builder(from, until)
                .values(await(values.values(point, from, until)))
                .devices(
                        await(devices.of(List.of(point), from, until))
                                .getOrDefault(point, Map.of()))
                .build();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
