package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.HomeServer.Unit;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Meter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** All servers of the village: Modbus TCP per home and one MQTT broker. */
final class VillageServers implements AutoCloseable {

    private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

    private final DeviceBroker broker;
    private final MeterPublisher publisher;
    private final Map<Integer, HomeServer> homes;
    private List<HomeReading> shown;

    private VillageServers(
            DeviceBroker broker,
            MeterPublisher publisher,
            Map<Integer, HomeServer> homes,
            List<HomeReading> shown) {
        this.broker = broker;
        this.publisher = publisher;
        this.homes = homes;
        this.shown = shown;
    }

    /**
     * Opens everything; on return all servers listen and show {@code first}.
     *
     * @param preferred ports of an earlier run, reused where free
     */
    static VillageServers open(
            VillagePlan plan, List<HomeReading> first, Ports preferred, Path directory)
            throws IOException {
        Map<Integer, HomeServer> homes = openHomes(plan, first, preferred);
        int port = Ports.freeOr(preferred.broker());
        DeviceBroker broker = DeviceBroker.start(port, directory.resolve("broker"));
        MeterPublisher publisher = MeterPublisher.connect(broker.url());
        return new VillageServers(broker, publisher, homes, first);
    }

    /** In parallel, because each server takes 50 ms to say that it listens. */
    private static Map<Integer, HomeServer> openHomes(
            VillagePlan plan, List<HomeReading> first, Ports preferred) throws IOException {
        Map<Integer, Future<HomeServer>> opening = new TreeMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (HomeReading home : first) {
                List<Unit> units = units(plan, home.home());
                int port = preferred.modbus().getOrDefault(home.home().number(), 0);
                if (!units.isEmpty()) {
                    opening.put(
                            home.home().number(),
                            threads.submit(() -> HomeServer.open(units, home, port)));
                }
            }
        }
        Map<Integer, HomeServer> opened = new TreeMap<>();
        for (Map.Entry<Integer, Future<HomeServer>> entry : opening.entrySet()) {
            opened.put(entry.getKey(), result(entry.getValue()));
        }
        return opened;
    }

    private static HomeServer result(Future<HomeServer> opening) throws IOException {
        try {
            return opening.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while opening servers", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static List<Unit> units(VillagePlan plan, HomeSpec home) {
        List<Unit> units = new ArrayList<>();
        if (home.equipment().hasSolar()) {
            RecordedInverter recorded = plan.recordings().get(home.number());
            units.add(Unit.inverter(recorded == null ? SunSpecInverter::image : recorded::image));
        }
        if (home.meter() == Meter.SDM630) {
            units.add(Unit.meter());
        }
        if (home.equipment().hasCharger()) {
            units.add(Unit.charger());
        }
        return units;
    }

    /** Refreshes the registers of every home. */
    void show(List<HomeReading> readings) {
        shown = readings;
        for (HomeReading reading : readings) {
            HomeServer server = homes.get(reading.home().number());
            if (server != null) {
                server.show(reading);
            }
        }
    }

    /** Every MQTT meter publishes what it shows. */
    void publish(Instant now) {
        for (HomeReading reading : shown) {
            switch (reading.home().meter()) {
                case TASMOTA -> publisher.publish(MeterMessages.tasmota(reading, now, ZONE));
                case SHELLY_GEN2 -> publisher.publish(MeterMessages.shelly(reading));
                case SDM630, SUNSPEC_PLANT -> {}
            }
        }
    }

    Ports ports() {
        Map<Integer, Integer> modbus = new TreeMap<>();
        homes.forEach((number, server) -> modbus.put(number, server.port()));
        return new Ports(broker.port(), modbus);
    }

    String brokerUrl() {
        return broker.url();
    }

    @Override
    public void close() {
        publisher.close();
        homes.values().forEach(HomeServer::close);
        broker.close();
    }
}
