package energy.peerwatt.web.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.DeviceReport;
import energy.peerwatt.metering.protocol.DeviceReport.Device;
import energy.peerwatt.metering.protocol.DeviceReport.Kind;
import energy.peerwatt.metering.protocol.DeviceReport.State;
import energy.peerwatt.metering.protocol.DeviceReportSigner;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.SigningKey;
import energy.peerwatt.web.testkit.Await;
import energy.peerwatt.web.testkit.MarketTest;
import energy.peerwatt.web.testkit.Street;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

/** From a gateway's report at the broker to its owner. */
@QuarkusTest
class DeviceReportsTest extends MarketTest {

    private static final Street.Home HOME = Street.UNMETERED;
    private static final String DEVICES =
            "/api/v1/metering-points/" + HOME.meteringPoint() + "/devices";
    private static final Instant SINCE = Street.OPENS.minusSeconds(300);

    @ConfigProperty(name = "peerwatt.mqtt.port")
    int mqttPort;

    @Test
    void ownerSeesSilenceAndReturnAndNobodyElseDoes() throws Exception {
        SigningKey stranger = Ed25519SigningKey.generate(new SecureRandom());
        publish(stranger, Street.OPENS.minusSeconds(120), State.REFUSING, SINCE);
        publish(Street.key(), Street.OPENS.minusSeconds(100), State.SILENT, SINCE);
        Await.until("silent", () -> "SILENT".equals(devices().getString("devices[0].state")));

        assertThat(devices().getString("devices[0].device")).isEqualTo("INVERTER");
        assertThat(devices().getString("devices[0].since")).isEqualTo(SINCE.toString());
        assertThat(devices().getList("changes")).hasSize(1);
        as(Street.SELLER).get(DEVICES).then().statusCode(403);
        given().get(DEVICES).then().statusCode(401);
        asOperator().get(DEVICES).then().statusCode(200).body("devices.size()", equalTo(1));
        as(HOME).get("/api/v1/metering-points/none/devices").then().statusCode(404);

        Instant back = Street.OPENS.minusSeconds(60);
        publish(Street.key(), back, State.GOOD, back);
        Await.until("back", () -> "GOOD".equals(devices().getString("devices[0].state")));

        assertThat(devices().getList("changes.state")).isEqualTo(List.of("GOOD", "SILENT"));
    }

    private static JsonPath devices() {
        return as(HOME).get(DEVICES).then().statusCode(200).extract().jsonPath();
    }

    private void publish(SigningKey key, Instant at, State state, Instant since)
            throws MqttException {
        Device device =
                new Device(new MeteringPointId(HOME.meteringPoint()), Kind.INVERTER, state, since);
        byte[] report =
                new DeviceReportSigner(key)
                        .sign(new DeviceReport(Street.GATEWAY, at, List.of(device)));
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(Street.GATEWAY);
        options.setPassword(Street.GATEWAY_PASSWORD.getBytes(StandardCharsets.UTF_8));
        MqttClient client =
                new MqttClient(
                        "tcp://127.0.0.1:" + mqttPort, "gw-devices", new MemoryPersistence());
        client.connect(options);
        client.publish(new BlockTopics(Street.GATEWAY).event(), report, 1, false);
        client.disconnect();
        client.close();
    }
}
