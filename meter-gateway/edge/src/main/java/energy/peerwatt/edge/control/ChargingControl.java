package energy.peerwatt.edge.control;

import energy.peerwatt.edge.device.ChargingConnection;
import energy.peerwatt.edge.device.ChargingControls;
import energy.peerwatt.edge.device.ChargingControls.Fallback.Fixed;
import energy.peerwatt.edge.device.ChargingControls.Fallback.Settable;
import energy.peerwatt.edge.device.ChargingControls.Setting;
import energy.peerwatt.edge.device.ChargingControls.Signs;
import energy.peerwatt.edge.device.ProfileControls.Register;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits what a charging point lets through, in whole amperes from 6 A on or not at all (IEC
 * 61851-1). Where that can be said, the current that it showed becomes the one it falls back to and
 * its timer is started before the first current is set. Every current starts the timer again.
 */
final class ChargingControl implements DeviceControl {

    private static final int HOLDING_REGISTERS = 3;
    private static final int ATTEMPTS = 3;
    private static final long LEAST_AMPERES = 6;

    private static final String CURRENT = "current";
    private static final String SAFE_CURRENT = "safeCurrent";
    private static final String TIMER = "timer";

    private final ModbusUnit unit;
    private final ChargingControls controls;
    private final ChargingConnection connection;
    private final Duration writeDelay;
    private long nextWriteNanos = System.nanoTime();

    /**
     * Controls one device.
     *
     * @param writeDelay least wall time between two writes
     */
    ChargingControl(
            ModbusUnit unit,
            ChargingControls controls,
            ChargingConnection connection,
            Duration writeDelay) {
        this.unit = unit;
        this.controls = controls;
        this.connection = connection;
        this.writeDelay = writeDelay;
    }

    /** A timer that runs is somebody else's. */
    @Override
    public Before look() {
        long timer = value(controls.fallback().timer());
        Map<String, Long> settings =
                switch (controls.fallback()) {
                    case Settable settable ->
                            Map.of(
                                    CURRENT, shown(controls.current()),
                                    SAFE_CURRENT, shown(settable.safeCurrent()),
                                    TIMER, timer);
                    case Fixed _ -> Map.of();
                };
        return new Before(timer > 0, settings);
    }

