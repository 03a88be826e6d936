package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Content of {@code devices.json}: the devices commissioned on the village's gateway. */
record DevicesFile(String gatewayId, String deviceBroker, List<Device> devices) {

    /** A Modbus device has host, port and unit; an MQTT device has a topic. */
    record Device(
            String meteringPoint,
            String role,
            String driver,
            @Nullable String host,
            @Nullable Integer port,
            @Nullable Integer unit,
            @Nullable String topic,
            @Nullable Map<String, String> options) {}

    /** These households let the market control inverters, batteries and charging stations. */
    private static final Map<String, String> CONTROLLED = Map.of("control", "on");

    private static final String SUNSPEC = "sunspec";
    private static final String EASTRON = "eastron-sdm630";
    private static final String KEBA = "keba-p40";

    static DevicesFile of(List<HomeSpec> homes, Ports ports, String brokerUrl) {
        List<Device> devices = new ArrayList<>();
        for (HomeSpec home : homes) {
            devices.addAll(devices(home, ports.modbus().getOrDefault(home.number(), 0)));
            if (home.equipment().hasCharger()) {
                int port = ports.chargers().getOrDefault(home.number(), 0);
                devices.add(controlled(home, "CHARGER", KEBA, port, ChargingStation.UNIT));
                devices.add(mqtt(home, "CHARGER", "car", MeterMessages.carTopic(home)));
            }
        }
        return new DevicesFile("gw-lindenweg", brokerUrl, devices);
    }

    private static List<Device> devices(HomeSpec home, int port) {
        List<Device> devices = new ArrayList<>();
        devices.add(meter(home, port));
        if (home.equipment().hasSolar() && home.meter() != Meter.SUNSPEC_PLANT) {
            devices.add(controlled(home, "INVERTER", SUNSPEC, port, HomeServer.INVERTER_UNIT));
        }
        if (home.equipment().hasBattery()) {
            devices.add(controlled(home, "BATTERY", SUNSPEC, port, HomeServer.INVERTER_UNIT));
        }
        return devices;
    }

    private static Device meter(HomeSpec home, int port) {
        return switch (home.meter()) {
            case SDM630 -> modbus(home, "METER", EASTRON, port, HomeServer.METER_UNIT);
            case SUNSPEC_PLANT -> modbus(home, "METER", SUNSPEC, port, HomeServer.INVERTER_UNIT);
            case TASMOTA -> mqtt(home, "METER", "tasmota", MeterMessages.tasmotaTopic(home));
            case SHELLY_GEN2 ->
                    mqtt(home, "METER", "shelly-gen2", MeterMessages.shellyPrefix(home));
        };
    }

    private static Device controlled(
            HomeSpec home, String role, String driver, int port, int unit) {
        String point = home.meteringPoint().value();
        return new Device(point, role, driver, "127.0.0.1", port, unit, null, CONTROLLED);
    }

    private static Device modbus(HomeSpec home, String role, String driver, int port, int unit) {
        String point = home.meteringPoint().value();
        return new Device(point, role, driver, "127.0.0.1", port, unit, null, null);
    }

    private static Device mqtt(HomeSpec home, String role, String driver, String topic) {
        String point = home.meteringPoint().value();
        return new Device(point, role, driver, null, null, null, topic, null);
    }
}
