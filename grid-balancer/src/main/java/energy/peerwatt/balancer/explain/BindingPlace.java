package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.model.Cost;
import java.util.List;

/**
 * A place of the feeder at which a plan reaches what it may, by the exact flow.
 *
 * @param node a home's node, or the end of a cable
 * @param phase 0 to 2
 * @param reached the lowest or highest voltage, mV, or the highest current, mA
 * @param slots in which it is reached, ascending, never empty
 * @param worthOfKilowatt what the plan would cost less if a kW more could be taken there, or given
 *     if the voltage is at its highest; at least 0
 */
public record BindingPlace(
        Kind kind,
        String node,
        int phase,
        long reached,
        List<Integer> slots,
        Cost worthOfKilowatt) {

    /** What is reached. */
    public enum Kind {
        LOWEST_VOLTAGE,
        HIGHEST_VOLTAGE,
        CURRENT
    }

    public BindingPlace {
        slots = List.copyOf(slots);
    }
}
