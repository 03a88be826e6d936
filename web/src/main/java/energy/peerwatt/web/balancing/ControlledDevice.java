package energy.peerwatt.web.balancing;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.util.Comparator;

/** A device that the market may control. */
public record ControlledDevice(MeteringPointId point, Device device)
        implements Comparable<ControlledDevice> {

    private static final Comparator<ControlledDevice> ORDER =
            Comparator.comparing((ControlledDevice one) -> one.point().value())
                    .thenComparing(ControlledDevice::device);

    /** Its id in communities and plans. */
    public String id() {
        return point.value() + "/" + device;
    }

    @Override
    public int compareTo(ControlledDevice other) {
        return ORDER.compare(this, other);
    }
}
