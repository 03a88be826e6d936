package energy.peerwatt.edge.device;

import energy.peerwatt.market.MeteringPointId;
import org.jspecify.annotations.Nullable;

/**
 * One commissioned device.
 *
 * @param meteringPoint the point it belongs to; several devices may share one
 * @param driver {@code sunspec}, {@code eastron-sdm630}, {@code tasmota} or {@code shelly-gen2}
 * @param connection how to reach it
 */
public record DeviceEntry(
        MeteringPointId meteringPoint, DeviceRole role, String driver, Connection connection) {

    /** How a device is reached. */
    public sealed interface Connection {

        /** Modbus TCP. Several units may share host and port. */
        record Modbus(String host, int port, int unit) implements Connection {}

        /**
         * Messages of a broker.
         *
         * @param topic the whole topic (tasmota) or the prefix (shelly-gen2)
         */
        record Mqtt(String topic) implements Connection {}
    }

    /** The same device as the JSON of the list has it. */
    record Json(
            @Nullable String meteringPoint,
            @Nullable DeviceRole role,
            @Nullable String driver,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Integer unit,
            @Nullable String topic) {

        DeviceEntry entry() {
            if (meteringPoint == null || role == null || driver == null) {
                throw new IllegalArgumentException(
                        "a device needs meteringPoint, role and driver: " + this);
            }
            MeteringPointId point = new MeteringPointId(meteringPoint);
            if (topic != null) {
                return new DeviceEntry(point, role, driver, new Connection.Mqtt(topic));
            }
            if (host == null || port == null || unit == null) {
                throw new IllegalArgumentException(
                        "a device needs topic, or host, port and unit: " + this);
            }
            return new DeviceEntry(point, role, driver, new Connection.Modbus(host, port, unit));
        }
    }
}
