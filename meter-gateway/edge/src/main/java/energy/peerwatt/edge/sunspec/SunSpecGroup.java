package energy.peerwatt.edge.sunspec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decoded points that stand together: those of a model, or of one repetition of a group in it.
 *
 * @param points implemented points by name; one that is not implemented, or whose scale factor is
 *     not, is absent
 * @param groups repetitions by name of the group, in order
 */
public record SunSpecGroup(Map<String, PointValue> points, Map<String, List<SunSpecGroup>> groups) {

    public SunSpecGroup {
        points = Map.copyOf(points);
        groups = Map.copyOf(groups);
    }

    /** The number of a point, if it is implemented and a scaled integer. */
    public Optional<PointValue.Scaled> number(String name) {
        return points.get(name) instanceof PointValue.Scaled number
                ? Optional.of(number)
                : Optional.empty();
    }

    /** The text of a point; empty if it has none. */
    public String text(String name) {
        return points.get(name) instanceof PointValue.Text(String text) ? text.strip() : "";
    }

    /** Repetitions of a group, in order; none if there is no such group. */
    public List<SunSpecGroup> group(String name) {
        return groups.getOrDefault(name, List.of());
    }
}
