package energy.peerwatt.web.balancing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says, slot by slot in W; each list has one entry for each quarter-hour of the
 * horizon.
 *
 * @param explanation sentences for operators; they may name homes and devices
 * @param shown what of these everybody of the area may read; none in plans of before it was kept
 * @param binding limits the plan reaches, the most worth first
 * @param net of the area under the plan, positive takes
 * @param uncoordinated of the area if every device did as it likes
 * @param importLimits the lowest limit of taking; null where there is none
 * @param exportLimits the lowest limit of giving; null where there is none
 * @param homes net of each home under the plan, by metering point
 * @param devices of each planned device by its id, positive takes
 * @param curtailed what each home's panels give less than they could, by metering point
 * @param leftOut metering points of which nothing is known
 * @param uncertainty how far {@code net} may be off; unknown in plans of before it was kept
 * @param grid phases, voltages and cables; null in plans of before it was kept
 */
public record PlanContent(
        List<String> explanation,
        List<String> shown,
        List<Binding> binding,
        List<Integer> net,
        List<Integer> uncoordinated,
        List<@Nullable Integer> importLimits,
        List<@Nullable Integer> exportLimits,
        Map<String, List<Integer>> homes,
        Map<String, List<Integer>> devices,
        Map<String, List<Integer>> curtailed,
        List<String> leftOut,
        Uncertainty uncertainty,
        @Nullable GridUse grid) {

    @SuppressWarnings("NullAway") // Jackson: plans of before lack it.
    public PlanContent {
        shown = shown == null ? List.of() : List.copyOf(shown);
        uncertainty = uncertainty == null ? Uncertainty.UNKNOWN : uncertainty;
    }

    /**
     * A limit that the plan reaches.
     *
     * @param watts what the plan was made with, its margin taken off
     * @param intervals starts of the quarter-hours
     * @param worthOfKilowatt what the plan would cost less if it were a kW higher, in currency
     *     units
     */
    public record Binding(
            String limit,
            String direction,
            int watts,
            List<Instant> intervals,
            String worthOfKilowatt) {}
}
