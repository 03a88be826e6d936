package energy.peerwatt.edge.poll;

import energy.peerwatt.edge.device.Driver;
import energy.peerwatt.edge.health.DeviceHealth;
import energy.peerwatt.market.MeteringPointId;

/**
 * A device and how to read it.
 *
 * @param health gets to know what became of each poll
 */
public record PolledDevice(DeviceHealth health, Driver driver) {

    MeteringPointId meteringPoint() {
        return health.device().meteringPoint();
    }

    /** For the log. */
    String name() {
        return health.name();
    }
}
