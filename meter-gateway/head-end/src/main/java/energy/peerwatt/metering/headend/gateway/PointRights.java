package energy.peerwatt.metering.headend.gateway;

import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which gateways may report which metering points, as it was at one moment.
 *
 * @param stamp differs whenever the rights of any gateway do
 * @param allPoints gateways that may report every metering point
 * @param assignments of all others
 */
public record PointRights(
        long stamp,
        Set<String> allPoints,
        Map<MeteringPointId, List<PointAssignment>> assignments) {

    /** Nobody may report anything. */
    public static final PointRights NONE = new PointRights(0, Set.of(), Map.of());

    public PointRights {
        allPoints = Set.copyOf(allPoints);
        assignments = Map.copyOf(assignments);
    }

    /** From all assignments, in any order. */
    public static PointRights of(
            long stamp, Set<String> allPoints, List<PointAssignment> assignments) {
        return new PointRights(
                stamp,
                allPoints,
                assignments.stream()
                        .collect(
                                Collectors.groupingBy(
                                        PointAssignment::meteringPoint,
                                        Collectors.toUnmodifiableList())));
    }

    /** Whether what the gateway reports of the point at this market time counts. */
    public boolean include(String gatewayId, MeteringPointId point, Instant at) {
        return allPoints.contains(gatewayId)
                || assignments.getOrDefault(point, List.of()).stream()
                        .anyMatch(one -> one.gatewayId().equals(gatewayId) && one.holds(at));
    }
}
