package energy.peerwatt.edge.device;

import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.market.MeteringPointId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One commissioned device.
 *
 * @param meteringPoint the point it belongs to; several devices may share one
 * @param driver name of the driver, such as {@code sunspec} or {@code tasmota}
 * @param connection how to reach it
 */
public record DeviceEntry(
        MeteringPointId meteringPoint, DeviceRole role, String driver, Connection connection) {

    /** How a device is reached. */
    public sealed interface Connection {

        /**
         * Modbus over TCP. Several units may share host and port, and then speak the same framing.
         *
         * @param options of the driver, by name; see the gateway's README
         */
        record Modbus(String host, int port, int unit, Framing framing, Map<String, String> options)
                implements Connection {

            public Modbus {
                options = Map.copyOf(options);
            }

            /** A unit behind Modbus TCP that needs no options. */
            public Modbus(String host, int port, int unit) {
                this(host, port, unit, Framing.TCP, Map.of());
            }
        }

        /**
         * Messages of a broker.
         *
         * @param topic what the driver listens to: a topic or the start of several
         * @param options of the driver, by name; see the gateway's README
         */
        record Mqtt(String topic, Map<String, String> options) implements Connection {

            public Mqtt {
                options = Map.copyOf(options);
            }

            /** A device that needs no options. */
            public Mqtt(String topic) {
                this(topic, Map.of());
            }
        }
    }

    /** The same device as the JSON of the list has it. */
    record Json(
            @Nullable String meteringPoint,
            @Nullable DeviceRole role,
            @Nullable String driver,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Integer unit,
            @Nullable String framing,
            @Nullable String topic,
            @Nullable Map<String, String> options) {

        DeviceEntry entry() {
            if (meteringPoint == null || role == null || driver == null) {
                throw new IllegalArgumentException(
                        "a device needs meteringPoint, role and driver: " + this);
            }
            MeteringPointId point = new MeteringPointId(meteringPoint);
            Map<String, String> given = options == null ? Map.of() : options;
            if (topic != null) {
                return new DeviceEntry(point, role, driver, new Connection.Mqtt(topic, given));
            }
            if (host == null || port == null || unit == null) {
                throw new IllegalArgumentException(
                        "a device needs topic, or host, port and unit: " + this);
            }
            Framing spoken = framing == null ? Framing.TCP : Framing.of(framing);
            return new DeviceEntry(
                    point, role, driver, new Connection.Modbus(host, port, unit, spoken, given));
        }
    }
}
