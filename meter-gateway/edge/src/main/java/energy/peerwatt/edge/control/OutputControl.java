package energy.peerwatt.edge.control;

import energy.peerwatt.edge.control.SunSpecControls.Write;
import energy.peerwatt.edge.control.SunSpecControls.Written;
import energy.peerwatt.edge.sunspec.Nameplate;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecGroup;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Limits what an inverter gives: WMaxLimPct of the SunSpec models 123 and 704. */
final class OutputControl implements DeviceControl {

    private static final int RESOURCE = 704;
    private static final String LIMIT = "WMaxLimPct";

    private final int model;
    private final SunSpecControls controls;
    private final Nameplate nameplate;
    private final String enable;
    private final String timer;

    /**
     * Controls one device.
     *
     * @param model 123 or 704
     */
    OutputControl(int model, SunSpecControls controls, Nameplate nameplate) {
        this.model = model;
        this.controls = controls;
        this.nameplate = nameplate;
        enable = model == RESOURCE ? "WMaxLimPctEna" : "WMaxLim_Ena";
        timer = model == RESOURCE ? "WMaxLimPctRvrtTms" : "WMaxLimPct_RvrtTms";
    }

    /** Whether the device has the points that a limit needs. */
    static boolean isIn(int model, SunSpecGroup shown) {
        return SunSpecControls.has(shown, LIMIT)
                && SunSpecControls.has(shown, model == RESOURCE ? "WMaxLimPctEna" : "WMaxLim_Ena");
    }

    @Override
    public Before look() {
        boolean enabled =
                SunSpecControls.raw(controls.read(), enable).filter(on -> on == 1).isPresent();
        return new Before(enabled, Map.of());
    }

    @Override
    public ControlResult apply(Step step, Floor floor, long reversionSeconds) {
        if (step.kind() != Kind.LIMIT_EXPORT && step.kind() != Kind.IDLE) {
            return ControlResult.refused(Reason.UNSUPPORTED);
        }
        SunSpecGroup shown = controls.read();
        Optional<PointValue.Scaled> reference = nameplate.outputReference(model);
        OptionalLong most = nameplate.output();
        if (reference.isEmpty() || most.isEmpty() || !SunSpecControls.has(shown, LIMIT)) {
            return ControlResult.refused(Reason.NAMEPLATE_UNKNOWN);
        }
        if (!SunSpecControls.has(shown, timer)) {
            return ControlResult.refused(Reason.NO_REVERSION);
        }
        Clamp clamp = Clamp.of(step.watts(), floor.exportWatts(), most.getAsLong());
        Share share = new Share(reference.get(), shown.number(LIMIT).orElseThrow().exponent());
        Written written =
                controls.write(
                        writes(shown, share.notAbove(clamp.watts()), share, reversionSeconds));
        return written.failure() == Reason.NONE
                ? ControlResult.written(
                        clamp.reason(),
                        share.toWatts(SunSpecControls.raw(written.shown(), LIMIT).orElseThrow()))
                : ControlResult.failed(written.failure());
    }

    /** The timer first: no limit is ever in force without it. */
    private List<Write> writes(SunSpecGroup shown, long raw, Share share, long reversionSeconds) {
        List<Write> writes = new ArrayList<>();
        if (SunSpecControls.has(shown, "WMaxLimPctEnaRvrt")) {
            writes.add(Write.exactly("WMaxLimPctEnaRvrt", 0));
        }
        writes.add(Write.shortTimer(timer, reversionSeconds));
        writes.add(Write.notMore(LIMIT, raw, share.tolerance()));
        writes.add(Write.exactly(enable, 1));
        return writes;
    }

    @Override
    public boolean release(Map<String, Long> settings) {
        return controls.write(List.of(Write.exactly(enable, 0))).failure() == Reason.NONE;
    }
}
