package energy.peerwatt.edge.control;

import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.util.Map;

/** A device without any register to control it by. */
final class NoControl implements DeviceControl {

    @Override
    public Before look() {
        return new Before(false, Map.of());
    }

    @Override
    public ControlResult apply(Step step, Floor floor, long reversionSeconds) {
        return ControlResult.refused(Reason.UNSUPPORTED);
    }

    @Override
    public boolean release(Map<String, Long> settings) {
        return true;
    }
}
