package energy.peerwatt.edge.control;

import energy.peerwatt.edge.device.ProfileControls;
import energy.peerwatt.edge.device.ProfileControls.Power;
import energy.peerwatt.edge.device.ProfileControls.Register;
import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Controls a plain register device, such as a wallbox, by what its profile says. Such a device does
 * not tell its state of charge here: with a floor of it nothing is discharged.
 */
final class ProfileControl implements DeviceControl {

    private static final int HOLDING_REGISTERS = 3;
    private static final int ATTEMPTS = 3;

    private final ModbusUnit unit;
    private final ProfileControls controls;

    ProfileControl(ModbusUnit unit, ProfileControls controls) {
        this.unit = unit;
        this.controls = controls;
    }

    @Override
    public Before look() {
        boolean on = read(controls.enable()).filter(raw -> raw == controls.on()).isPresent();
        return new Before(on, Map.of());
    }

    @Override
    public ControlResult apply(Step step, Floor floor, long reversionSeconds) {
        Optional<Power> power = power(step.kind());
        if (power.isEmpty()) {
            return ControlResult.refused(Reason.UNSUPPORTED);
        }
        if (power.get() == Power.DISCHARGE && floor.chargePermille() > 0) {
            return ControlResult.refused(Reason.FLOOR);
        }
        Optional<Long> most = read(controls.nameplate()).map(controls.nameplate()::amount);
        if (most.isEmpty() || most.get() <= 0) {
            return ControlResult.refused(Reason.NAMEPLATE_UNKNOWN);
        }
        Clamp clamp = Clamp.of(step.watts(), least(power.get(), floor), most.get());
        Register register = register(power.get());
        long raw = register.notAbove(clamp.watts());
        long tolerance = register.notAbove(most.get() / 100);
        Reason failure = Reason.NONE;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            failure = write(power.get(), raw, tolerance, reversionSeconds);
            if (failure == Reason.NONE) {
                long shown = read(register).map(register::amount).orElse(0L);
                return ControlResult.written(clamp.reason(), shown);
            }
        }
        return ControlResult.failed(failure);
    }

    /** Idle is a limit of nothing, whichever the device has. */
    private Optional<Power> power(Kind kind) {
        Stream<Power> wanted =
                switch (kind) {
                    case CHARGE -> Stream.of(Power.CHARGE);
                    case DISCHARGE -> Stream.of(Power.DISCHARGE);
                    case LIMIT_IMPORT -> Stream.of(Power.LIMIT_IMPORT);
                    case LIMIT_EXPORT -> Stream.of(Power.LIMIT_EXPORT);
                    case IDLE -> Stream.of(Power.CHARGE, Power.LIMIT_IMPORT, Power.LIMIT_EXPORT);
                };
        return wanted.filter(controls.powers()::containsKey).findFirst();
    }

    private static long least(Power power, Floor floor) {
        return switch (power) {
            case LIMIT_IMPORT -> floor.importWatts();
            case LIMIT_EXPORT -> floor.exportWatts();
            case CHARGE, DISCHARGE -> 0;
        };
    }

    private Register register(Power power) {
        return Optional.ofNullable(controls.powers().get(power)).orElseThrow();
    }

    /** The timer first, and nothing in the other direction. */
    private Reason write(Power power, long raw, long tolerance, long reversionSeconds) {
        Register register = register(power);
        long timer = controls.reversion().notAbove(reversionSeconds);
        boolean taken =
                write(controls.reversion(), timer)
                        && opposite(power).stream().allMatch(other -> write(other, 0))
                        && write(register, raw)
                        && write(controls.enable(), controls.on());
        if (!taken) {
            return Reason.DECLINED;
        }
        boolean shown =
                read(register).filter(now -> now <= raw && raw - now <= tolerance).isPresent()
                        && read(controls.reversion())
                                .filter(now -> now > 0 && now <= timer)
                                .isPresent()
                        && read(controls.enable()).filter(now -> now == controls.on()).isPresent();
        return shown ? Reason.NONE : Reason.READ_BACK;
    }

    private Optional<Register> opposite(Power power) {
        return switch (power) {
            case CHARGE -> Optional.ofNullable(controls.powers().get(Power.DISCHARGE));
            case DISCHARGE -> Optional.ofNullable(controls.powers().get(Power.CHARGE));
            case LIMIT_IMPORT, LIMIT_EXPORT -> Optional.empty();
        };
    }

    @Override
    public boolean release(Map<String, Long> settings) {
        return write(controls.enable(), controls.off())
                && read(controls.enable()).filter(now -> now == controls.off()).isPresent();
    }

    private boolean write(Register register, long raw) {
        return !(unit.write(controls.function(), register.address(), register.words(raw))
                instanceof ModbusAnswer.Declined);
    }

    private Optional<Long> read(Register register) {
        return switch (unit.read(HOLDING_REGISTERS, register.address(), register.registers())) {
            case ModbusAnswer.Registers(var block) -> register.decode(block);
            case ModbusAnswer.Declined(int code) ->
                    throw new MarketException(
                            ErrorCode.DEVICE_ANSWER_REFUSED,
                            "control register %d declined with exception %d"
                                    .formatted(register.address(), code));
        };
    }
}
