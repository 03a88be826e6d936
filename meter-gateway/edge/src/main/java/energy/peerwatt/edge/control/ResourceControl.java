package energy.peerwatt.edge.control;

import energy.peerwatt.edge.control.SunSpecControls.Write;
import energy.peerwatt.edge.control.SunSpecControls.Written;
import energy.peerwatt.edge.device.Decimal;
import energy.peerwatt.edge.sunspec.Nameplate;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecGroup;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Sets the power of a battery by WSet of SunSpec model 704, in W, positive when the device gives.
 * Limits of a battery cannot be told by this model.
 */
final class ResourceControl implements DeviceControl {

    private static final String ENABLE = "WSetEna";
    private static final String MODE = "WSetMod";
    private static final String POWER = "WSet";
    private static final String TIMER = "WSetRvrtTms";
    private static final String AFTERWARDS = "WSetEnaRvrt";
    private static final int IN_WATTS = 1;

    /**
     * Without a device-side reserve the floor is only looked at each time the timer is renewed; in
     * between a battery may lose this much.
     */
    private static final int MARGIN_PERMILLE = 10;

    private final SunSpecControls controls;
    private final Nameplate nameplate;
    private final Supplier<OptionalLong> chargePermille;

    /**
     * Controls one device.
     *
     * @param chargePermille reads its state of charge; empty if unknown
     */
    ResourceControl(
            SunSpecControls controls, Nameplate nameplate, Supplier<OptionalLong> chargePermille) {
        this.controls = controls;
        this.nameplate = nameplate;
        this.chargePermille = chargePermille;
    }

    /** Whether the device has the points that control needs. */
    static boolean isIn(SunSpecGroup shown) {
        return SunSpecControls.has(shown, ENABLE, POWER);
    }

    @Override
    public Before look() {
        boolean enabled =
                SunSpecControls.raw(controls.read(), ENABLE).filter(on -> on == 1).isPresent();
        return new Before(enabled, Map.of());
    }

    @Override
    public ControlResult apply(Step step, Floor floor, long reversionSeconds) {
        SunSpecGroup shown = controls.read();
        OptionalLong most =
                switch (step.kind()) {
                    case CHARGE -> nameplate.charge();
                    case DISCHARGE -> nameplate.discharge();
                    case IDLE -> OptionalLong.of(0);
                    case LIMIT_EXPORT, LIMIT_IMPORT -> OptionalLong.of(-1);
                };
        if (most.isPresent() && most.getAsLong() < 0) {
            return ControlResult.refused(Reason.UNSUPPORTED);
        }
        if (most.isEmpty() || !isIn(shown)) {
            return ControlResult.refused(Reason.NAMEPLATE_UNKNOWN);
        }
        if (!SunSpecControls.has(shown, TIMER)) {
            return ControlResult.refused(Reason.NO_REVERSION);
        }
        Clamp clamp = Clamp.of(step.watts(), 0, most.getAsLong());
        if (step.kind() == Kind.DISCHARGE && floor.chargePermille() > 0) {
            OptionalLong charge = chargePermille.get();
            if (charge.isEmpty()) {
                return ControlResult.refused(Reason.FLOOR);
            }
            if (charge.getAsLong() <= floor.chargePermille() + MARGIN_PERMILLE) {
                clamp = new Clamp(0, Reason.FLOOR);
            }
        }
        return write(step.kind(), clamp, shown, reversionSeconds);
    }

    private ControlResult write(Kind kind, Clamp clamp, SunSpecGroup shown, long reversion) {
        PointValue.Scaled power = shown.number(POWER).orElseThrow();
        long raw =
                BigDecimal.valueOf(clamp.watts())
                        .scaleByPowerOfTen(-power.exponent())
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact();
        List<Write> writes = new ArrayList<>();
        if (SunSpecControls.has(shown, AFTERWARDS)) {
            writes.add(Write.exactly(AFTERWARDS, 0));
        }
        writes.add(Write.timer(TIMER, reversion));
        writes.add(Write.exactly(MODE, IN_WATTS));
        writes.add(Write.notMore(POWER, kind == Kind.CHARGE ? -raw : raw, raw / 100));
        writes.add(Write.exactly(ENABLE, 1));
        Written written = controls.write(writes);
        if (written.failure() != Reason.NONE) {
            return ControlResult.failed(written.failure());
        }
        PointValue.Scaled set = written.shown().number(POWER).orElseThrow();
        return Decimal.floor(Math.abs(set.raw()), set.exponent()).isPresent()
                ? ControlResult.written(
                        clamp.reason(),
                        Decimal.floor(Math.abs(set.raw()), set.exponent()).getAsLong())
                : ControlResult.failed(Reason.READ_BACK);
    }

    @Override
    public boolean release(Map<String, Long> settings) {
        return controls.write(List.of(Write.exactly(ENABLE, 0))).failure() == Reason.NONE;
    }
}
