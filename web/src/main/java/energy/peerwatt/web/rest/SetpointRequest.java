package energy.peerwatt.web.rest;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.setpoint.SetpointDraft;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Floor;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a device shall do for a while.
 *
 * @param expiresAt from then on nothing of it holds, 72 hours ahead at most
 * @param keepChargePermille a battery is not discharged below this
 * @param keepImportW no limit of taking power is below this
 * @param keepExportW no limit of giving power is below this
 */
public record SetpointRequest(
        @NotNull @Pattern(regexp = "[A-Za-z0-9-]{1,33}") String meteringPoint,
        @NotNull Device device,
        @NotNull @Schema(format = "date-time") String expiresAt,
        @Min(0) @Max(1_000) int keepChargePermille,
        @Min(0) @Max(LARGEST) long keepImportW,
        @Min(0) @Max(LARGEST) long keepExportW,
        @NotNull @Size(min = 1, max = SetpointPlan.MAX_STEPS)
                List<@NotNull @Valid StepRequest> steps) {

    private static final long LARGEST = 10_000_000;

    /** One step, from the first moment up to but not at the last. */
    public record StepRequest(
            @NotNull @Schema(format = "date-time") String from,
            @NotNull @Schema(format = "date-time") String until,
            @NotNull Kind kind,
            @Min(0) @Max(LARGEST) long watts) {}

    SetpointDraft draft() {
        List<Step> ordered = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            StepRequest step = steps.get(i);
            String field = "steps[" + i + "]";
            Instant from = second(field + ".from", step.from());
            Instant until = second(field + ".until", step.until());
            try {
                ordered.add(new Step(from, until, step.kind(), step.watts()));
            } catch (IllegalArgumentException e) {
                throw Inputs.invalid(field, "contradicts itself: " + e.getMessage());
            }
        }
        return new SetpointDraft(
                new MeteringPointId(meteringPoint),
                device,
                second("expiresAt", expiresAt),
                new Floor(keepChargePermille, keepImportW, keepExportW),
                ordered);
    }

    /** The draft, if it would make a plan when issued at that time. */
    SetpointDraft checkedDraft(Instant now) {
        SetpointDraft draft = draft();
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        if (!second.isBefore(draft.expiresAt())
                || draft.expiresAt().isAfter(second.plus(SetpointPlan.LONGEST))) {
            throw Inputs.invalid("expiresAt", "is not in the next 72 hours");
        }
        try {
            draft.plan("checked", 1, second);
            return draft;
        } catch (IllegalArgumentException e) {
            throw Inputs.invalid("steps", "contradict themselves: " + e.getMessage());
        }
    }

    private static Instant second(String field, String text) {
        Instant at = Inputs.requiredInstant(field, text);
        if (!at.equals(at.truncatedTo(ChronoUnit.SECONDS))) {
            throw Inputs.invalid(field, "is not a whole second");
        }
        return at;
    }
}
