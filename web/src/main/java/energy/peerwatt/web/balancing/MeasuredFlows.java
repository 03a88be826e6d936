package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.MeteringPoint;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Notes an area's metered net power as soon as every home in service has its values. Belongs to the
 * balancer's thread; blocks.
 */
@Singleton
final class MeasuredFlows {

    /** Values that come later than this are not waited for. */
    private static final int INTERVALS_BACK = 8;

    private static final int PER_HOUR = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final IntervalValueStore values;
    private final PlanLedger ledger;
    private final Map<AreaId, TreeMap<DeliveryInterval, Integer>> noted = new HashMap<>();

    MeasuredFlows(IntervalValueStore values, PlanLedger ledger) {
        this.values = values;
        this.ledger = ledger;
    }

    /**
     * Notes what is new.
     *
     * @param current the running quarter-hour
     * @return start of the newest interval that is known, if any
     */
    Optional<Instant> note(AreaId area, List<MeteringPoint> points, DeliveryInterval current) {
        TreeMap<DeliveryInterval, Integer> known =
                noted.computeIfAbsent(area, _ -> new TreeMap<>());
        known.headMap(current.plus(-INTERVALS_BACK)).clear();
        for (int back = 1; back <= INTERVALS_BACK; back++) {
            DeliveryInterval interval = current.plus(-back);
            if (!known.containsKey(interval)) {
                net(points, interval, back > 2)
                        .ifPresent(watts -> {
                            await(ledger.measured(area, interval.start(), watts).replaceWith(true));
                            known.put(interval, watts);
                        });
            }
        }
        return known.isEmpty() ? Optional.empty() : Optional.of(known.lastKey().start());
    }

    /** W; empty while a value is missing. */
    private OptionalInt net(
            List<MeteringPoint> points, DeliveryInterval interval, boolean hasWaited) {
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        Map<MeteringPointId, Long> net = new HashMap<>();
        Map<MeteringPointId, Set<Channel>> channels = new HashMap<>();
        for (IntervalValue value : await(values.values(ids, interval))) {
            if (value.channel() != Channel.GENERATION) {
                long wattHours = value.energy().wattHours();
                net.merge(
                        value.meteringPoint(),
                        value.channel() == Channel.IMPORT ? wattHours : -wattHours,
                        Math::addExact);
                channels.computeIfAbsent(value.meteringPoint(), _ -> EnumSet.noneOf(Channel.class))
                        .add(value.channel());
            }
        }
        net.keySet().removeIf(id -> channels.getOrDefault(id, Set.of()).size() < 2);
        boolean isComplete =
                points.stream()
                        .filter(point -> !hasWaited || isInService(point, interval))
                        .allMatch(point -> net.containsKey(point.id()));
        if (net.isEmpty() || !isComplete) {
            return OptionalInt.empty();
        }
        long sum = net.values().stream().mapToLong(Long::longValue).sum();
        return OptionalInt.of(Math.toIntExact(sum * PER_HOUR));
    }

    private static boolean isInService(MeteringPoint point, DeliveryInterval interval) {
        return point.inServiceFrom().filter(from -> !from.isAfter(interval.start())).isPresent();
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
