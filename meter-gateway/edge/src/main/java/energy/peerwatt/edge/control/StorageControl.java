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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Charges and discharges a battery by SunSpec model 124.
 *
 * <p>Its two rates are the ends of a window: the battery gives at most OutWRte and takes at most
 * InWRte, and a negative end makes it do the other at least. Bit 0 of StorCtl_Mod puts the end of
 * taking in force, bit 1 that of giving. So charging at 50 % is InWRte 50 and OutWRte -50. This
 * reading of the standard's few words is that of Fronius (operating instructions Modbus TCP and
 * RTU, Basic Storage Control Model).
 *
 * <p>The state of charge that the household keeps is written as MinRsvPct where the device has it,
 * and a battery that shows no more than that is not let give anything.
 */
final class StorageControl implements DeviceControl {

    private static final String MODE = "StorCtl_Mod";
    private static final String GIVE = "OutWRte";
    private static final String TAKE = "InWRte";
    private static final String TIMER = "InOutWRte_RvrtTms";
    private static final String RESERVE = "MinRsvPct";
    private static final String CHARGE = "ChaState";
    private static final String SOURCE = "ChaGriSet";
    private static final int FROM_GRID = 1;
    private static final int TAKING = 1;
    private static final int GIVING = 2;

    private final SunSpecControls controls;
    private final Nameplate nameplate;

    /** Both ends as percentages. */
    private record Rates(Share take, Share give) {}

    /**
     * What is written.
     *
     * @param take raw InWRte
     * @param give raw OutWRte
     */
    private record Window(long take, long give, int mode) {

        static Window of(Kind kind, long watts, Rates rates) {
            long take = rates.take().notAbove(watts);
            long give = rates.give().notAbove(watts);
            return switch (kind) {
                case CHARGE -> new Window(take, -give, TAKING | GIVING);
                case DISCHARGE -> new Window(-take, give, TAKING | GIVING);
                case LIMIT_IMPORT -> new Window(take, 0, TAKING);
                case LIMIT_EXPORT -> new Window(0, give, GIVING);
                case IDLE -> new Window(0, 0, TAKING | GIVING);
            };
        }
    }

    StorageControl(SunSpecControls controls, Nameplate nameplate) {
        this.controls = controls;
        this.nameplate = nameplate;
    }

    /** Whether the device has the points that control needs. */
    static boolean isIn(SunSpecGroup shown) {
        return SunSpecControls.has(shown, MODE, GIVE, TAKE);
    }

    @Override
    public Before look() {
        SunSpecGroup shown = controls.read();
        Map<String, Long> settings = new HashMap<>();
        for (String point : List.of(RESERVE, SOURCE)) {
            SunSpecControls.raw(shown, point).ifPresent(raw -> settings.put(point, raw));
        }
        boolean controlled = SunSpecControls.raw(shown, MODE).filter(mode -> mode != 0).isPresent();
        return new Before(controlled, settings);
    }

    @Override
    public ControlResult apply(Step step, Floor floor, long reversionSeconds) {
        SunSpecGroup shown = controls.read();
        Optional<Rates> rates = rates(shown);
        OptionalLong most = most(step.kind());
        if (rates.isEmpty() || most.isEmpty()) {
            return ControlResult.refused(Reason.NAMEPLATE_UNKNOWN);
        }
        if (!SunSpecControls.has(shown, TIMER)) {
            return ControlResult.refused(Reason.NO_REVERSION);
        }
        boolean gives = step.kind() == Kind.DISCHARGE || step.kind() == Kind.LIMIT_EXPORT;
        if (!gives || floor.chargePermille() == 0) {
            Clamp clamp = Clamp.of(step.watts(), least(step.kind(), floor), most.getAsLong());
            return write(step.kind(), clamp, rates.get(), shown, floor, reversionSeconds);
        }
        OptionalLong charge = charge(shown);
        if (charge.isEmpty()) {
            return ControlResult.refused(Reason.FLOOR);
        }
        if (charge.getAsLong() <= floor.chargePermille()) {
            Clamp nothing = new Clamp(0, Reason.FLOOR);
            return write(Kind.LIMIT_EXPORT, nothing, rates.get(), shown, floor, reversionSeconds);
        }
        Clamp clamp = Clamp.of(step.watts(), least(step.kind(), floor), most.getAsLong());
        return write(step.kind(), clamp, rates.get(), shown, floor, reversionSeconds);
    }

