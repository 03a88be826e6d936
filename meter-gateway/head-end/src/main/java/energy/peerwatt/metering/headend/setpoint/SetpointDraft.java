package energy.peerwatt.metering.headend.setpoint;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.time.Instant;
import java.util.List;

/**
 * A plan before it has a gateway and a number.
 *
 * @param expiresAt see {@link SetpointPlan#expiresAt()}
 * @param steps none to revoke
 */
public record SetpointDraft(
        MeteringPointId meteringPoint,
        Device device,
        Instant expiresAt,
        Floor floor,
        List<Step> steps) {

    public SetpointDraft {
        steps = List.copyOf(steps);
    }

    /**
     * The plan.
     *
     * @throws IllegalArgumentException if it contradicts itself
     */
    public SetpointPlan plan(String gatewayId, long sequence, Instant issuedAt) {
        return new SetpointPlan(
                new SetpointTarget(gatewayId, meteringPoint, device),
                sequence,
                issuedAt,
                expiresAt,
                floor,
                steps);
    }
}
