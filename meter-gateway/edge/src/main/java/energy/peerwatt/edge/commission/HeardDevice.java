package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.edge.format.Refusal;
import energy.peerwatt.edge.payload.Arrival;
import energy.peerwatt.edge.payload.MeterMessage;
import energy.peerwatt.edge.payload.MqttDevice;
import energy.peerwatt.edge.payload.MqttDevices;
import energy.peerwatt.edge.payload.Publication;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An MQTT device and what it has said so far. Guarded by its owner. */
final class HeardDevice {

    private static final MeteringPointId NOBODY = new MeteringPointId("COMMISSIONING");

    private final MqttDevice device;
    private final Map<Channel, RegisterValue> registers = new EnumMap<>(Channel.class);
    private final Map<LiveQuantity, Long> live = new EnumMap<>(LiveQuantity.class);
    private final Map<Refusal, Integer> refusals = new EnumMap<>(Refusal.class);
    private int decoded;

    /**
     * Nothing heard yet.
     *
     * @throws IllegalArgumentException if driver, topic or options are wrong
     */
    HeardDevice(String driver, String topic, Map<String, String> options, DeviceRole role) {
        Connection.Mqtt connection = new Connection.Mqtt(topic, options);
        device = MqttDevices.of(new DeviceEntry(NOBODY, role, driver, connection), connection);
        device.connected();
    }

    /** Topics it wants now. */
    Set<String> topics() {
        return device.topics();
    }

    /** What has to be said so that it talks. */
    List<Publication> due(long nanos, Instant now) {
        return device.due(nanos, now);
    }

    /** Whether a message made a sample. */
    boolean take(String topic, byte[] payload, boolean retained, long nanos) {
        if (!device.wants(topic)) {
            return false;
        }
        return switch (device.take(new Arrival(topic, payload, retained, nanos))) {
            case MeterMessage.Decoded(DeviceSample sample) -> {
                registers.putAll(sample.registers());
                live.putAll(sample.live());
                decoded++;
                yield true;
            }
            case MeterMessage.Refused(Refusal reason) -> {
                refusals.merge(reason, 1, Integer::sum);
                yield false;
            }
            case MeterMessage.Understood() -> false;
        };
    }

    /** Messages that made a sample. */
    int decoded() {
        return decoded;
    }

    /** Everything it said, the latest of each. */
    DeviceSample sample() {
        return new DeviceSample(registers, live);
    }

    /** Messages that were refused, by reason. */
    Map<Refusal, Integer> refusals() {
        return refusals;
    }
}
