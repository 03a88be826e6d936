package energy.peerwatt.edge.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.MeteringPointId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceListTest {

    private static final String MODBUS =
            """
            {"meteringPoint":"AT-1","role":"METER","driver":"eastron-sdm630",
             "host":"127.0.0.1","port":15020,"unit":1,"topic":null}
            """;
    private static final String MQTT =
            """
            {"meteringPoint":"AT-2","role":"METER","driver":"tasmota",
             "topic":"tele/home-05/SENSOR","options":{"reversed":"true"},"colour":"red"}
            """;

    @Test
    void readsModbusAndMqttDevices() {
        DeviceList list = DeviceList.parse(list(MODBUS + "," + MQTT));

        assertThat(list.gatewayId()).isEqualTo("gw-lindenweg");
        assertThat(list.deviceBroker()).contains("tcp://127.0.0.1:1884");
        assertThat(list.devices())
                .isEqualTo(
                        List.of(
                                new DeviceEntry(
                                        new MeteringPointId("AT-1"),
                                        DeviceRole.METER,
                                        "eastron-sdm630",
                                        new Connection.Modbus("127.0.0.1", 15_020, 1)),
                                new DeviceEntry(
                                        new MeteringPointId("AT-2"),
                                        DeviceRole.METER,
                                        "tasmota",
                                        new Connection.Mqtt(
                                                "tele/home-05/SENSOR",
                                                Map.of("reversed", "true")))));
    }

    @Test
    void modbusDeviceHasFramingAndOptions() {
        String device =
                MODBUS.replace("\"unit\":1", "\"unit\":1,\"framing\":\"rtu-over-tcp\"")
                        .replace("\"topic\":null", "\"options\":{\"bases\":\"1000, 4096\"}");

        assertThat(DeviceList.parse(list(device)).devices().getFirst().connection())
                .isEqualTo(
                        new Connection.Modbus(
                                "127.0.0.1",
                                15_020,
                                1,
                                Framing.RTU_OVER_TCP,
                                Map.of("bases", "1000, 4096")));
    }

    @Test
    void oneSocketSpeaksOneFraming() {
        String serial = MODBUS.replace("\"unit\":1", "\"unit\":2,\"framing\":\"rtu-over-tcp\"");

        assertRefused(list(MODBUS + "," + serial), "127.0.0.1:15020 cannot speak");
        assertRefused(list(serial.replace("rtu-over-tcp", "udp")), "no framing udp");
    }

    @Test
    void namesWhatIsWrong() {
        assertRefused("{", "devices.json");
        assertRefused("{\"devices\":[]}", "gatewayId");
        assertRefused(list(MODBUS.replace("METER", "TOASTER")), "TOASTER");
        assertRefused(list(MODBUS.replace("\"port\":15020,", "")), "host, port and unit");
        assertRefused(list(MODBUS.replace("AT-1", "ä")), "metering point");
    }

    private static void assertRefused(String json, String naming) {
        assertThatThrownBy(() -> DeviceList.parse(json))
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("configuration-invalid")
                .hasMessageContaining(naming);
    }

    private static String list(String devices) {
        return """
        {"gatewayId":"gw-lindenweg","deviceBroker":"tcp://127.0.0.1:1884","devices":[%s]}
        """
                .formatted(devices);
    }
}
