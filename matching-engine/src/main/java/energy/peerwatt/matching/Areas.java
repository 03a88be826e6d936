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

    /** The first by gate. */
    private @Nullable Area next;

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
        queue(area);
    }

    private void queue(Area area) {
        byGate.add(area);
        next = byGate.first();
    }

    /** By number. */
    Collection<Area> all() {
        return sorted.values();
    }

    /** The area whose gate closes next, of equal ones that with the smallest number. */
    @Nullable Area nextToClose() {
        return next;
    }

    void change(Area area, DatedRules[] rules) {
        byGate.remove(area);
        area.change(rules);
        queue(area);
    }

    /** Goes on to the area's next gate. */
    void closeNext(Area area) {
        byGate.remove(area);
        area.closeNext();
        queue(area);
    }
}
