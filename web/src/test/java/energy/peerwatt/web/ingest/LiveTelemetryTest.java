package energy.peerwatt.web.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

/** From a gateway's telemetry at the broker to what is shown and forecast. */
@QuarkusTest
class LiveTelemetryTest extends MarketTest {

    private static final MeteringPointId POINT =
            new MeteringPointId(Street.UNMETERED.meteringPoint());

    @ConfigProperty(name = "peerwatt.mqtt.port")
    int mqttPort;

    @Inject LiveState live;
    @Inject MarketClock clock;
    @Inject MeterRegistry metrics;

    @Test
    void neitherAStrangerNorTheFutureIsBelieved() throws Exception {
        double foreign = ignored("foreign");
        publish("gw-stranger", clock.now(), 9_999);
        Await.until("stranger counted", () -> ignored("foreign") == foreign + 1);

        double future = ignored("future");
        publish(Street.GATEWAY, clock.now().plusSeconds(3_600), 8_888);
        Await.until("future counted", () -> ignored("future") == future + 1);
        assertThat(live.of(POINT)).isEmpty();

        publish(Street.GATEWAY, clock.now(), 7);
        Await.until("own telemetry", () -> live.of(POINT).isPresent());
        assertThat(live.of(POINT).orElseThrow().gridW()).hasValue(7);
    }

    private double ignored(String reason) {
        return metrics.get("market.telemetry.ignored").tag("reason", reason).counter().count();
    }

    private void publish(String gateway, Instant at, long gridW) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(gateway);
        options.setPassword(Street.GATEWAY_PASSWORD.getBytes(StandardCharsets.UTF_8));
        MqttClient client =
                new MqttClient(
                        "tcp://127.0.0.1:" + mqttPort,
                        gateway + "-telemetry",
                        new MemoryPersistence());
        client.connect(options);
        String message =
                "{\"at\":\"%s\",\"points\":[{\"meteringPoint\":\"%s\",\"gridW\":%d}]}"
                        .formatted(at, POINT.value(), gridW);
        client.publish(
                new BlockTopics(gateway).live(),
                message.getBytes(StandardCharsets.UTF_8),
                1,
                false);
        client.disconnect();
        client.close();
    }
}
