package energy.peerwatt.edge.control;

import energy.peerwatt.edge.device.ChargingConnection;
import energy.peerwatt.edge.device.ChargingControls;
import energy.peerwatt.edge.device.DeviceEntry;
import energy.peerwatt.edge.device.DeviceEntry.Connection;
import energy.peerwatt.edge.device.Drivers;
import energy.peerwatt.edge.device.ProfileControls;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointResult;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.metering.protocol.SetpointVerifier;
import energy.peerwatt.metering.protocol.VerificationKey;
import energy.peerwatt.time.MarketClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * All controlled devices of a gateway: verifies what comes and gives it to the device it is for.
 * Works without any link; reports go to whoever listens. Thread-safe.
 */
public final class ControlDesk implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlDesk.class);
    private static final String SUNSPEC = "sunspec";

    private final String gatewayId;
    private final SetpointVerifier<SetpointPlan> verifier;
    private final Path directory;
    private final MarketClock clock;
    private final Duration reversion;
    private final Map<SetpointTarget, DeviceController> controllers = new ConcurrentHashMap<>();
    private final List<Consumer<SetpointReport>> listeners = new CopyOnWriteArrayList<>();

    /**
     * A desk without devices.
     *
     * @param trusted the market's control keys; nobody else moves anything
     * @param directory where plans and results are kept
     * @param reversion wall time after which a device goes back by itself if the gateway is gone;
     *     at least a second
     * @throws MarketException {@code CONFIGURATION_INVALID} if the directory cannot be made
     */
    public ControlDesk(
            String gatewayId,
            Collection<VerificationKey> trusted,
            Path directory,
            MarketClock clock,
            Duration reversion) {
        this.gatewayId = gatewayId;
        this.verifier = SetpointVerifier.ofPlans(trusted);
        this.directory = directory;
        this.clock = clock;
        this.reversion = reversion;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new MarketException(ErrorCode.CONFIGURATION_INVALID, "cannot keep plans", e);
        }
    }

    /**
     * Controls a device from now on, if its options allow it: continues the plan it was in, or
     * releases it.
     *
     * @throws IllegalArgumentException if its options make no sense, or another device of its kind
     *     is controlled at the metering point
     */
    public void add(DeviceEntry entry, ModbusUnit unit) {
        Optional<ControlTerms> allowed = ControlTerms.of(entry);
        if (allowed.isEmpty() || !(entry.connection() instanceof Connection.Modbus)) {
            return;
        }
        ControlTerms terms = allowed.get();
        SetpointTarget target =
                new SetpointTarget(gatewayId, entry.meteringPoint(), terms.device());
        if (controllers.containsKey(target)) {
            throw new IllegalArgumentException("two devices to control as " + target);
        }
        controllers.put(
                target,
                new DeviceController(
                        target,
                        control(entry, unit, terms),
                        terms,
                        new ControlFile(directory, target, verifier),
                        clock,
                        reversion,
                        report -> listeners.forEach(listener -> listener.accept(report))));
    }

    private DeviceControl control(DeviceEntry entry, ModbusUnit unit, ControlTerms terms) {
        if (entry.driver().equals(SUNSPEC)) {
            return new SunSpecDevice(unit, Drivers.bases(entry), terms);
        }
        Optional<DeviceControl> byPower =
                ProfileControls.of(entry.driver())
                        .map(controls -> new ProfileControl(unit, controls));
        return byPower.or(() -> byCurrent(entry, unit)).orElseGet(NoControl::new);
    }

    private Optional<DeviceControl> byCurrent(DeviceEntry entry, ModbusUnit unit) {
        return ChargingControls.of(entry.driver())
                .map(controls ->
                        new ChargingControl(
                                unit,
                                controls,
                                ChargingConnection.of(entry),
                                controls.writeDelay().dividedBy(clock.speed())));
    }

    /** Calls {@code listener} with every report from now on, on the thread that made it. */
    public void listen(Consumer<SetpointReport> listener) {
        listeners.add(listener);
    }

    /** The newest report of every device that ever had a plan. */
    public List<SetpointReport> reports() {
        return controllers.values().stream()
                .flatMap(controller -> controller.report().stream())
                .toList();
    }

    /**
     * Takes bytes that claim to be a plan. Listeners hear what becomes of it; of bytes that the
     * market did not sign for this gateway they hear nothing. Never throws for any bytes.
     *
     * @throws MarketException {@code SPOOL_UNWRITABLE}: it is not accepted then
     */
    public void accept(byte[] bytes) {
        switch (verifier.verify(bytes)) {
            case SetpointResult.Verified<SetpointPlan>(SetpointPlan plan, _) -> {
                if (plan.target().gatewayId().equals(gatewayId)) {
                    accept(plan, Base64.getEncoder().encodeToString(bytes));
                } else {
                    LOG.warnf("a plan for %s was ignored", plan.target());
                }
            }
            case SetpointResult.Refused<SetpointPlan>(var reason, String detail) ->
                    LOG.warnf("a plan was refused, %s: %s", reason, detail);
        }
    }

    private void accept(SetpointPlan plan, String signed) {
        DeviceController controller = controllers.get(plan.target());
        Optional<SetpointReport> answer =
                controller == null ? Optional.of(unknown(plan)) : controller.accept(plan, signed);
        answer.ifPresent(report -> listeners.forEach(listener -> listener.accept(report)));
    }

    /** Not controlled here, be it for want of the device or of the household's leave. */
    private SetpointReport unknown(SetpointPlan plan) {
        LOG.warnf("plan %d for %s, which is not controlled", plan.sequence(), plan.target());
        return new SetpointReport(
                plan.target(),
                plan.sequence(),
                1,
                clock.now().truncatedTo(ChronoUnit.SECONDS),
                State.REFUSED,
                Reason.NOT_ALLOWED,
                List.of());
    }

    /** Writes nothing more: what is in force ends by the devices' own timers. */
    @Override
    public void close() {
        controllers.values().parallelStream().forEach(DeviceController::close);
    }
}
