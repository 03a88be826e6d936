package energy.peerwatt.edge.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import energy.peerwatt.edge.bench.MeterFarm.Bus;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.testkit.FakeHeadEnd;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * One gateway process polls simulated meters each second: which number of them without a missed
 * cycle, and what that costs. Meters, broker and head-end are in this process; the gateway is the
 * program itself, started by the launcher, and spools and sends as always. A quarter-hour changes
 * in the middle of the time measured.
 *
 * <p>A program of its own: the file for the figures, the launcher {@code peerwatt}, and numbers of
 * meters to try.
 */
final class PollingBenchmark {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GATEWAY = "gw-bench";
    private static final Duration START = Duration.ofSeconds(10);
    private static final Duration RAMP = Duration.ofSeconds(30);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(60);
    private static final Instant QUARTER_HOUR = Instant.parse("2026-06-18T10:15:00Z");
    private static final double MOST_CORES = 1;
    private static final double MOST_RESIDENT_MB = 400;

    private static final int UNITS_OF_A_BUS = 8;
    private static final Duration OWN_SOCKET = Duration.ofMillis(10);
    private static final Duration SHARED_SOCKET = Duration.ofMillis(25);

    private final Path launcher;
    private final Path directory;
    private final List<SimulatedMeter> meters = new ArrayList<>();
    private final int count;

    private PollingBenchmark(Path launcher, Path directory, int count) {
        this.launcher = launcher;
        this.directory = directory;
        this.count = count;
    }

    public static void main(String[] args) throws Exception {
        ObjectNode found = JSON.createObjectNode();
        int most = 0;
        for (int i = 2; i < args.length; i++) {
            int count = Integer.parseInt(args[i]);
            Path directory = Files.createTempDirectory(Path.of(args[0]).getParent(), "polling-");
            ObjectNode run = new PollingBenchmark(Path.of(args[1]), directory, count).run();
            System.out.println(count + " meters: " + run);
            found.set("polling" + count, run);
            most = isGood(run) ? Math.max(most, count) : most;
        }
        found.put("metersPolledEachSecond", most);
        Files.writeString(Path.of(args[0]), JSON.writeValueAsString(found));
        System.exit(0); // the broker leaves threads behind
    }

    private static boolean isGood(JsonNode run) {
        return run.path("cyclesMissed").asLong() == 0
                && run.path("wrongReadings").asLong() == 0
                && run.path("lostAnswers").asLong() == 0
                && run.path("cores").asDouble() <= MOST_CORES
                && run.path("peakResidentMb").asDouble() <= MOST_RESIDENT_MB;
    }

    private ObjectNode run() throws Exception {
        Instant launched = SimulatedMeter.now().truncatedTo(ChronoUnit.MILLIS);
        Instant from = launched.plus(START).plus(RAMP);
        Duration ahead = Duration.between(from.plus(MEASURED.dividedBy(2)), QUARTER_HOUR);
        try (TestBroker broker = TestBroker.start();
                MeterFarm farm = new MeterFarm(buses());
                GatewayProcess gateway = start(farm, broker.url(), launched, ahead)) {
            gateway.awaitReady(START);
            try (FakeHeadEnd headEnd = new FakeHeadEnd(broker.url(), identity())) {
                sleepUntil(from);
                double cpuBefore = gateway.cpuSeconds();
                sleepUntil(from.plus(MEASURED));
                double cores = (gateway.cpuSeconds() - cpuBefore) / MEASURED.toSeconds();
                Collection<Reading> stored =
                        drained(headEnd, from.plus(MEASURED).plusSeconds(1).plus(ahead));
                Cycles cycles = Cycles.count(meters, stored, from, MEASURED, ahead);
                return report(farm, cycles)
                        .put("cores", cores)
                        .put("peakResidentMb", gateway.peakResidentMb())
                        .put("complaintsOfTheHeadEnd", headEnd.complaints().size())
                        .put("complaintsOfTheGateway", gateway.complaints().size());
            }
        }
    }

    private ObjectNode report(MeterFarm farm, Cycles cycles) {
        return JSON.createObjectNode()
                .put("meters", count)
                .put("sockets", farm.buses().size())
                .put("measuredSeconds", MEASURED.toSeconds())
                .put("cyclesDue", cycles.due())
                .put("cyclesMissed", cycles.missed())
                .put("readingsCompared", cycles.compared())
                .put("wrongReadings", cycles.wrong())
                .put("lostAnswers", cycles.lost())
                .put("boundaryReadings", cycles.boundary());
    }

