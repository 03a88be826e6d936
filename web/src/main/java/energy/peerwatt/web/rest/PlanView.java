package energy.peerwatt.web.rest;

import energy.peerwatt.web.balancing.BalancingPlan;
import energy.peerwatt.web.balancing.GridUse;
import energy.peerwatt.web.balancing.PlanContent;
import energy.peerwatt.web.balancing.Uncertainty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan of an area. Amounts are in the area's currency, negative is earned; powers are W, positive
 * takes.
 *
 * @param published whether devices were told; only a plan that keeps every limit is
 * @param uncoordinatedAmount what it would cost if every device did as it likes
 * @param explanation in sentences; only operators read what is of homes or devices
 * @param slots one for each quarter-hour
 * @param devices what each device does in each quarter-hour, by metering point and kind; only for
 *     operators, null for others
 * @param grid phases, voltages and cables under the plan; only for operators, null for others and
 *     for plans of before it was kept
 * @param leftOut how many homes give no values; limits are lowered by what they usually need
 */
public record PlanView(
        int areaId,
        long version,
        Instant madeAt,
        Instant from,
        Instant until,
        String cause,
        boolean published,
        String amount,
        String uncoordinatedAmount,
        List<String> explanation,
        List<PlanContent.Binding> binding,
        List<SlotView> slots,
        @Nullable Map<String, List<Integer>> devices,
        @Nullable GridUse grid,
        int leftOut) {

    /**
     * The area in one quarter-hour; a limit that is null is none.
     *
     * @param lowW one time in ten net power is lower, by how wrong forecasts were; null if unknown
     * @param highW one time in ten it is higher
     */
    public record SlotView(
            int netW,
            @Nullable Integer lowW,
            @Nullable Integer highW,
            int uncoordinatedW,
            @Nullable Integer importLimitW,
            @Nullable Integer exportLimitW) {}

    /** What everybody of the area may see, and with {@code devices} what operators may. */
    public static PlanView of(BalancingPlan plan, boolean withDevices) {
        PlanContent content = plan.content();
        Uncertainty spread = content.uncertainty();
        boolean known = spread.hasValues();
        List<SlotView> slots = new java.util.ArrayList<>();
        for (int slot = 0; slot < plan.slots(); slot++) {
            slots.add(
                    new SlotView(
                            content.net().get(slot),
                            known ? content.net().get(slot) - spread.less().get(slot) : null,
                            known ? content.net().get(slot) + spread.more().get(slot) : null,
                            content.uncoordinated().get(slot),
                            content.importLimits().get(slot),
                            content.exportLimits().get(slot)));
        }
        return new PlanView(
                plan.area().value(),
                plan.version(),
                plan.madeAt(),
                plan.start(),
                plan.end(),
                withDevices ? plan.cause() : plan.shownCause(),
                plan.published(),
                plan.cost().toDecimal(),
                plan.uncoordinatedCost().toDecimal(),
                withDevices ? content.explanation() : content.shown(),
                content.binding(),
                slots,
                withDevices ? content.devices() : null,
                withDevices ? content.grid() : null,
                content.leftOut().size());
    }
}
