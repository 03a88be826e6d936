package energy.peerwatt.balancer.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What every device does in every slot.
 *
 * @param devices W of each device by its id; positive takes, negative gives
 * @param curtailed W that each home's panels give less than they could, by the home's id; homes
 *     without an entry give all they can
 * @param off 1 in each slot in which a shed block is off, by the block's id; blocks without an
 *     entry are on
 */
public record Plan(
        Map<String, Series> devices, Map<String, Series> curtailed, Map<String, Series> off) {

    /** A plan that sheds nothing. */
    public Plan(Map<String, Series> devices, Map<String, Series> curtailed) {
        this(devices, curtailed, Map.of());
    }

    public Plan {
        devices = Collections.unmodifiableMap(new TreeMap<>(devices));
        curtailed = Collections.unmodifiableMap(new TreeMap<>(curtailed));
        off = Collections.unmodifiableMap(new TreeMap<>(off));
    }
}