    @Override
    public ControlResult apply(Step step, Floor floor, long reversionSeconds) {
        if (step.kind() != Kind.LIMIT_IMPORT && step.kind() != Kind.IDLE) {
            return ControlResult.refused(Reason.UNSUPPORTED);
        }
        long most = controls.most().amount(read(controls.most()).orElse(0L));
        if (most < LEAST_AMPERES) {
            return ControlResult.refused(Reason.NAMEPLATE_UNKNOWN);
        }
        Clamp clamp = Clamp.of(step.watts(), floor.importWatts(), connection.watts(most));
        long amperes = amperes(clamp.watts(), Math.min(floor.importWatts(), clamp.watts()), most);
        long raw = controls.current().written().notAbove(amperes);
        long tolerance = controls.current().written().notAbove(most) / 100;
        Reason failure = Reason.NONE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            failure = write(raw, tolerance, reversionSeconds);
            if (failure == Reason.NONE) {
                Reason reason =
                        connection.watts(amperes) > step.watts() ? Reason.FLOOR : clamp.reason();
                return ControlResult.written(reason, shownWatts(raw))
                        .holding(value(controls.fallback().timer()));
            }
        }
        return ControlResult.failed(failure);
    }

    /** Rounded to fewer, but what the household keeps to more. */
    private long amperes(long watts, long least, long most) {
        long kept = Math.min(most, connection.amperesNotBelow(least));
        long amperes = Math.max(connection.amperesNotAbove(watts), kept);
        if (amperes >= LEAST_AMPERES) {
            return amperes;
        }
        return kept > 0 ? LEAST_AMPERES : 0;
    }

    private long shownWatts(long raw) {
        Register shown = controls.current().shown();
        return raw == 0 ? 0 : connection.watts(shown.amount(shown(controls.current())));
    }

    /** The timer first: no current is ever in force without it. */
    private Reason write(long raw, long tolerance, long reversionSeconds) {
        Reason failure =
                switch (controls.fallback()) {
                    case Settable settable -> prepare(settable, reversionSeconds);
                    case Fixed _ -> Reason.NONE;
                };
        if (failure != Reason.NONE) {
            return failure;
        }
        if (!isWritten(controls.current(), raw)) {
            return Reason.DECLINED;
        }
        long now = shown(controls.current());
        boolean isObeyed = (now <= raw && raw - now <= tolerance) || (raw == 0 && isResting());
        return isObeyed && isAccountedFor() && value(controls.fallback().timer()) > 0
                ? Reason.NONE
                : Reason.READ_BACK;
    }

    private Reason prepare(Settable fallback, long reversionSeconds) {
        long timer = fallback.nearest(reversionSeconds);
        if (shown(fallback.time()) == 0
                && !isSet(fallback.safeCurrent(), shown(controls.current()))) {
            return Reason.DECLINED;
        }
        if (shown(fallback.time()) != timer && !isWritten(fallback.time(), timer)) {
            return Reason.DECLINED;
        }
        return shown(fallback.time()) == timer ? Reason.NONE : Reason.READ_BACK;
    }

    private boolean isSet(Setting setting, long raw) {
        return shown(setting) == raw || (isWritten(setting, raw) && shown(setting) == raw);
    }

    private boolean isResting() {
        return controls.rest().filter(this::isShown).isPresent();
    }

    private boolean isAccountedFor() {
        return controls.obeyed().isEmpty() || isShown(controls.obeyed().get());
    }

    private boolean isShown(Signs signs) {
        return signs.values().contains(value(signs.shown()));
    }

    @Override
    public boolean release(Map<String, Long> settings) {
        return switch (controls.fallback()) {
            case Settable settable ->
                    isReleased(controls.current(), settings.get(CURRENT))
                            && isReleased(settable.time(), settings.get(TIMER))
                            && isReleased(settable.safeCurrent(), settings.get(SAFE_CURRENT));
            case Fixed fixed -> hasFallenBack(fixed);
        };
    }

    /** Nothing can be taken back but what it falls back to be set, until its timer has ended. */
    private boolean hasFallenBack(Fixed fallback) {
        if (value(fallback.timer()) == 0) {
            return true;
        }
        long safe = value(fallback.safeCurrent());
        return shown(controls.current()) != safe
                && isWritten(controls.current(), safe)
                && value(fallback.timer()) == 0;
    }

    private boolean isReleased(Setting setting, @Nullable Long before) {
        return before == null || isSet(setting, before);
    }

    private boolean isWritten(Setting setting, long raw) {
        pause();
        Register register = setting.written();
        return !(unit.write(controls.function(), register.address(), register.words(raw))
                instanceof ModbusAnswer.Declined);
    }

    private void pause() {
        try {
            long nanos = nextWriteNanos - System.nanoTime();
            if (nanos > 0) {
                Thread.sleep(Duration.ofNanos(nanos));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MarketException(
                    ErrorCode.DEVICE_UNREACHABLE, "stopped between two writes", e);
        }
        nextWriteNanos = System.nanoTime() + writeDelay.toNanos();
    }

    private long shown(Setting setting) {
        return value(setting.shown());
    }

    private long value(Register register) {
        return read(register)
                .orElseThrow(() ->
                        new MarketException(
                                ErrorCode.DEVICE_ANSWER_REFUSED,
                                "control register %d is not available"
                                        .formatted(register.address())));
    }

    private Optional<Long> read(Register register) {
        ModbusUnit behind =
                register.unit().isPresent() ? unit.sibling(register.unit().getAsInt()) : unit;
        return switch (behind.read(HOLDING_REGISTERS, register.address(), register.registers())) {
            case ModbusAnswer.Registers(var block) -> register.decode(block);
            case ModbusAnswer.Declined(int code) ->
                    throw new MarketException(
                            ErrorCode.DEVICE_ANSWER_REFUSED,
                            "control register %d declined with exception %d"
                                    .formatted(register.address(), code));
        };
    }
}
