package energy.peerwatt.edge.poll;

import energy.peerwatt.edge.device.Driver;
import energy.peerwatt.market.MeteringPointId;

/**
 * A device and how to read it.
 *
 * @param name for the log
 */
public record PolledDevice(MeteringPointId meteringPoint, String name, Driver driver) {}
