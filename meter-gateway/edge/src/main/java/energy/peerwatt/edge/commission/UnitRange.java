package energy.peerwatt.edge.commission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Unit ids as people write them: {@code 1-16,71,126}. */
final class UnitRange {

    private static final int HIGHEST = 255;

    private UnitRange() {}

    /**
     * All units of a text.
     *
     * @throws IllegalArgumentException if it is none, or a unit is not 0 to 255
     */
    static SortedSet<Integer> parse(String text) {
        SortedSet<Integer> units = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            if (!part.strip().matches("\\d{1,3}(-\\d{1,3})?")) {
                throw new IllegalArgumentException("not units such as 1-16,71: " + text);
            }
            String[] ends = part.strip().split("-", -1);
            int from = Integer.parseInt(ends[0]);
            int to = Integer.parseInt(ends[ends.length - 1]);
            if (to > HIGHEST || from > to) {
                throw new IllegalArgumentException("units are 0 to 255: " + text);
            }
            for (int unit = from; unit <= to; unit++) {
                units.add(unit);
            }
        }
        return units;
    }

    /** The shortest text for some units. */
    static String text(Collection<Integer> units) {
        List<String> parts = new ArrayList<>();
        int from = -1;
        int to = -1;
        for (int unit : new TreeSet<>(units)) {
            if (unit != to + 1 || from < 0) {
                add(parts, from, to);
                from = unit;
            }
            to = unit;
        }
        add(parts, from, to);
        return String.join(",", parts);
    }

    private static void add(List<String> parts, int from, int to) {
        if (from >= 0) {
            parts.add(from == to ? String.valueOf(from) : from + "-" + to);
        }
    }
}
