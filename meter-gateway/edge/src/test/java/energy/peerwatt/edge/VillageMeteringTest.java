package energy.peerwatt.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.simulator.Simulator;
import energy.peerwatt.edge.simulator.SimulatorOptions;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.FakeHeadEnd;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated village, the gateway and a head-end: what arrives is what was true. */
class VillageMeteringTest {

    private static final int SPEED = 300;
    private static final Instant START = Instant.parse("2026-06-18T10:15:01Z");
    private static final int HOMES = 8;
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir Path folder;

    @Test
    void bothReadingsAroundAQuarterHourShowTheTruth() throws Exception {
        SimulatorOptions options =
                new SimulatorOptions(folder.resolve("simulator"), HOMES, 11, Optional.empty());
        try (TestBroker broker = TestBroker.start()) {
            meter(broker, options);
        }
    }

    private void meter(TestBroker broker, SimulatorOptions options) throws Exception {
        InstantSource wall = InstantSource.system();
        MarketClock clock = new ScaledMarketClock(START, wall.instant(), SPEED, wall);
        try (Simulator simulator = Simulator.start(options, clock)) {
            CompletableFuture<Void> loop = CompletableFuture.runAsync(() -> run(simulator));
            try (Gateway _ = gateway(broker, clock);
                    FakeHeadEnd headEnd = new FakeHeadEnd(broker.url(), identity())) {
                Await.until("all homes read", () -> homesReadAfter(START, headEnd) == HOMES);
                Instant quarter =
                        DeliveryInterval.containing(
                                        clock.now().plusSeconds(120), DeliveryInterval.QUARTER_HOUR)
                                .end();
                Await.until(
                        "readings after " + quarter,
                        () -> homesReadAfter(quarter.plusSeconds(300), headEnd) == HOMES);
                assertThat(headEnd.complaints()).isEmpty();
                assertTruth(quarter, headEnd.readings().values());
                assertContext(headEnd.readings().values());
                assertThat(headEnd.live().getLast())
                        .contains("gridW", "solarW", "batterySocPermille");
            }
            simulator.stop();
            loop.join();
        }
    }

    private static void assertContext(Collection<Reading> readings) {
        assertThat(readings)
                .filteredOn(Reading::boundary)
                .isNotEmpty()
                .allMatch(reading -> reading.context().evidence().isPresent())
                .anyMatch(reading -> reading.context().watts().isPresent());
        assertThat(readings)
                .extracting(reading -> reading.context().evidence())
                .filteredOn(Optional::isPresent)
                .extracting(evidence -> evidence.orElseThrow().profileId())
                .contains("eastron-sdm630")
                .anyMatch(profile -> profile.startsWith("sunspec-"));
    }

    private static long homesReadAfter(Instant time, FakeHeadEnd headEnd) {
        return headEnd.readings().values().stream()
                .filter(reading -> reading.channel() == Channel.IMPORT)
                .filter(reading -> reading.at().isAfter(time))
                .map(Reading::meteringPoint)
                .distinct()
                .count();
    }

    private Gateway gateway(TestBroker broker, MarketClock clock) throws IOException {
        Path data = Files.createDirectories(folder.resolve("gateway"));
        Path devices = folder.resolve("simulator/devices.json");
        GatewayConfig config =
                TestConfig.of(
                        Map.of(
                                "peerwatt.data-dir", data.toString(),
                                "peerwatt.devices", devices.toString(),
                                "peerwatt.mqtt.url", broker.url(),
                                "peerwatt.mqtt.gateway-password", "secret"));
        return new Gateway(
                config,
                DeviceList.parse(Files.readString(devices)),
                clock,
                new SimpleMeterRegistry());
    }

    private GatewayIdentity identity() throws IOException {
        Path data = folder.resolve("gateway");
        JsonNode identity = JSON.readTree(Files.readString(data.resolve("identity.json")));
        GatewayIdentity gateway =
                GatewayIdentity.of(
                        identity.path("gatewayId").asText(), identity.path("publicKey").asText());
        assertThat(gateway.keyId()).isEqualTo(identity.path("keyId").asText());
        assertThat(Files.getPosixFilePermissions(data.resolve("signing-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        return gateway;
    }

    private void assertTruth(Instant quarter, Collection<Reading> readings) throws IOException {
        JsonNode registers = truth(quarter);
        assertThat(registers.size()).isEqualTo(HOMES);
        registers
                .properties()
                .forEach(home -> {
                    assertTruth(quarter, readings, home, Channel.IMPORT, "importWh");
                    assertTruth(quarter, readings, home, Channel.EXPORT, "exportWh");
                });
    }

    private static void assertTruth(
            Instant quarter,
            Collection<Reading> readings,
            Map.Entry<String, JsonNode> home,
            Channel channel,
            String field) {
        List<Reading> own =
                readings.stream()
                        .filter(r -> r.meteringPoint().value().equals(home.getKey()))
                        .filter(r -> r.channel() == channel)
                        .toList();
        long truth = home.getValue().path(field).asLong();
        String what = home.getKey() + " " + channel + " at " + quarter;
        assertThat(
                        own.stream()
                                .filter(r -> !r.at().isAfter(quarter))
                                .toList()
                                .getLast()
                                .registerWh())
                .as(what)
                .isEqualTo(truth);
        assertThat(
                        own.stream()
                                .filter(r -> !r.at().isBefore(quarter))
                                .toList()
                                .getFirst()
                                .registerWh())
                .as(what)
                .isEqualTo(truth);
    }

    private JsonNode truth(Instant quarter) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("simulator/truth.jsonl"))) {
            JsonNode truth = JSON.readTree(line);
            if (truth.path("at").asText().equals(quarter.toString())) {
                return truth.path("registers");
            }
        }
        throw new AssertionError("no truth of " + quarter);
    }

    private static void run(Simulator simulator) {
        try {
            simulator.run();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
