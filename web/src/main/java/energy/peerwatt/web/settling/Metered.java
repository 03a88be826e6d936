package energy.peerwatt.web.settling;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.Tariff;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An area's metering points and the values of those that have both registers'. */
record Metered(
        List<MeteringPoint> points, Map<MeteringPointId, Map<Channel, IntervalValue>> values) {

    static Metered of(List<MeteringPoint> points, List<IntervalValue> found) {
        Map<MeteringPointId, Map<Channel, IntervalValue>> values = new HashMap<>();
        for (IntervalValue value : found) {
            values.computeIfAbsent(value.meteringPoint(), _ -> new HashMap<>())
                    .put(value.channel(), value);
        }
        values.values()
                .removeIf(channels ->
                        !channels.containsKey(Channel.IMPORT)
                                || !channels.containsKey(Channel.EXPORT));
        return new Metered(points, values);
    }

    private boolean hasValues(MeteringPoint point) {
        return values.containsKey(point.id());
    }

    boolean isComplete(DeliveryInterval interval, Instant now) {
        boolean inServiceComplete =
                points.stream()
                        .filter(point -> isInService(point, interval))
                        .allMatch(this::hasValues);
        boolean waitedForNew = now.isAfter(interval.next().end());
        return inServiceComplete && (waitedForNew || points.stream().allMatch(this::hasValues));
    }

    private static boolean isInService(MeteringPoint point, DeliveryInterval interval) {
        return point.inServiceFrom().filter(from -> !from.isAfter(interval.start())).isPresent();
    }

    /** Only the metering points that were in service when the interval was first settled. */
    Metered inService(DeliveryInterval interval) {
        return new Metered(
                points.stream().filter(point -> isInService(point, interval)).toList(), values);
    }

    /** Whether every metering point has values. */
    boolean isWhole() {
        return points.stream().allMatch(this::hasValues);
    }

    List<MeteringPointId> firstInService() {
        return points.stream()
                .filter(point -> point.inServiceFrom().isEmpty() && hasValues(point))
                .map(MeteringPoint::id)
                .toList();
    }

    List<MeteredPosition> positions(Area area, DeliveryInterval interval) {
        return points.stream()
                .filter(this::hasValues)
                .map(point -> position(point, tariff(area, point, interval.start())))
                .toList();
    }

    private static Tariff tariff(Area area, MeteringPoint point, Instant start) {
        Tariffs tariffs = point.tariffs().at(start);
        return new Tariff(
                tariffs.retail(),
                tariffs.feedIn(),
                area.charges().ceiling(tariffs.retail(), start));
    }

    private MeteredPosition position(MeteringPoint point, Tariff tariff) {
        Map<Channel, IntervalValue> channels = values.getOrDefault(point.id(), Map.of());
        IntervalValue imported = channels.get(Channel.IMPORT);
        IntervalValue exported = channels.get(Channel.EXPORT);
        if (imported == null || exported == null) {
            throw new IllegalStateException("no values of " + point.id());
        }
        return new MeteredPosition(
                point.participant(),
                imported.energy(),
                exported.energy(),
                imported.quality().worst(exported.quality()),
                tariff);
    }
}
