package energy.peerwatt.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.health.HealthBoard;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.Devices;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.DeviceReport;
import energy.peerwatt.metering.protocol.DeviceReport.Device;
import energy.peerwatt.metering.protocol.DeviceReport.State;
import energy.peerwatt.metering.protocol.DeviceReportSigner;
import energy.peerwatt.metering.protocol.DeviceReportVerifier;
import energy.peerwatt.metering.protocol.DeviceReportVerifier.Result;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.SigningKey;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a gateway says about its devices, on a real broker. */
class DeviceReportsTest {

    private static final DeviceEntry LIVELY = meter("AT-1", 1);
    private static final DeviceEntry TWIN = meter("AT-2", 1);
    private static final DeviceEntry DEAD_TWIN = meter("AT-2", 2);

    private final SigningKey key = Ed25519SigningKey.generate(new SecureRandom());
    private final BlockTopics topics = new BlockTopics("gw-1");
    private final MarketClock clock = ScaledMarketClock.realTime();
    private final List<DeviceReport> reports = new CopyOnWriteArrayList<>();

    @Test
    void tellsChangesAndEverythingAgainOnANewConnection() throws Exception {
        try (TestBroker broker = TestBroker.start();
                HealthBoard board = board();
                MqttSession headEnd = session(broker, "head-end")) {
            headEnd.subscribe(topics.event(), 1);
            DeviceReports gateway =
                    new DeviceReports(board, new DeviceReportSigner(key), "gw-1", clock);
            try (MqttSession uplink = session(broker, "gw-1")) {
                Await.until(
                        "good, and silent for one of two",
                        () -> {
                            say(board, LIVELY);
                            say(board, TWIN);
                            gateway.tell(uplink);
                            return states().equals(
                                            Map.of("AT-1", State.GOOD, "AT-2", State.SILENT));
                        });
                Await.until(
                        "it is back",
                        () -> {
                            say(board, LIVELY);
                            say(board, TWIN);
                            say(board, DEAD_TWIN);
                            gateway.tell(uplink);
                            return states().equals(Map.of("AT-1", State.GOOD, "AT-2", State.GOOD));
                        });
                int told = reports.size();
                gateway.tell(uplink);
                assertThat(reports).hasSize(told);
            }
            int told = reports.size();
            try (MqttSession again = session(broker, "gw-1")) {
                gateway.tell(again);
                Await.until("told again", () -> reports.size() > told);
            }
        }
    }

    private Map<String, State> states() {
        return reports.isEmpty()
                ? Map.of()
                : reports.getLast().devices().stream()
                        .collect(
                                Collectors.toMap(
                                        device -> device.meteringPoint().value(), Device::state));
    }

    private void say(HealthBoard board, DeviceEntry device) {
        board.of(device).good(clock.now(), new DeviceSample(Map.of(), Map.of()));
    }

    private HealthBoard board() {
        Duration patience = Duration.ofSeconds(2);
        return new HealthBoard(
                List.of(LIVELY, TWIN, DEAD_TWIN),
                new HealthBoard.Patience(patience, patience),
                clock,
                new SimpleMeterRegistry());
    }

    private MqttSession session(TestBroker broker, String name) {
        return MqttSession.connect(
                new MqttAddress(broker.url(), name, Optional.empty()),
                (_, payload, _) -> verify(payload));
    }

    private void verify(byte[] payload) {
        GatewayIdentity identity = new GatewayIdentity("gw-1", key.verificationKey());
        Result result = new DeviceReportVerifier(_ -> Optional.of(identity)).verify(payload);
        reports.add(((Result.Verified) result).report());
    }

    private static DeviceEntry meter(String point, int unit) {
        return Devices.meter(new MeteringPointId(point), "none", 502, unit);
    }
}
