package energy.peerwatt.edge;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceList;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.Driver;
import energy.peerwatt.edge.device.Drivers;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.modbus.ModbusEndpoint;
import energy.peerwatt.edge.mqtt.MqttAddress;
import energy.peerwatt.edge.mqtt.MqttSession;
import energy.peerwatt.edge.simulator.Simulator;
import energy.peerwatt.edge.simulator.SimulatorOptions;
import energy.peerwatt.edge.sunspec.SunSpecChain;
import energy.peerwatt.edge.testkit.Await;
import energy.peerwatt.edge.testkit.TestBroker;
import energy.peerwatt.metering.protocol.BlockTopics;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.time.ScaledMarketClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A simulated village, its gateway, a broker and a market: real Modbus, the whole gateway. */
final class ControlledVillage implements AutoCloseable {

    private static final int SPEED = 120;
    private static final int HOMES = 8;

    private final Path folder;
    private final Duration reversion;

    private final SetpointSigner market =
            new SetpointSigner(Ed25519SigningKey.generate(new SecureRandom()));
    private final List<ModbusEndpoint> opened = new ArrayList<>();
    private final Map<SetpointTarget, Driver> drivers = new HashMap<>();
    private final Set<SetpointTarget> storages = new HashSet<>();
    private final MarketClock clock;
    private final TestBroker broker;
    private final Simulator simulator;
    private final CompletableFuture<Void> loop;
    private final MqttSession session;
    private Gateway gateway;

    /**
     * A village whose gateway runs and is trusting this market.
     *
     * @param start market time
     * @param reversion wall time after which devices go back by themselves
     */
    ControlledVillage(Path folder, Instant start, Duration reversion) throws Exception {
        this.folder = folder;
        this.reversion = reversion;
        InstantSource wall = InstantSource.system();
        clock = new ScaledMarketClock(start, wall.instant(), SPEED, wall);
        broker = TestBroker.start();
        simulator =
                Simulator.start(
                        new SimulatorOptions(
                                folder.resolve("simulator"), HOMES, 11, Optional.empty()),
                        clock);
        loop = CompletableFuture.runAsync(() -> run(simulator));
        gateway = gateway();
        session =
                MqttSession.connect(
                        new MqttAddress(broker.url(), "market", Optional.empty()), (_, _, _) -> {});
    }

    @Override
    public void close() throws IOException {
        for (ModbusEndpoint part : opened) {
            part.close();
        }
        session.close();
        gateway.close();
        simulator.stop();
        loop.join();
        simulator.close();
        broker.close();
    }

    MarketClock clock() {
        return clock;
    }

    /** Stops it as a kill does: devices are left as they are. */
    void stopGateway() {
        gateway.close();
    }

    void startGateway() throws IOException {
        gateway = gateway();
    }

    private Gateway gateway() throws IOException {
        GatewayConfig config =
                TestConfig.of(
                        Map.of(
                                "peerwatt.data-dir",
                                Files.createDirectories(folder.resolve("gateway")).toString(),
                                "peerwatt.devices",
                                devicesFile().toString(),
                                "peerwatt.mqtt.url",
                                broker.url(),
                                "peerwatt.mqtt.gateway-password",
                                "secret",
                                "peerwatt.control.trusted-keys",
                                market.verificationKey().toBase64(),
                                "peerwatt.control.reversion",
                                reversion.toSeconds() + "s"));
        return new Gateway(config, devices(), clock, new SimpleMeterRegistry());
    }

    private Path devicesFile() {
        return folder.resolve("simulator/devices.json");
    }

    private DeviceList devices() throws IOException {
        return DeviceList.parse(Files.readString(devicesFile()));
    }

    private static void run(Simulator simulator) {
        try {
            simulator.run();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Devices of a kind, each with a driver on a connection of the test's own. */
    List<SetpointTarget> targets(DeviceRole role, Device device) throws IOException {
        List<SetpointTarget> targets = new ArrayList<>();
        for (DeviceEntry entry : devices().devices()) {
            if (entry.role() == role
                    && entry.connection() instanceof Connection.Modbus modbus
                    && modbus.options().containsKey("control")) {
                SetpointTarget target =
                        new SetpointTarget(devices().gatewayId(), entry.meteringPoint(), device);
                ModbusEndpoint endpoint =
                        new ModbusEndpoint(modbus.host(), modbus.port(), Duration.ofSeconds(5));
                opened.add(endpoint);
                drivers.put(target, Drivers.of(entry, endpoint.unit(modbus.unit())));
                SunSpecChain.find(endpoint.unit(modbus.unit()))
                        .flatMap(chain -> chain.first(List.of(124)))
                        .ifPresent(_ -> storages.add(target));
                targets.add(target);
            }
        }
        return targets;
    }

    long reads(SetpointTarget target, LiveQuantity quantity) {
        Long value = drivers.get(target).read().live().get(quantity);
        return value == null ? Long.MIN_VALUE : value;
    }

    SetpointPlan plan(SetpointTarget target, Floor floor, Kind kind, long watts) {
        Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(3, ChronoUnit.HOURS);
        List<Step> steps = List.of(new Step(now, until, kind, watts));
        return new SetpointPlan(target, 1, now, until, floor, steps);
    }

    boolean isStorage(SetpointTarget target) {
        return storages.contains(target);
    }

    void publish(SetpointPlan plan) {
        session.publish(new BlockTopics(plan.target().gatewayId()).command(), market.sign(plan));
    }

    /** Sends the plan until the devices obey, as the market does: the link may not listen yet. */
    void awaitObeyed(SetpointPlan plan, BooleanSupplier met) {
        long[] sent = {System.nanoTime() - 1_000_000_000L};
        Await.until(
                plan.target() + " obeys",
                () -> {
                    if (System.nanoTime() - sent[0] >= 1_000_000_000L) {
                        publish(plan);
                        sent[0] = System.nanoTime();
                    }
                    return met.getAsBoolean();
                });
    }
}
