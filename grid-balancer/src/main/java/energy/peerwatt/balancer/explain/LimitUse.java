package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.model.Series;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of what a constraint bounds each part of the community uses, in the slots in which it is
 * reached or broken. Amounts are rounded one by one.
 *
 * @param constraint id of a limit, or a place on the feeder such as {@code voltage at end on L1},
 *     or {@code peak charge}
 * @param unit W; for a voltage mV that it is changed by, in proportion
 * @param slots ascending, never empty
 * @param parts amounts in those slots by the id of a device, or of a home for its load less its
 *     panels; positive uses up, negative relieves; for a reserve what each battery keeps
 */
public record LimitUse(
        String constraint, String unit, List<Integer> slots, Map<String, Series> parts) {

    private static final int NAMED = 3;

    public LimitUse {
        slots = List.copyOf(slots);
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /** The slot with the most use, and who uses most of it there. */
    String sentence() {
        int most = 0;
        for (int i = 1; i < slots.size(); i++) {
            most = sum(i) > sum(most) ? i : most;
        }
        int at = most;
        List<Map.Entry<String, Series>> order =
                parts.entrySet().stream()
                        .filter(part -> part.getValue().at(at) > 0)
                        .sorted(
                                Comparator.comparingInt((Map.Entry<String, Series> part) ->
                                        -part.getValue().at(at)))
                        .limit(NAMED)
                        .toList();
        StringBuilder text = new StringBuilder();
        text.append("Of ").append(constraint).append(", in slot ").append(slots.get(at));
        long rest = sum(at);
        String between = ": ";
        for (Map.Entry<String, Series> part : order) {
            int amount = part.getValue().at(at);
            text.append(between).append(part.getKey()).append(' ').append(amount);
            text.append(' ').append(unit);
            rest -= amount;
            between = ", ";
        }
        if (rest != 0) {
            text.append(between).append("all others ").append(rest).append(' ').append(unit);
        }
        return text.append('.').toString();
    }

    private long sum(int index) {
        return parts.values().stream().mapToLong(part -> part.at(index)).sum();
    }
}
