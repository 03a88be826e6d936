package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ghgande.j2mod.modbus.ModbusException;
import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.Village;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorTest {

    private static final Instant START = Instant.parse("2026-06-18T10:02:00Z");
    private static final Instant FOUNDED = Instant.parse("2026-06-18T10:00:00Z");
    private static final int SPEED = 60;
    private static final int HOMES = 8;
    private static final long SEED = 11;

    @TempDir Path folder;

    private SimulatorOptions options() {
        return new SimulatorOptions(folder, HOMES, SEED, Optional.empty());
    }

    /** A simulator whose loop runs on a thread of its own. */
    private record Running(Simulator simulator, CompletableFuture<Void> loop)
            implements AutoCloseable {

        static Running start(SimulatorOptions options, MarketClock clock)
                throws IOException, InterruptedException {
            Simulator simulator = Simulator.start(options, clock);
            return new Running(simulator, CompletableFuture.runAsync(() -> run(simulator)));
        }

        private static void run(Simulator simulator) {
            try {
                simulator.run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void assertAlive() {
            assertThat(loop.isDone()).as("loop has ended").isFalse();
        }

        @Override
        public void close() throws IOException {
            simulator.stop();
            loop.join();
            simulator.close();
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            Thread.sleep(Duration.ofMillis(5));
        }
    }

    private List<JsonNode> truth() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("truth.jsonl"))) {
            lines.add(Json.MAPPER.readTree(line));
        }
        return lines;
    }

    private boolean truthReaches(Instant boundary) {
        try {
            return truth().getLast().path("at").asText().equals(boundary.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line per quarter-hour from foundation, equal to a village that never stopped. */
    private void assertTruthIsUninterrupted(int boundaries) throws IOException {
        List<JsonNode> lines = truth();
        assertThat(lines).hasSize(boundaries);
        Village village = Village.found(Blueprint.ofSeed(SEED, HOMES), FOUNDED.getEpochSecond());
        for (int i = 0; i < boundaries; i++) {
            Instant boundary = FOUNDED.plusSeconds(900L * i);
            village.advanceTo(boundary.getEpochSecond());
            assertThat(lines.get(i).path("at").asText()).isEqualTo(boundary.toString());
            for (HomeReading home : village.readings(boundary.getEpochSecond())) {
                JsonNode registers =
                        lines.get(i).path("registers").path(home.home().meteringPoint().value());
                assertThat(registers.path("importWh").asLong())
                        .isEqualTo(home.wattHours(Quantity.IMPORT));
                assertThat(registers.path("exportWh").asLong())
                        .isEqualTo(home.wattHours(Quantity.EXPORT));
                assertThat(registers.path("generationWh").asLong())
                        .isEqualTo(home.wattHours(Quantity.GENERATION));
            }
        }
    }

    private int meterPort(String point) throws IOException {
        for (JsonNode device : Json.read(folder.resolve("devices.json")).path("devices")) {
            if (device.path("meteringPoint").asText().endsWith(point)
                    && device.path("role").asText().equals("METER")) {
                return device.path("port").asInt();
            }
        }
        throw new IllegalStateException("no meter " + point);
    }

    @Test
    void describesTheVillageToMarketAndGateway() throws Exception {
        try (Running running = Running.start(options(), new SteppedClock(START, SPEED))) {
            JsonNode village = Json.read(folder.resolve("village.json"));
            JsonNode devices = Json.read(folder.resolve("devices.json"));

            running.assertAlive();
            assertThat(village.path("area").toString())
                    .isEqualTo(
                            "{\"id\":1,\"name\":\"Lindenweg\",\"timeZone\":\"Europe/Vienna\","
                                    + "\"currency\":\"EUR\",\"transformerW\":32000}");
            assertThat(village.path("homes")).hasSize(HOMES);
            assertThat(village.path("homes").get(5).path("evChargerW").asInt()).isEqualTo(11_000);
            assertThat(devices.path("gatewayId").asText()).isEqualTo("gw-lindenweg");
            assertThat(devices.path("deviceBroker").asText()).startsWith("tcp://127.0.0.1:");
            assertThat(devices.path("devices").findValuesAsText("role"))
                    .containsOnly("METER", "INVERTER", "BATTERY", "CHARGER");
        }
    }

    @Test
    void refreshesHalfATickBeforeTheBoundaryAndLogsItWhenPassed() throws Exception {
        SteppedClock clock = new SteppedClock(START, SPEED);
        Instant boundary = Instant.parse("2026-06-18T10:15:00Z");
        try (Running running = Running.start(options(), clock);
                ModbusClient client = new ModbusClient(meterPort("102"))) {
            long before = client.wattHours(2, 72);
            clock.set(boundary.minusSeconds(75));
            await("the boundary value is shown", () -> importWh(client) > before);
            long atBoundary = client.wattHours(2, 72);

            assertThat(truth()).hasSize(1);
            clock.set(boundary);
            await("the boundary is logged", () -> truthReaches(boundary));
            assertThat(client.wattHours(2, 72)).isEqualTo(atBoundary);
            running.assertAlive();
        }
        assertTruthIsUninterrupted(2);
        assertThat(truth().getLast().findValue("AT-SIM-" + "0".repeat(23) + "102")).isNotNull();
    }

    private static long importWh(ModbusClient client) {
        try {
            return client.wattHours(2, 72);
        } catch (ModbusException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void continuesAfterAStop() throws Exception {
        SteppedClock clock = new SteppedClock(START, SPEED);
        String devices;
        try (Running running = Running.start(options(), clock)) {
            devices = Files.readString(folder.resolve("devices.json"));
            clock.set(START.plusSeconds(5_000));
            await("time passes", () -> truthReaches(Instant.parse("2026-06-18T11:15:00Z")));
            running.assertAlive();
        }
        clock.set(START.plusSeconds(10_000));
        try (Running running = Running.start(options(), clock)) {
            assertThat(Files.readString(folder.resolve("devices.json")))
                    .as("same ports")
                    .isEqualTo(devices);
            running.assertAlive();
        }
        assertTruthIsUninterrupted(12);
    }

    /** A kill leaves an older state beside a newer truth log. */
    @Test
    void continuesAfterAKillAsIfNothingHadHappened() throws Exception {
        SteppedClock clock = new SteppedClock(START, SPEED);
        Path state = folder.resolve("state.json");
        Path older = folder.resolve("older.json");
        try (Running running = Running.start(options(), clock)) {
            Files.copy(state, older);
            clock.set(START.plusSeconds(5_000));
            await("time passes", () -> truthReaches(Instant.parse("2026-06-18T11:15:00Z")));
            running.assertAlive();
        }
        Files.move(older, state, StandardCopyOption.REPLACE_EXISTING);
        clock.set(START.plusSeconds(5_100));
        try (Running running = Running.start(options(), clock)) {
            clock.set(START.plusSeconds(7_000));
            await("time passes", () -> truthReaches(Instant.parse("2026-06-18T11:45:00Z")));
            running.assertAlive();
        }
        assertTruthIsUninterrupted(8);
    }

    /** Before charging stations had addresses of their own and cars sessions. */
    @Test
    void continuesFromAStateOfAnEarlierVersion() throws Exception {
        SteppedClock clock = new SteppedClock(START, SPEED);
        Running.start(options(), clock).close();
        Path state = folder.resolve("state.json");
        ObjectNode saved = (ObjectNode) Json.read(state);
        ((ObjectNode) saved.path("ports")).remove("chargers");
        saved.path("homes")
                .forEach(home ->
                        ((ObjectNode) home).remove(List.of("session", "charger", "nextCharger")));
        Json.replace(state, saved);

        clock.set(START.plusSeconds(10_000));
        try (Running running = Running.start(options(), clock)) {
            running.assertAlive();
        }
        assertTruthIsUninterrupted(12);
    }

    @Test
    void refusesTheStateOfAnotherVillage() throws Exception {
        SteppedClock clock = new SteppedClock(START, SPEED);
        Running.start(options(), clock).close();
        SimulatorOptions other = new SimulatorOptions(folder, HOMES + 1, SEED, Optional.empty());

        assertThatThrownBy(() -> Simulator.start(other, clock))
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("homes=9");
    }

    @Test
    void mqttMetersPublishThroughTheHomesBroker() throws Exception {
        SteppedClock clock = new SteppedClock(START, SPEED);
        Map<String, MqttMessage> received = new ConcurrentHashMap<>();
        try (Running running = Running.start(options(), clock)) {
            String broker = Json.read(folder.resolve("devices.json")).path("deviceBroker").asText();
            MqttClient gateway = new MqttClient(broker, "test", new MemoryPersistence());
            gateway.connect();
            gateway.subscribe(
                    new MqttSubscription[] {new MqttSubscription("#", 0)},
                    new IMqttMessageListener[] {received::put});
            clock.set(START.plusSeconds(60));
            await("meters and households have spoken", () -> received.size() == 8);
            gateway.disconnect();
            gateway.close();
            running.assertAlive();
        }
        assertThat(received)
                .containsOnlyKeys(
                        "tele/home-05/SENSOR",
                        "shellypro3em-home-08/status/em:0",
                        "shellypro3em-home-08/status/emdata:0",
                        "home/home-01/car",
                        "home/home-02/car",
                        "home/home-04/car",
                        "home/home-05/car",
                        "home/home-06/car");
        assertThat(received.values()).noneMatch(MqttMessage::isRetained);
        assertThat(text(received.get("tele/home-05/SENSOR"))).contains("\"ImportActive\":[");
        assertThat(text(received.get("shellypro3em-home-08/status/emdata:0")))
                .contains("\"total_act\":");
    }

    private static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    /**
     * In real wall time: 450 market seconds a second, a tick lasts two seconds. Two thirds of a
     * second after a refresh are left out, because a busy machine may be late.
     */
    @Test
    void everyReadShowsTheNearestTick() throws Exception {
        ScaledMarketClock clock =
                new ScaledMarketClock(
                        START, InstantSource.system().instant(), 450, InstantSource.system());
        TickSchedule ticks = TickSchedule.forSpeed(450);
        Village twin = Village.found(Blueprint.ofSeed(SEED, HOMES), FOUNDED.getEpochSecond());
        int reads = 0;
        try (Running running = Running.start(options(), clock);
                ModbusClient client = new ModbusClient(meterPort("102"))) {
            while (clock.now().isBefore(START.plusSeconds(1_500))) {
                long before = ticks.shownAt(clock.now().minusSeconds(300));
                long shown = client.wattHours(2, 72);
                long after = ticks.shownAt(clock.now());
                if (before == after) {
                    twin.advanceTo(after);
                    assertThat(shown)
                            .isEqualTo(twin.readings(after).get(1).wattHours(Quantity.IMPORT));
                    reads++;
                }
            }
            running.assertAlive();
        }
        assertThat(reads).isGreaterThan(100);
    }
}
