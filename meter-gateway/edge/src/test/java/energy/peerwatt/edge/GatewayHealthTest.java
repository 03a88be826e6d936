package energy.peerwatt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.health.DeviceState;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.FreePort;
import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A meter is switched off and on again before the eyes of a whole gateway. */
class GatewayHealthTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    @TempDir Path folder;

    @Test
    void meterThatIsSwitchedOffIsSilentAndThenBack() throws Exception {
        int port = FreePort.find();
        try (Gateway gateway = gateway(port)) {
            try (ModbusSlaveServer _ = meter(port)) {
                Await.until("a value", () -> state(gateway) == DeviceState.GOOD);
            }
            Await.until("silence", () -> state(gateway) == DeviceState.SILENT);
            JsonNode status = new JsonMapper().readTree(DeviceRoute.json(gateway.health())).get(0);
            assertThat(status.path("address").asText()).isEqualTo("127.0.0.1:" + port + " unit 1");
            assertThat(status.path("since")).isEqualTo(status.path("lastGood"));
            assertThat(status.path("leftAlone").asBoolean()).isTrue();
            assertThat(status.path("failures").properties()).isNotEmpty();
            assertThat(status.path("latencyMicros").path("median").asLong()).isPositive();
            assertThat(metrics.get("gateway.device.missing").gauge().value()).isEqualTo(1);
            assertThat(metrics.get("gateway.device.left.alone").gauge().value()).isEqualTo(1);
            assertThat(metrics.get("gateway.device.age").gauge().value()).isPositive();
            try (ModbusSlaveServer _ = meter(port)) {
                Await.until("it is back", () -> state(gateway) == DeviceState.GOOD);
            }
        }
    }

    private static ModbusSlaveServer meter(int port) throws Exception {
        return ModbusSlaveServer.start(port)
                .holding(1, 3_059, 0, 0)
                .holding(1, 3_203, 0, 0, 0, 7, 0, 0, 0, 9);
    }

    private static String devices(int port) {
        return """
        {"gatewayId":"gw-1","devices":[{"meteringPoint":"AT-1","role":"METER",
         "driver":"schneider-iem3155","host":"127.0.0.1","port":%d,"unit":1}]}
        """
                .formatted(port);
    }

    private static DeviceState state(Gateway gateway) {
        return gateway.health().statuses().getFirst().state();
    }

    private Gateway gateway(int port) throws IOException {
        GatewayConfig config =
                TestConfig.of(
                        Map.of(
                                "peerwatt.data-dir",
                                folder.toString(),
                                "peerwatt.devices",
                                folder.resolve("devices.json").toString(),
                                "peerwatt.mqtt.url",
                                "tcp://127.0.0.1:" + FreePort.find(),
                                "peerwatt.mqtt.gateway-password",
                                "secret",
                                "peerwatt.poll.interval",
                                "50ms",
                                "peerwatt.watchdog.polls",
                                "20"));
        return new Gateway(
                config, DeviceList.parse(devices(port)), ScaledMarketClock.realTime(), metrics);
    }
}
