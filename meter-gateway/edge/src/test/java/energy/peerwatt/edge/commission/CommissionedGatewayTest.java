package energy.peerwatt.edge.commission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.Gateway;
import energy.peerwatt.edge.TestConfig;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.FakeHeadEnd;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was commissioned is what the gateway reads. */
class CommissionedGatewayTest {

    @TempDir Path folder;

    @Test
    void gatewayReadsTheDevicesThatWereCommissioned() throws Exception {
        try (WiredMeter meter = new WiredMeter("eastron-sdm630", 1_500, _ -> {});
                WiredMeter inverter = new WiredMeter("abb-b23", -3_000, _ -> {});
                TestBroker broker = TestBroker.start()) {
            commission(meter, "METER");
            commission(inverter, "INVERTER");
            try (Gateway _ = gateway(broker.url());
                    FakeHeadEnd headEnd = new FakeHeadEnd(broker.url(), identity())) {
                Await.until(
                        "readings of both devices",
                        () -> channels(headEnd).containsAll(List.of(Channel.values())));
                assertThat(headEnd.complaints()).isEmpty();
                assertThat(headEnd.readings().values())
                        .filteredOn(reading -> reading.channel() == Channel.EXPORT)
                        .isNotEmpty()
                        .allMatch(reading -> reading.registerWh() == 678_900);

                Tool spool = Tool.run("verify-spool", "--data", folder.toString());
                assertThat(spool.code()).as(spool.said()).isZero();
                assertThat(spool.out()).contains("on disk: 1 to ").contains("sound");
            }
        }
    }

    private static List<Channel> channels(FakeHeadEnd headEnd) {
        return headEnd.readings().values().stream().map(Reading::channel).distinct().toList();
    }

    private void commission(WiredMeter device, String role) {
        Tool tool =
                Tool.run(
                        "",
                        device,
                        "commission",
                        device.host(),
                        "--unit",
                        "1",
                        "--role",
                        role,
                        "--metering-point",
                        "AT-1",
                        "--gateway-id",
                        "gw-1",
                        "--framing",
                        "tcp",
                        "--data",
                        folder.toString(),
                        "--watch",
                        "600",
                        "--yes");
        assertThat(tool.code()).as(tool.said()).isZero();
    }

    private Gateway gateway(String url) throws Exception {
        Path devices = folder.resolve("devices.json");
        return new Gateway(
                TestConfig.of(
                        Map.of(
                                "peerwatt.data-dir",
                                folder.toString(),
                                "peerwatt.devices",
                                devices.toString(),
                                "peerwatt.mqtt.url",
                                url,
                                "peerwatt.mqtt.gateway-password",
                                "secret")),
                DeviceList.parse(Files.readString(devices)),
                ScaledMarketClock.realTime(),
                new SimpleMeterRegistry());
    }

    private GatewayIdentity identity() throws Exception {
        JsonNode identity =
                new JsonMapper().readTree(Files.readString(folder.resolve("identity.json")));
        return GatewayIdentity.of(
                identity.path("gatewayId").asText(), identity.path("publicKey").asText());
    }
}
