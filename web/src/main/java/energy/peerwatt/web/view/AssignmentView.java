package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.gateway.PointAssignment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's right to report a metering point.
 *
 * @param from inclusive
 * @param to exclusive; absent while it has no end
 */
public record AssignmentView(String meteringPointId, Instant from, @Nullable Instant to) {

    public static AssignmentView of(PointAssignment assignment) {
        return new AssignmentView(
                assignment.meteringPoint().value(),
                assignment.from(),
                assignment.to().orElse(null));
    }
}