    private OptionalLong most(Kind kind) {
        return switch (kind) {
            case CHARGE, LIMIT_IMPORT -> nameplate.charge();
            case DISCHARGE, LIMIT_EXPORT -> nameplate.discharge();
            case IDLE -> OptionalLong.of(0);
        };
    }

    private static long least(Kind kind, Floor floor) {
        return switch (kind) {
            case LIMIT_IMPORT -> floor.importWatts();
            case LIMIT_EXPORT -> floor.exportWatts();
            case CHARGE, DISCHARGE, IDLE -> 0;
        };
    }

    private Optional<Rates> rates(SunSpecGroup shown) {
        Optional<PointValue.Scaled> take = nameplate.chargeReference();
        Optional<PointValue.Scaled> give = nameplate.dischargeReference();
        if (!isIn(shown) || take.isEmpty() || give.isEmpty()) {
            return Optional.empty();
        }
        int exponent = shown.number(GIVE).orElseThrow().exponent();
        return Optional.of(
                new Rates(new Share(take.get(), exponent), new Share(give.get(), exponent)));
    }

    private static OptionalLong charge(SunSpecGroup shown) {
        return shown.number(CHARGE)
                .map(charge -> Decimal.floor(charge.raw(), charge.exponent() + 1))
                .orElse(OptionalLong.empty());
    }

    private ControlResult write(
            Kind kind, Clamp clamp, Rates rates, SunSpecGroup shown, Floor floor, long reversion) {
        Window window = Window.of(kind, clamp.watts(), rates);
        List<Write> writes = new ArrayList<>(settings(kind, shown, floor));
        // The timer before the window: nothing is ever in force without it.
        writes.add(Write.shortTimer(TIMER, reversion));
        writes.add(Write.notMore(GIVE, window.give(), rates.give().tolerance()));
        writes.add(Write.notMore(TAKE, window.take(), rates.take().tolerance()));
        writes.add(Write.exactly(MODE, window.mode()));
        Written written = controls.write(writes);
        return written.failure() == Reason.NONE
                ? ControlResult.written(clamp.reason(), watts(kind, written.shown(), rates))
                : ControlResult.failed(written.failure());
    }

    private static List<Write> settings(Kind kind, SunSpecGroup shown, Floor floor) {
        List<Write> writes = new ArrayList<>();
        shown.number(RESERVE)
                .ifPresent(reserve -> {
                    long raw = reserve(floor.chargePermille(), reserve.exponent());
                    writes.add(Write.exactly(RESERVE, Math.max(raw, reserve.raw())));
                });
        if (kind == Kind.CHARGE && SunSpecControls.has(shown, SOURCE)) {
            writes.add(Write.exactly(SOURCE, FROM_GRID));
        }
        return writes;
    }

    /** Rounded up: the household keeps rather more. */
    private static long reserve(int permille, int exponent) {
        return BigDecimal.valueOf(permille, 1)
                .scaleByPowerOfTen(-exponent)
                .setScale(0, RoundingMode.UP)
                .longValueExact();
    }

    /** Of both ends of a forced power the smaller: so much is sure. */
    private static long watts(Kind kind, SunSpecGroup shown, Rates rates) {
        long take = Math.abs(rates.take().toWatts(SunSpecControls.raw(shown, TAKE).orElseThrow()));
        long give = Math.abs(rates.give().toWatts(SunSpecControls.raw(shown, GIVE).orElseThrow()));
        return switch (kind) {
            case CHARGE, DISCHARGE -> Math.min(take, give);
            case LIMIT_IMPORT -> take;
            case LIMIT_EXPORT -> give;
            case IDLE -> 0;
        };
    }

    @Override
    public boolean release(Map<String, Long> settings) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.exactly(MODE, 0));
        settings.forEach((point, raw) -> writes.add(Write.exactly(point, raw)));
        return controls.write(writes).failure() == Reason.NONE;
    }
}
