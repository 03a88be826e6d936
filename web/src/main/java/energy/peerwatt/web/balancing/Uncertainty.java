package energy.peerwatt.web.balancing;

import java.util.List;

/**
 * How far an area's net power may be off a plan's, by how far forecasts were off on the last
 * fourteen days. Both lists are as long as the plan, or empty while that is unknown.
 *
 * @param less W; in one quarter-hour of ten it is lower than planned by more than this
 * @param more W; in one quarter-hour of ten it is higher than planned by more than this
 * @param unknown homes of which too little is known, so that both are without them
 */
public record Uncertainty(List<Integer> less, List<Integer> more, int unknown) {

    public static final Uncertainty UNKNOWN = new Uncertainty(List.of(), List.of(), 0);

    public Uncertainty {
        less = List.copyOf(less);
        more = List.copyOf(more);
    }

    public boolean hasValues() {
        return !more.isEmpty();
    }
}
