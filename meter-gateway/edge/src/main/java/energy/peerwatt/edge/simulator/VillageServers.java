package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.HomeServer.Unit;
import energy.peerwatt.edge.simulator.model.ChargerOrders;
import energy.peerwatt.edge.simulator.model.HomeOrders;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.HomeSpec;
import energy.peerwatt.edge.simulator.model.Meter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All servers of the village: Modbus TCP per home and one MQTT broker. */
final class VillageServers implements AutoCloseable {

    private static final ZoneId ZONE = ZoneId.of("Europe/Vienna");

    private final DeviceBroker broker;
    private final MeterPublisher publisher;
    private final Map<Integer, InverterControls> inverters = new TreeMap<>();
    private final Map<Integer, ChargingStation> stations = new TreeMap<>();
    private final Map<Integer, HomeServer> homes = new TreeMap<>();

    /** A charging station has a network address of its own. */
    private final Map<Integer, HomeServer> chargers = new TreeMap<>();

    private List<HomeReading> shown;

    private VillageServers(
            DeviceBroker broker, VillagePlan plan, List<HomeReading> first, LongSupplier second) {
        this.broker = broker;
        publisher = MeterPublisher.connect(broker.url());
        shown = first;
        for (HomeReading reading : first) {
            int number = reading.home().number();
            List<Unit> units = units(plan, reading.home(), second);
            if (!units.isEmpty()) {
                homes.put(number, new HomeServer(units, reading));
            }
            if (reading.home().equipment().hasCharger()) {
                ChargingStation station = new ChargingStation(second);
                stations.put(number, station);
                chargers.put(number, new HomeServer(List.of(Unit.charger(station)), reading));
            }
        }
    }

    /**
     * Starts the broker; the homes' servers show {@code first} but do not listen yet.
     *
     * @param second market time now, epoch seconds: devices' timers run in it
     * @param preferredBrokerPort reused if free
     */
    static VillageServers start(
            VillagePlan plan,
            List<HomeReading> first,
            LongSupplier second,
            int preferredBrokerPort,
            Path directory) {
        int port = Ports.freeOr(preferredBrokerPort);
        DeviceBroker broker = DeviceBroker.start(port, directory.resolve("broker"));
        return new VillageServers(broker, plan, first, second);
    }

    /**
     * Lets every server listen, all at the same time.
     *
     * @param preferred ports of an earlier run, reused where free
     */
    CompletableFuture<Ports> listen(Ports preferred) {
        return listen(homes, preferred.modbus())
                .thenCombine(
                        listen(chargers, preferred.chargers()),
                        (modbus, charger) -> new Ports(broker.port(), modbus, charger));
    }

    private static CompletableFuture<Map<Integer, Integer>> listen(
            Map<Integer, HomeServer> servers, Map<Integer, Integer> preferred) {
        Map<Integer, CompletableFuture<Integer>> opening = new TreeMap<>();
        servers.forEach((number, server) -> {
            int port = preferred.getOrDefault(number, 0);
            opening.put(
                    number,
                    CompletableFuture.supplyAsync(
                            () -> server.listen(port), Thread::startVirtualThread));
        });
        return CompletableFuture.allOf(opening.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> {
                    Map<Integer, Integer> ports = new TreeMap<>();
                    opening.forEach((number, port) -> ports.put(number, port.join()));
                    return ports;
                });
    }

    private List<Unit> units(VillagePlan plan, HomeSpec home, LongSupplier second) {
        List<Unit> units = new ArrayList<>();
        RecordedInverter recorded = plan.recordings().get(home.number());
        if (recorded != null) {
            units.add(Unit.inverter(recorded::image));
        } else if (home.equipment().hasSolar()) {
            InverterControls controls = SunSpecInverter.controls(home, second);
            inverters.put(home.number(), controls);
            units.add(Unit.controlled(controls));
        }
        if (home.meter() == Meter.SDM630) {
            units.add(Unit.meter());
        }
        return units;
    }

    /** Refreshes the registers of every home. */
    void show(List<HomeReading> readings) {
        shown = readings;
        for (HomeReading reading : readings) {
            int number = reading.home().number();
            show(homes.get(number), reading);
            show(chargers.get(number), reading);
        }
    }

    private static void show(@Nullable HomeServer server, HomeReading reading) {
        if (server != null) {
            server.show(reading);
        }
    }

    /** What somebody has ordered inverters to do since the last call, by the home's number. */
    Map<Integer, HomeOrders> orders() {
        return changed(inverters, InverterControls::changed);
    }

    /** What somebody has ordered charging stations to do since the last call, likewise. */
    Map<Integer, ChargerOrders> chargerOrders() {
        return changed(stations, ChargingStation::changed);
    }

    private static <D, O> Map<Integer, O> changed(
            Map<Integer, D> devices, Function<D, Optional<O>> orders) {
        Map<Integer, O> changed = new TreeMap<>();
        devices.forEach((number, device) ->
                orders.apply(device).ifPresent(order -> changed.put(number, order)));
        return changed;
    }

    /** Every MQTT meter publishes what it shows, and households what their cars need. */
    void publish(Instant now) {
        for (HomeReading reading : shown) {
            if (reading.home().equipment().hasCharger()) {
                publisher.publish(MeterMessages.car(reading));
            }
            switch (reading.home().meter()) {
                case TASMOTA -> publisher.publish(MeterMessages.tasmota(reading, now, ZONE));
                case SHELLY_GEN2 -> publisher.publish(MeterMessages.shelly(reading));
                case SDM630, SUNSPEC_PLANT -> {}
            }
        }
    }

    String brokerUrl() {
        return broker.url();
    }

    @Override
    public void close() {
        publisher.close();
        homes.values().forEach(HomeServer::close);
        chargers.values().forEach(HomeServer::close);
        broker.close();
    }
}
