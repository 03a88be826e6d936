package energy.peerwatt.web.settling;

import energy.peerwatt.settlement.RewardRules;
import energy.peerwatt.settlement.RewardRules.Congestion;
import energy.peerwatt.settlement.RewardRules.QualityFactors;
import energy.peerwatt.settlement.StepCurve;
import energy.peerwatt.unit.Price;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewards as JSON, and in words: what is published is what is settled by.
 *
 * @param fundPermille the most of each member's gain of an interval that pays for rewards
 * @param deliveredMicro per kWh delivered to other members
 * @param ratedWatts what the area's connection carries
 * @param relief micro per kWh of relief from a load on, in permille of {@code ratedWatts}
 * @param reliability permille of the reward from a share on, in permille, of what was contracted
 *     that was delivered or taken
 * @param substitutedPermille of the reward on substituted values
 * @param estimatedPermille of the reward on estimated values
 */
public record RewardContent(
        @NotNull Integer fundPermille,
        @NotNull Long deliveredMicro,
        @NotNull Long ratedWatts,
        @NotNull List<@NotNull @Valid Step> relief,
        @NotNull List<@NotNull @Valid Step> reliability,
        @NotNull Integer substitutedPermille,
        @NotNull Integer estimatedPermille) {

    /** The value of a curve from a permille on. */
    public record Step(@NotNull Integer fromPermille, @NotNull Long value) {}

    /**
     * The rules.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    RewardRules rules() {
        return new RewardRules(
                fundPermille,
                Price.ofMicroPerKwh(deliveredMicro),
                new Congestion(ratedWatts, curve(relief)),
                curve(reliability),
                new QualityFactors(substitutedPermille, estimatedPermille));
    }

    private static StepCurve curve(List<Step> steps) {
        return new StepCurve(
                steps.stream()
                        .map(step -> new StepCurve.Step(step.fromPermille(), step.value()))
                        .toList());
    }

    /** The rules in words, one sentence after the other. */
    public List<String> sentences() {
        List<String> all = new ArrayList<>();
        all.add(
                "Rewards are paid out of what members gained in the same quarter-hour against their"
                        + " suppliers alone, at most %s %% of it, and never more than was gained."
                                .formatted(percent(fundPermille)));
        for (Step step : relief) {
            all.add(
                    ("While the area as a whole gives or draws %s %% or more of the %s kW that its"
                                    + " connection carries, shared energy that relieves it earns"
                                    + " %s ct per kWh.")
                            .formatted(
                                    percent(step.fromPermille()),
                                    decimal(ratedWatts, 3),
                                    decimal(step.value(), 4)));
        }
        if (deliveredMicro > 0) {
            all.add(
                    "Energy delivered to neighbours earns %s ct per kWh."
                            .formatted(decimal(deliveredMicro, 4)));
        }
        all.add(
                "Substituted values earn %s %% of a reward, estimated ones %s %%."
                        .formatted(percent(substitutedPermille), percent(estimatedPermille)));
        for (Step step : reliability) {
            all.add(
                    "Who delivered or took %s %% or more of what it had contracted earns %s %% of it."
                            .formatted(percent(step.fromPermille()), percent(step.value())));
        }
        return List.copyOf(all);
    }

    private static String percent(long permille) {
        return decimal(permille, 1);
    }

    private static String decimal(long units, int scale) {
        return BigDecimal.valueOf(units, scale).stripTrailingZeros().toPlainString();
    }
}
