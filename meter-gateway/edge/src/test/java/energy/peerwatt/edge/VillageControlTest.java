package energy.peerwatt.edge;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated village obeys the market: real Modbus, real broker, the whole gateway. */
class VillageControlTest {

    private static final int SPEED = 120;
    private static final Instant START = Instant.parse("2026-06-18T10:15:01Z");
    private static final int HOMES = 8;

    @TempDir Path folder;

    private final SetpointSigner market =
            new SetpointSigner(Ed25519SigningKey.generate(new SecureRandom()));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<SetpointTarget, Driver> drivers = new HashMap<>();
    private final Set<SetpointTarget> storages = new HashSet<>();
    private MarketClock clock;
    private TestBroker broker;
    private Simulator simulator;
    private CompletableFuture<Void> loop;
    private Gateway gateway;
    private MqttSession session;

    @BeforeEach
    void start() throws Exception {
        InstantSource wall = InstantSource.system();
        clock = new ScaledMarketClock(START, wall.instant(), SPEED, wall);
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

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : opened) {
            part.close();
        }
        session.close();
        gateway.close();
        simulator.stop();
        loop.join();
        simulator.close();
        broker.close();
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
                                "2s"));
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
    private List<SetpointTarget> targets(DeviceRole role, Device device) throws IOException {
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

    private long reads(SetpointTarget target, LiveQuantity quantity) {
        Long value = drivers.get(target).read().live().get(quantity);
        return value == null ? Long.MIN_VALUE : value;
    }

    private SetpointPlan plan(SetpointTarget target, Floor floor, Kind kind, long watts) {
        Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(3, ChronoUnit.HOURS);
        List<Step> steps = List.of(new Step(now, until, kind, watts));
        return new SetpointPlan(target, 1, now, until, floor, steps);
    }

    private void publish(SetpointPlan plan) {
        session.publish(new BlockTopics(plan.target().gatewayId()).command(), market.sign(plan));
    }

    /** Sends the plan until the devices obey, as the market does: the link may not listen yet. */
    private void awaitObeyed(SetpointPlan plan, BooleanSupplier met) {
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

    @Test
    void batteriesOfEveryModelAreCharged() throws Exception {
        List<SetpointTarget> batteries = targets(DeviceRole.BATTERY, Device.BATTERY);
        assertThat(batteries).hasSizeGreaterThanOrEqualTo(2);
        for (SetpointTarget battery : batteries) {
            long before = reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE);
            awaitObeyed(
                    plan(battery, Floor.NONE, Kind.CHARGE, 1_000),
                    () -> {
                        long watts = reads(battery, LiveQuantity.BATTERY_W);
                        return watts > 990 && watts <= 1_000;
                    });
            Await.until(
                    battery + " holds more",
                    () -> reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE) > before + 5);
        }
    }

    @Test
    void aBatteryIsNotDischargedBelowItsFloor() throws Exception {
        SetpointTarget battery =
                targets(DeviceRole.BATTERY, Device.BATTERY).stream()
                        .filter(storages::contains)
                        .findFirst()
                        .orElseThrow();
        long floor = reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE) - 60;
        awaitObeyed(
                plan(battery, new Floor((int) floor, 0, 0), Kind.DISCHARGE, 5_000),
                () -> reads(battery, LiveQuantity.BATTERY_W) < -1_000);
        Await.until(
                battery + " is at its floor",
                () ->
                        reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE) <= floor + 2
                                && reads(battery, LiveQuantity.BATTERY_W) >= 0);
        Instant later = clock.now().plus(10, ChronoUnit.MINUTES);
        Await.until(
                "ten more minutes",
                () -> {
                    assertThat(reads(battery, LiveQuantity.BATTERY_SOC_PERMILLE))
                            .isGreaterThanOrEqualTo(floor - 1);
                    return clock.now().isAfter(later);
                });
    }

    @Test
    void aKilledGatewayFreesTheInverterAndARestartedOneContinues() throws Exception {
        SetpointTarget inverter = targets(DeviceRole.INVERTER, Device.INVERTER).getFirst();
        Await.until("the sun shines", () -> reads(inverter, LiveQuantity.SOLAR_W) > 500);
        awaitObeyed(
                plan(inverter, Floor.NONE, Kind.LIMIT_EXPORT, 300),
                () -> reads(inverter, LiveQuantity.SOLAR_W) <= 300);

        gateway.close();
        Await.until(
                "the inverter goes back by itself",
                () -> reads(inverter, LiveQuantity.SOLAR_W) > 500);

        gateway = gateway();
        Await.until(
                "the plan goes on without the market",
                () -> reads(inverter, LiveQuantity.SOLAR_W) <= 300);

        publish(
                new SetpointPlan(
                        inverter,
                        2,
                        clock.now().truncatedTo(ChronoUnit.SECONDS),
                        clock.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(86_400),
                        Floor.NONE,
                        List.of()));
        Await.until("the revoked limit is off", () -> reads(inverter, LiveQuantity.SOLAR_W) > 500);
    }
}
