package energy.peerwatt.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.health.DeviceHealth;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.Devices;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.HandClock;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class MqttMetersTest {

    private static final MeteringPointId TASMOTA = new MeteringPointId("AT-1");
    private static final MeteringPointId SHELLY = new MeteringPointId("AT-2");
    private static final String TASMOTA_TOPIC = "tele/home-01/SENSOR";
    private static final String SHELLY_TOPIC = "shelly-02/status/emdata:0";

    private record Arrival(MeteringPointId point, Instant at, long importMilliWh) {}

    private final HandClock clock = new HandClock("2026-06-18T07:00:00.123456Z", 60);
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    @Test
    void messagesBecomeSamplesAtTheirArrival() throws Exception {
        try (TestBroker broker = TestBroker.start()) {
            publish(broker, TASMOTA_TOPIC, tasmota(1), true);
            try (MqttMeters _ = meters(broker)) {
                publishUntilArrived(broker, TASMOTA_TOPIC, tasmota(2), 1);
                clock.pass(Duration.ofSeconds(1));
                publishUntilArrived(
                        broker, SHELLY_TOPIC, "{\"total_act\":3,\"total_act_ret\":0}", 2);
            }
        }
        assertThat(arrivals.getFirst())
                .isEqualTo(
                        new Arrival(TASMOTA, Instant.parse("2026-06-18T07:00:00.123Z"), 2_000_000));
        assertThat(arrivals.getLast())
                .isEqualTo(new Arrival(SHELLY, Instant.parse("2026-06-18T07:01:00.123Z"), 3_000));
        assertThat(arrivals).noneMatch(arrival -> arrival.importMilliWh() == 1_000_000);
    }

    @Test
    void listensAgainAfterTheBrokerRestarted() throws Exception {
        try (TestBroker broker = TestBroker.start();
                MqttMeters _ = meters(broker)) {
            publishUntilArrived(broker, TASMOTA_TOPIC, tasmota(5), 1);
            broker.restart();

            publishUntilArrived(broker, TASMOTA_TOPIC, tasmota(6), arrivals.size() + 1);

            assertThat(arrivals.getLast().importMilliWh()).isEqualTo(6_000_000);
        }
    }

    @Test
    void closesWhileTheBrokerIsAway() throws Exception {
        String url = "tcp://127.0.0.1:" + FreePort.find();
        long start = System.nanoTime();
        new MqttMeters(address(url), List.of(), clock, (_, _, _, _) -> {}).close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    private MqttMeters meters(TestBroker broker) {
        return new MqttMeters(
                address(broker.url()),
                List.of(
                        device(TASMOTA, "tasmota", TASMOTA_TOPIC),
                        device(SHELLY, "shelly-gen2", "shelly-02")),
                clock,
                (point, at, _, sample) ->
                        arrivals.add(
                                new Arrival(
                                        point,
                                        at,
                                        sample.registers().get(Channel.IMPORT).milliWh())));
    }

    private void publishUntilArrived(TestBroker broker, String topic, String payload, int count)
            throws Exception {
        int before = arrivals.size();
        Await.until(
                topic + " arrived",
                () -> {
                    publish(broker, topic, payload, false);
                    return arrivals.size() > before && arrivals.size() >= count;
                });
    }

    private static void publish(TestBroker broker, String topic, String payload, boolean retain) {
        try {
            MqttClient client = new MqttClient(broker.url(), "device", new MemoryPersistence());
            client.connect();
            client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, retain);
            client.disconnect();
            client.close();
        } catch (MqttException e) {
            throw new AssertionError(e);
        }
    }

    private static DeviceHealth device(MeteringPointId point, String driver, String topic) {
        return Devices.health(
                new DeviceEntry(
                        point, DeviceRole.METER, driver, new DeviceEntry.Connection.Mqtt(topic)));
    }

    private static MqttAddress address(String url) {
        return new MqttAddress(url, "gw-meters", Optional.empty());
    }

    private static String tasmota(int kilowattHours) {
        return "{\"ENERGY\":{\"ImportActive\":[%d],\"ExportActive\":[0]}}".formatted(kilowattHours);
    }
}