    /** What the head-end has once it has all up to a time; so all of it was synced to the disk. */
    private static Collection<Reading> drained(FakeHeadEnd headEnd, Instant until)
            throws InterruptedException {
        Instant deadline = SimulatedMeter.now().plus(DRAIN);
        while (headEnd.readings().isEmpty()
                || headEnd.readings().lastEntry().getValue().at().isBefore(until)) {
            if (SimulatedMeter.now().isAfter(deadline)) {
                throw new IllegalStateException("the head-end waits for readings of " + until);
            }
            Thread.sleep(100);
        }
        return List.copyOf(headEnd.readings().values());
    }

    /** Four tenths of the meters share sockets. */
    private List<Bus> buses() {
        List<Bus> buses = new ArrayList<>();
        for (int i = 0; meters.size() < count * 4 / 10; i++) {
            int units = Math.min(UNITS_OF_A_BUS, count - meters.size());
            buses.add(
                    i % 2 == 0
                            ? bus(Framing.RTU_OVER_TCP, SimulatedMeter.Kind.SDM630, units)
                            : bus(Framing.TCP, SimulatedMeter.Kind.IEM3155, units));
        }
        while (meters.size() < count) {
            SimulatedMeter.Kind kind =
                    meters.size() % 3 == 0
                            ? SimulatedMeter.Kind.SUNSPEC
                            : SimulatedMeter.Kind.SDM630;
            buses.add(bus(Framing.TCP, kind, 1));
        }
        return buses;
    }

    private Bus bus(Framing framing, SimulatedMeter.Kind kind, int units) {
        List<SimulatedMeter> behind = new ArrayList<>();
        for (int i = 0; i < units; i++) {
            behind.add(new SimulatedMeter(kind, meters.size() + i, count));
        }
        meters.addAll(behind);
        return new Bus(framing, units == 1 ? OWN_SOCKET : SHARED_SOCKET, behind);
    }

    private GatewayProcess start(MeterFarm farm, String broker, Instant launched, Duration ahead)
            throws IOException {
        Path devices = directory.resolve("devices.json");
        Files.writeString(devices, devices(farm).toString());
        Map<String, Object> properties =
                Map.of(
                        "peerwatt.devices",
                        devices,
                        "peerwatt.mqtt.url",
                        broker,
                        "peerwatt.mqtt.gateway-password",
                        "none",
                        "peerwatt.clock.wall-start",
                        launched,
                        "peerwatt.clock.market-start",
                        launched.plus(ahead),
                        "peerwatt.clock.speed",
                        1);
        return new GatewayProcess(
                launcher,
                directory,
                properties.entrySet().stream()
                        .map(entry -> "-D" + entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    private static ObjectNode devices(MeterFarm farm) {
        ObjectNode root = JSON.createObjectNode().put("gatewayId", GATEWAY);
        ArrayNode list = root.putArray("devices");
        for (Bus bus : farm.buses()) {
            for (int unit = 1; unit <= bus.units().size(); unit++) {
                SimulatedMeter meter = bus.units().get(unit - 1);
                list.addObject()
                        .put("meteringPoint", meter.meteringPoint())
                        .put("role", "METER")
                        .put("driver", meter.kind().driver())
                        .put("host", "127.0.0.1")
                        .put("port", farm.port(bus))
                        .put("unit", unit)
                        .put("framing", bus.framing() == Framing.TCP ? "tcp" : "rtu-over-tcp");
            }
        }
        return root;
    }

    private GatewayIdentity identity() throws IOException {
        JsonNode identity = JSON.readTree(Files.readString(directory.resolve("identity.json")));
        return GatewayIdentity.of(
                identity.path("gatewayId").asText(), identity.path("publicKey").asText());
    }

    private static void sleepUntil(Instant wall) throws InterruptedException {
        Duration left = Duration.between(SimulatedMeter.now(), wall);
        if (left.isNegative()) {
            throw new IllegalStateException("too slow by " + left.negated());
        }
        Thread.sleep(left);
    }
}
