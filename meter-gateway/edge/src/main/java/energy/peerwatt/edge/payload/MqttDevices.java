package energy.peerwatt.edge.payload;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Chooses the dialect of an MQTT device. */
public final class MqttDevices {

    private record Dialect(
            Set<String> options, BiFunction<String, Options, ? extends MqttDevice> constructor) {}

    private static final Set<String> LABELS =
            Set.of("import", "export", "power", "unit", "resolutionWh");
    private static final Map<String, Dialect> DIALECTS =
            Map.ofEntries(
                    Map.entry("tasmota", new Dialect(Set.of(), TasmotaDevice::new)),
                    Map.entry("tasmota-sml", new Dialect(LABELS, LabelledMeter::tasmotaSml)),
                    Map.entry("json", new Dialect(LABELS, LabelledMeter::json)),
                    Map.entry("shelly-gen1", new Dialect(Set.of(), ShellyGen1::new)),
                    Map.entry("shelly-gen2", new Dialect(Set.of(), ShellyGen2::new)),
                    Map.entry("shelly-gen3", new Dialect(Set.of(), ShellyGen2::new)),
                    Map.entry(
                            "zigbee2mqtt",
                            new Dialect(Set.of("channel", "resolutionWh"), ZigbeeMeter::new)),
                    Map.entry(
                            "home-assistant",
                            new Dialect(
                                    Set.of("import", "export", "power", "resolutionWh"),
                                    HomeAssistant::new)),
                    Map.entry("victron", new Dialect(Set.of("resolutionWh"), VictronDevice::new)),
                    Map.entry(
                            "victron-input", new Dialect(Set.of("resolutionWh"), VenusInput::new)),
                    Map.entry("dsmr-reader", new Dialect(Set.of(), DsmrReader::new)),
                    Map.entry(
                            "p1",
                            new Dialect(Set.of("checksum", "resolutionWh"), TelegramMeter::new)),
                    Map.entry("sml", new Dialect(Set.of("resolutionWh"), SmlMeter::new)),
                    Map.entry("sparkplug", new Dialect(LABELS, SparkplugMeter::new)),
                    Map.entry("ocmf", new Dialect(Set.of("publicKey", "serial"), OcmfMeter::new)),
                    Map.entry("car", new Dialect(Set.of("needed", "departure"), CarWish::new)),
                    Map.entry("evcc", new Dialect(Set.of(), ControlSystem::new)));

    private MqttDevices() {}

    /**
     * The dialect of a device.
     *
     * @throws IllegalArgumentException if its driver, topic or options are wrong
     */
    public static MqttDevice of(DeviceEntry device, Connection.Mqtt connection) {
        Dialect dialect = DIALECTS.get(device.driver());
        if (dialect == null) {
            throw new IllegalArgumentException("no MQTT driver " + device.driver());
        }
        Options options = new Options(device, connection.options(), dialect.options());
        return dialect.constructor().apply(connection.topic(), options);
    }
}
