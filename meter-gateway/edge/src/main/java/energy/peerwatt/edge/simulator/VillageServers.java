package energy.peerwatt.edge.simulator;

import energy.peerwatt.edge.simulator.HomeServer.Unit;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

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
        Map<Integer, HomeServer> homes = new TreeMap<>();
        for (HomeReading home : first) {
            List<Unit> units = units(plan, home.home(), second);
            if (!units.isEmpty()) {
                homes.put(home.home().number(), new HomeServer(units, home));
            }
        }
        int port = Ports.freeOr(preferredBrokerPort);
        DeviceBroker broker = DeviceBroker.start(port, directory.resolve("broker"));
        MeterPublisher publisher = MeterPublisher.connect(broker.url());
        return new VillageServers(broker, publisher, homes, first);
    }

    /**
     * Lets every home's server listen, all at the same time.
     *
     * @param preferred ports of an earlier run, reused where free
     */
    CompletableFuture<Ports> listen(Ports preferred) {
        Map<Integer, CompletableFuture<Integer>> opening = new TreeMap<>();
        homes.forEach((number, server) -> {
            int port = preferred.modbus().getOrDefault(number, 0);
            opening.put(
                    number,
                    CompletableFuture.supplyAsync(
                            () -> server.listen(port), Thread::startVirtualThread));
        });
        return CompletableFuture.allOf(opening.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(opened -> {
                    Map<Integer, Integer> ports = new TreeMap<>();
                    opening.forEach((number, port) -> ports.put(number, port.join()));
                    return new Ports(broker.port(), ports);
                });
    }

    private static List<Unit> units(VillagePlan plan, HomeSpec home, LongSupplier second) {
        List<Unit> units = new ArrayList<>();
        if (home.equipment().hasSolar()) {
            RecordedInverter recorded = plan.recordings().get(home.number());
            units.add(
                    recorded == null
                            ? Unit.controlled(SunSpecInverter.controls(home, second))
                            : Unit.inverter(recorded::image));
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

    /** What somebody has ordered devices to do since the last call, by the home's number. */
    Map<Integer, HomeOrders> orders() {
        Map<Integer, HomeOrders> orders = new TreeMap<>();
        homes.forEach(
                (number, server) -> server.orders().ifPresent(order -> orders.put(number, order)));
        return orders;
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
