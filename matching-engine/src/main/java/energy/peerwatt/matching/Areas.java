package energy.peerwatt.matching;

import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** All areas, and which of their gates closes next. */
final class Areas {

    private static final Comparator<Area> FEWEST_CLOSED =
            Comparator.comparingLong(Area::nextToClose)
                    .thenComparing(Comparator.<Area>comparingInt(area -> area.id).reversed());

    private final Int2ObjectHashMap<Area> byId = new Int2ObjectHashMap<>();
    private final TreeMap<Integer, Area> sorted = new TreeMap<>();
    private final TreeSet<Area> byGate =
            new TreeSet<>(
                    Comparator.comparingLong(Area::nextGate).thenComparingInt(area -> area.id));

    /** By interval length: who closed the fewest gates first, of equal ones the largest number. */
    private final Int2ObjectHashMap<NavigableSet<Area>> byProgress = new Int2ObjectHashMap<>();

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
        progress(area).add(area);
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

    /**
     * Another area whose gate for a closing interval's period is still open, null if there is none:
     * that with the most gates to close, of equal ones that with the largest number, which closes
     * last if they close together.
     */
    @Nullable Area stillOpen(OpenInterval closing) {
        NavigableSet<Area> alike = progress(closing.area);
        Area other = alike.first() == closing.area ? alike.higher(closing.area) : alike.first();
        return other != null && other.nextToClose() <= closing.index ? other : null;
    }

    private NavigableSet<Area> progress(Area area) {
        return byProgress.computeIfAbsent(area.intervalLength, _ -> new TreeSet<>(FEWEST_CLOSED));
    }

    void change(Area area, DatedRules[] rules) {
        byGate.remove(area);
        area.change(rules);
        queue(area);
    }

    /** Goes on to the area's next gate. */
    void closeNext(Area area) {
        byGate.remove(area);
        progress(area).remove(area);
        area.closeNext();
        progress(area).add(area);
        queue(area);
    }
}
