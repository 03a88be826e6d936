package energy.peerwatt.edge.control;

import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.State;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import energy.peerwatt.metering.protocol.SetpointTarget;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What must outlive the gateway about one device.
 *
 * @param revision of the newest report; never goes back, from 1: that of a refusal before any plan
 * @param plan the newest plan accepted, also after it has ended
 * @param ended why that plan holds no more; empty while it does
 * @param hold empty if the device is left to itself
 * @param results of the plan's steps, by their index
 */
record ControlMemory(
        long revision,
        Optional<Kept> plan,
        Optional<Reason> ended,
        Optional<Hold> hold,
        Map<Integer, StepResult> results) {

    static final ControlMemory NONE =
            new ControlMemory(1, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    /**
     * A plan and its proof.
     *
     * @param signed as it came, base64
     */
    record Kept(SetpointPlan plan, String signed) {}

    /**
     * The device is in our hands, or may be.
     *
     * @param settings it had before
     */
    record Hold(Map<String, Long> settings) {

        Hold {
            settings = Map.copyOf(settings);
        }
    }

    ControlMemory {
        results = Map.copyOf(results);
    }

    /** The plan that holds; empty if none does. */
    Optional<SetpointPlan> inForce() {
        return ended.isPresent() ? Optional.empty() : plan.map(Kept::plan);
    }

    /** Highest sequence accepted; 0 if none was. */
    long highest() {
        return plan.map(kept -> kept.plan().sequence()).orElse(0L);
    }

    ControlMemory accept(Kept fresh) {
        return new ControlMemory(
                revision + 1, Optional.of(fresh), Optional.empty(), hold, Map.of());
    }

    ControlMemory end(Reason reason) {
        return new ControlMemory(revision + 1, plan, Optional.of(reason), hold, results);
    }

    ControlMemory result(StepResult result) {
        Map<Integer, StepResult> more = new TreeMap<>(results);
        more.put(result.step(), result);
        return new ControlMemory(revision + 1, plan, ended, hold, more);
    }

    ControlMemory hold(Map<String, Long> settings) {
        return new ControlMemory(revision, plan, ended, Optional.of(new Hold(settings)), results);
    }

    ControlMemory released() {
        return new ControlMemory(revision, plan, ended, Optional.empty(), results);
    }

    /** The newest report; empty if no plan was ever accepted. */
    Optional<SetpointReport> report(SetpointTarget target, Instant at) {
        List<StepResult> steps = List.copyOf(new TreeMap<>(results).values());
        return plan.map(kept ->
                new SetpointReport(
                        target,
                        kept.plan().sequence(),
                        revision,
                        at,
                        ended.isPresent() ? State.ENDED : State.ACCEPTED,
                        ended.orElse(Reason.NONE),
                        steps));
    }
}
