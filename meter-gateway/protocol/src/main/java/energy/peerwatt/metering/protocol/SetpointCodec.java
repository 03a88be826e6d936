package energy.peerwatt.metering.protocol;

import static energy.peerwatt.metering.protocol.CborReader.require;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockResult.Refusal;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import energy.peerwatt.metering.protocol.SetpointReport.StepState;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Plans and reports as deterministic CBOR; see the module's README for the layout. */
final class SetpointCodec {

    private static final int VERSION = 1;
    private static final long UNKNOWN = -1;

    // The code on the wire is the index: append only.
    private static final List<Device> DEVICES =
            List.of(
                    Device.BATTERY,
                    Device.INVERTER,
                    Device.CHARGER,
                    Device.HEAT_PUMP,
                    Device.APPLIANCE);
    private static final List<Kind> KINDS =
            List.of(Kind.IDLE, Kind.CHARGE, Kind.DISCHARGE, Kind.LIMIT_IMPORT, Kind.LIMIT_EXPORT);
    private static final List<State> STATES = List.of(State.ACCEPTED, State.REFUSED, State.ENDED);
    private static final List<StepState> STEP_STATES =
            List.of(
                    StepState.APPLIED,
                    StepState.CLAMPED,
                    StepState.REFUSED,
                    StepState.FAILED,
                    StepState.EXPIRED);
    private static final List<Reason> REASONS =
            List.of(
                    Reason.NONE,
                    Reason.EXPIRED,
                    Reason.REVOKED,
                    Reason.SUPERSEDED,
                    Reason.CONTRADICTION,
                    Reason.FROM_THE_FUTURE,
                    Reason.UNKNOWN_DEVICE,
                    Reason.NOT_ALLOWED,
                    Reason.UNSUPPORTED,
                    Reason.NAMEPLATE_UNKNOWN,
                    Reason.NO_REVERSION,
                    Reason.OTHER_CONTROL,
                    Reason.NAMEPLATE,
                    Reason.FLOOR,
                    Reason.UNREACHABLE,
                    Reason.DECLINED,
                    Reason.READ_BACK);

    private SetpointCodec() {}

    static byte[] encode(SetpointPlan plan) {
        CborWriter out = new CborWriter();
        out.array(7).integer(VERSION);
        target(out, plan.target()).integer(plan.sequence());
        time(out, plan.issuedAt());
        time(out, plan.expiresAt());
        Floor floor = plan.floor();
        out.array(3).integer(floor.chargePermille());
        out.integer(floor.importWatts()).integer(floor.exportWatts());
        out.array(plan.steps().size());
        for (Step step : plan.steps()) {
            out.array(4);
            time(out, step.from());
            time(out, step.until());
            out.integer(KINDS.indexOf(step.kind())).integer(step.watts());
        }
        return out.toByteArray();
    }

    static byte[] encode(SetpointReport report) {
        CborWriter out = new CborWriter();
        out.array(8).integer(VERSION);
        target(out, report.target()).integer(report.plan()).integer(report.revision());
        time(out, report.at());
        out.integer(STATES.indexOf(report.state())).integer(REASONS.indexOf(report.reason()));
        out.array(report.steps().size());
        for (StepResult result : report.steps()) {
            out.array(5).integer(result.step());
            time(out, result.at());
            out.integer(STEP_STATES.indexOf(result.state()));
            out.integer(REASONS.indexOf(result.reason()));
            out.integer(result.watts().orElse(UNKNOWN));
        }
        return out.toByteArray();
    }

    static SetpointPlan decodePlan(byte[] payload) throws MalformedBlockException {
        CborReader in = new CborReader(payload);
        head(in, 7);
        try {
            SetpointTarget target = target(in);
            long sequence = in.unsigned();
            Instant issuedAt = time(in);
            Instant expiresAt = time(in);
            in.array(3, "a floor is an array of 3");
            Floor floor = new Floor(in.small(1_000), in.unsigned(), in.unsigned());
            int count = in.array(SetpointPlan.MAX_STEPS);
            List<Step> steps = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                in.array(4, "a step is an array of 4");
                steps.add(new Step(time(in), time(in), of(KINDS, in), in.unsigned()));
            }
            in.end();
            return new SetpointPlan(target, sequence, issuedAt, expiresAt, floor, steps);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    static SetpointReport decodeReport(byte[] payload) throws MalformedBlockException {
        CborReader in = new CborReader(payload);
        head(in, 8);
        try {
            SetpointTarget target = target(in);
            long plan = in.unsigned();
            long revision = in.unsigned();
            Instant at = time(in);
            State state = of(STATES, in);
            Reason reason = of(REASONS, in);
            int count = in.array(SetpointPlan.MAX_STEPS);
            List<StepResult> steps = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                steps.add(stepResult(in));
            }
            in.end();
            return new SetpointReport(target, plan, revision, at, state, reason, steps);
        } catch (IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    private static StepResult stepResult(CborReader in) throws MalformedBlockException {
        in.array(5, "a result is an array of 5");
        int step = in.small(SetpointPlan.MAX_STEPS - 1);
        Instant at = time(in);
        StepState state = of(STEP_STATES, in);
        Reason reason = of(REASONS, in);
        long watts = in.integer();
        return new StepResult(
                step,
                at,
                state,
                reason,
                watts == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(watts));
    }

    private static void head(CborReader in, int size) throws MalformedBlockException {
        in.array(size, "not an array of " + size);
        if (in.unsigned() != VERSION) {
            throw new MalformedBlockException(Refusal.UNSUPPORTED_VERSION, "layout version");
        }
    }

    private static CborWriter target(CborWriter out, SetpointTarget target) {
        return out.array(3)
                .text(target.gatewayId())
                .text(target.meteringPoint().value())
                .integer(DEVICES.indexOf(target.device()));
    }

    private static SetpointTarget target(CborReader in) throws MalformedBlockException {
        in.array(3, "a target is an array of 3");
        return new SetpointTarget(in.text(), new MeteringPointId(in.text()), of(DEVICES, in));
    }

    private static void time(CborWriter out, Instant at) {
        out.integer(at.getEpochSecond());
    }

    private static Instant time(CborReader in) throws MalformedBlockException {
        long second = in.unsigned();
        require(second <= SetpointPlan.LATEST.getEpochSecond(), "time beyond 9999");
        return Instant.ofEpochSecond(second);
    }

    private static <E> E of(List<E> codes, CborReader in) throws MalformedBlockException {
        return codes.get(in.small(codes.size() - 1));
    }

    private static MalformedBlockException invalid(IllegalArgumentException e) {
        return new MalformedBlockException(Refusal.INVALID_CONTENT, String.valueOf(e));
    }
}
