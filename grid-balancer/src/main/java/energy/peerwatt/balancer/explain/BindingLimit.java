package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Limit;
import java.util.List;

/**
 * A limit that a plan reaches.
 *
 * @param slots in which less than {@link #NEAR_WATTS} are left, ascending, never empty
 * @param worthOfKilowatt what the plan would cost less if it were a kW higher, at least 0
 */
public record BindingLimit(Limit limit, List<Integer> slots, Cost worthOfKilowatt) {

    /** A limit binds in slots with less room than this, W. */
    public static final int NEAR_WATTS = 50;

    public BindingLimit {
        slots = List.copyOf(slots);
    }
}
