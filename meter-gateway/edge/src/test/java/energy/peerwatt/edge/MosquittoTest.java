package energy.peerwatt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.FakeHeadEnd;
import energy.peerwatt.edge.testkit.Mosquitto;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices, gateway and head-end on Debian's broker: what devices publish arrives signed. */
class MosquittoTest {

    private static final JsonMapper JSON = new JsonMapper();
    @TempDir Path folder;

    @Test
    void whatDevicesPublishArrivesSignedAtTheHeadEnd() throws Exception {
        try (Mosquitto broker = Mosquitto.start(folder);
                Publisher devices = new Publisher(broker.url())) {
            devices.publish("homeassistant/sensor/m/in/config", description(), true);
            devices.publish("tele/m/SENSOR", "{\"ENERGY\":{\"Total\":1.000}}", true);
            try (Gateway _ = gateway(broker.url());
                    FakeHeadEnd headEnd = new FakeHeadEnd(broker.url(), identity())) {
                Await.until(
                        "all five devices",
                        () -> {
                            devices.publishAll();
                            return importSteps(headEnd).size() == 5;
                        });
                assertThat(headEnd.complaints()).isEmpty();
                assertThat(importSteps(headEnd))
                        .isEqualTo(
                                Map.of(
                                        "AT-1", List.of(12_050L, 10_000L),
                                        "AT-2", List.of(123L, 1_000L),
                                        "AT-3", List.of(7_000L, 10_000L),
                                        "AT-4", List.of(3_501L, 1_000L),
                                        "AT-5", List.of(5_000L, 1_000L)));
            }
        }
    }

    /** Wh and step in mWh of every import reading; each point has only one kind. */
    private static Map<String, List<Long>> importSteps(FakeHeadEnd headEnd) {
        return headEnd.readings().values().stream()
                .filter(reading -> reading.channel() == Channel.IMPORT)
                .collect(
                        Collectors.toMap(
                                reading -> reading.meteringPoint().value(),
                                MosquittoTest::registerAndStep,
                                MosquittoTest::same));
    }

    private static List<Long> registerAndStep(Reading reading) {
        return List.of(reading.registerWh(), (long) reading.resolutionMilliWh());
    }

    private static List<Long> same(List<Long> one, List<Long> other) {
        assertThat(other).isEqualTo(one);
        return one;
    }

    private static String description() {
        return """
        {"device_class":"energy","state_class":"total_increasing","unit_of_measurement":"kWh",
         "state_topic":"m/state","value_template":"{{ value_json.in }}"}
        """;
    }

    private static String devices(String url) {
        return """
        {"gatewayId":"gw-1","deviceBroker":"%s","devices":[
         {"meteringPoint":"AT-1","role":"METER","driver":"tasmota","topic":"tele/m/SENSOR"},
         {"meteringPoint":"AT-2","role":"METER","driver":"shelly-gen1","topic":"shellies/m"},
         {"meteringPoint":"AT-3","role":"METER","driver":"home-assistant",
          "topic":"homeassistant/sensor/m","options":{"import":"in"}},
         {"meteringPoint":"AT-4","role":"METER","driver":"p1","topic":"dsmr/raw",
          "options":{"checksum":"optional"}},
         {"meteringPoint":"AT-5","role":"METER","driver":"sparkplug","topic":"spBv1.0/g/n/d"}]}
        """
                .formatted(url);
    }

    private Gateway gateway(String url) throws Exception {
        Path data = Files.createDirectories(folder.resolve("gateway"));
        GatewayConfig config =
                TestConfig.of(
                        Map.of(
                                "peerwatt.data-dir",
                                data.toString(),
                                "peerwatt.devices",
                                data.resolve("devices.json").toString(),
                                "peerwatt.mqtt.url",
                                url,
                                "peerwatt.mqtt.gateway-password",
                                "secret"));
        InstantSource wall = InstantSource.system();
        MarketClock clock =
                new ScaledMarketClock(
                        Instant.parse("2026-06-18T10:15:01Z"), wall.instant(), 1, wall);
        return new Gateway(
                config, DeviceList.parse(devices(url)), clock, new SimpleMeterRegistry());
    }

    private GatewayIdentity identity() throws Exception {
        JsonNode identity =
                JSON.readTree(Files.readString(folder.resolve("gateway/identity.json")));
        return GatewayIdentity.of(
                identity.path("gatewayId").asText(), identity.path("publicKey").asText());
    }

    /** All devices at once. */
    private static final class Publisher implements AutoCloseable {

        private final MqttClient client;

        Publisher(String url) throws MqttException {
            client = new MqttClient(url, "devices", new MemoryPersistence());
            client.connect();
        }

        void publishAll() {
            publish("tele/m/SENSOR", "{\"ENERGY\":{\"Total\":12.05,\"Power\":230}}", false);
            List<String> phases = new ArrayList<>(List.of("100.5", "20", "3"));
            for (int phase = 0; phase < phases.size(); phase++) {
                publish("shellies/m/emeter/" + phase + "/total", phases.get(phase), false);
            }
            publish("m/state", "{\"in\":7}", false);
            publish(
                    "dsmr/raw",
                    "/T\n\n1-0:1.8.1(000001.001*kWh)\n1-0:1.8.2(000002.500*kWh)\n!\n",
                    false);
            publish("spBv1.0/g/NBIRTH/n", hex("120b0a056264536571200458031800"));
            publish(
                    "spBv1.0/g/DBIRTH/n/d",
                    hex("12120a09312d303a312e382e3010072008588827" + "1801"));
        }

        void publish(String topic, String payload, boolean retained) {
            publish(topic, payload.getBytes(StandardCharsets.UTF_8), retained);
        }

        private void publish(String topic, byte[] payload) {
            publish(topic, payload, false);
        }

        private void publish(String topic, byte[] payload, boolean retained) {
            try {
                client.publish(topic, payload, 1, retained);
            } catch (MqttException e) {
                throw new AssertionError(topic, e);
            }
        }

        @Override
        public void close() throws MqttException {
            client.disconnect();
            client.close();
        }

        private static byte[] hex(String hex) {
            return HexFormat.of().parseHex(hex);
        }
    }
}
