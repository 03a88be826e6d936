package energy.peerwatt.matching;

import java.util.Collection;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** All areas, and which of their gates closes next. */
final class Areas {

    private final Int2ObjectHashMap<Area> byId = new Int2ObjectHashMap<>();
    private final TreeMap<Integer, Area> sorted = new TreeMap<>();
    private final TreeSet<Area> byGate =
            new TreeSet<>(
                    Comparator.comparingLong(Area::nextGate).thenComparingInt(area -> area.id));

    @Nullable Area find(int id) {
        return byId.get(id);
    }

    /** An area that is known to be open. */
    Area get(int id) {
        Area area = byId.get(id);
        if (area == null) {
            throw new IllegalStateException("no area " + id);
        }
        return area;
    }

    void add(Area area) {
        byId.put(area.id, area);
        sorted.put(area.id, area);
        byGate.add(area);
    }

    /** By number. */
    Collection<Area> all() {
        return sorted.values();
    }

    /** The area whose gate closes next, of equal ones that with the smallest number. */
    @Nullable Area nextToClose() {
        return byGate.isEmpty() ? null : byGate.first();
    }

    void change(Area area, DatedRules[] rules) {
        byGate.remove(area);
        area.change(rules);
        byGate.add(area);
    }

    /** Goes on to the area's next gate; returns what happened in the interval that ends. */
    @Nullable OpenInterval closeNext(Area area) {
        byGate.remove(area);
        OpenInterval closed = area.closeNext();
        byGate.add(area);
        return closed;
    }
}
