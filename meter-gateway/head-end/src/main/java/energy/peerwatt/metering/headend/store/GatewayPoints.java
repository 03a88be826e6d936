package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.RegisterId;
import energy.peerwatt.metering.headend.gateway.PointAssignment;
import energy.peerwatt.metering.protocol.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one gateway may report, as of one version of its rights.
 *
 * @param version see {@link GatewayRow#version}
 * @param signing registers whose meters sign their own records
 */
record GatewayPoints(
        long version,
        boolean allPoints,
        Map<MeteringPointId, List<PointAssignment>> assignments,
        Set<RegisterId> signing) {

    static GatewayPoints of(GatewayRow gateway, List<PointAssignment> assignments) {
        Map<MeteringPointId, List<PointAssignment>> byPoint =
                assignments.stream()
                        .collect(
                                Collectors.groupingBy(
                                        PointAssignment::meteringPoint,
                                        Collectors.toUnmodifiableList()));
        return new GatewayPoints(gateway.version(), gateway.allPoints(), byPoint, Set.of());
    }

    GatewayPoints with(Set<RegisterId> registersOfSigningMeters) {
        return new GatewayPoints(version, allPoints, assignments, registersOfSigningMeters);
    }

    boolean include(Reading reading) {
        return include(reading.meteringPoint(), reading.at());
    }

    boolean include(MeteringPointId point, Instant at) {
        if (allPoints) {
            return true;
        }
        for (PointAssignment assignment : assignments.getOrDefault(point, List.of())) {
            if (assignment.holds(at)) {
                return true;
            }
        }
        return false;
    }
}
