package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.setpoint.SetpointCommand;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointReport;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import energy.peerwatt.metering.protocol.SetpointReport.StepResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A command to a device, and what became of it.
 *
 * @param state ISSUED, SENT, ACCEPTED, REFUSED, ENDED, EXPIRED or SUPERSEDED
 * @param reason of the gateway; null while nothing is wrong
 */
public record SetpointView(
        long id,
        String meteringPoint,
        String device,
        String gatewayId,
        long sequence,
        Instant issuedAt,
        Instant expiresAt,
        String issuedBy,
        int keepChargePermille,
        long keepImportW,
        long keepExportW,
        String state,
        @Nullable String reason,
        List<StepView> steps) {

    /**
     * A step and its result.
     *
     * @param state APPLIED, CLAMPED, REFUSED, FAILED or EXPIRED; null before
     * @param appliedWatts what the device showed when read back; null if nothing was
     */
    public record StepView(
            Instant from,
            Instant until,
            String kind,
            long watts,
            @Nullable String state,
            @Nullable String reason,
            @Nullable Long appliedWatts) {

        static StepView of(Step step, Optional<StepResult> result) {
            return new StepView(
                    step.from(),
                    step.until(),
                    step.kind().name(),
                    step.watts(),
                    result.map(known -> known.state().name()).orElse(null),
                    result.map(StepResult::reason).map(StepView::name).orElse(null),
                    result.filter(known -> known.watts().isPresent())
                            .map(known -> known.watts().getAsLong())
                            .orElse(null));
        }

        private static @Nullable String name(Reason reason) {
            return reason == Reason.NONE ? null : reason.name();
        }
    }

    public static SetpointView of(SetpointCommand command) {
        SetpointPlan plan = command.plan();
        return new SetpointView(
                command.id(),
                plan.target().meteringPoint().value(),
                plan.target().device().name(),
                plan.target().gatewayId(),
                plan.sequence(),
                plan.issuedAt(),
                plan.expiresAt(),
                command.issuedBy(),
                plan.floor().chargePermille(),
                plan.floor().importWatts(),
                plan.floor().exportWatts(),
                command.state().name(),
                command.report()
                        .map(SetpointReport::reason)
                        .filter(reason -> reason != Reason.NONE)
                        .map(Reason::name)
                        .orElse(null),
                IntStream.range(0, plan.steps().size())
                        .mapToObj(i -> StepView.of(plan.steps().get(i), result(command, i)))
                        .toList());
    }

    private static Optional<StepResult> result(SetpointCommand command, int step) {
        return command.report().stream()
                .flatMap(report -> report.steps().stream())
                .filter(result -> result.step() == step)
                .findFirst();
    }
}
