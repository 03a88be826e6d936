package energy.peerwatt.edge.control;

import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.modbus.Framing;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.edge.testkit.HandClock;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointSigner;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A desk with one inverter or battery, the market's key, and everything it reported. */
final class DeskFixture implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    static final MeteringPointId POINT = new MeteringPointId("AT-1");
    static final String GATEWAY = "gw-1";

    /** Renewed three times a second. */
    private static final Duration REVERSION = Duration.ofSeconds(1);

    final SetpointSigner market =
            new SetpointSigner(Ed25519SigningKey.generate(new SecureRandom()));
    final HandClock clock = new HandClock("2026-06-18T12:00:00Z", 1);
    final List<SetpointReport> reports = new CopyOnWriteArrayList<>();

    private final Path directory;
    private final Map<String, String> options;
    private final DeviceRole role;
    private final ModbusUnit unit;
    ControlDesk desk;

    DeskFixture(Path directory, DeviceRole role, ModbusUnit unit, Map<String, String> options) {
        this.directory = directory;
        this.role = role;
        this.unit = unit;
        this.options = options;
        desk = open();
    }

    /** An inverter that the household lets be controlled. */
    static DeskFixture inverter(Path directory, ModbusUnit unit) {
        return new DeskFixture(directory, DeviceRole.INVERTER, unit, Map.of("control", "on"));
    }

    private ControlDesk open() {
        ControlDesk opened =
                new ControlDesk(
                        GATEWAY, List.of(market.verificationKey()), directory, clock, REVERSION);
        opened.listen(reports::add);
        opened.add(
                new DeviceEntry(
                        POINT,
                        role,
                        "sunspec",
                        new Connection.Modbus("127.0.0.1", 502, 1, Framing.TCP, options)),
                unit);
        return opened;
    }

    /** Ends without a word to the device and starts again from what is on disk. */
    void restart() {
        desk.close();
        desk = open();
    }

    void send(SetpointPlan plan) {
        desk.accept(market.sign(plan));
    }

    static SetpointTarget target(Device device) {
        return new SetpointTarget(GATEWAY, POINT, device);
    }

    /** Limits an inverter for a quarter-hour; expires five minutes later. */
    static SetpointPlan limit(long sequence, long watts) {
        return plan(
                sequence,
                Duration.ofMinutes(20),
                new Step(NOON, NOON.plusSeconds(900), Kind.LIMIT_EXPORT, watts));
    }

    static SetpointPlan plan(long sequence, Duration expiry, Step... steps) {
        return new SetpointPlan(
                target(Device.INVERTER),
                sequence,
                NOON,
                NOON.plus(expiry),
                Floor.NONE,
                List.of(steps));
    }

    /** The newest report about a plan. */
    SetpointReport about(long sequence) {
        return reports.stream()
                .filter(report -> report.plan() == sequence)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    boolean isReported(long sequence) {
        return reports.stream().anyMatch(report -> report.plan() == sequence);
    }

    @Override
    public void close() {
        desk.close();
    }
}
