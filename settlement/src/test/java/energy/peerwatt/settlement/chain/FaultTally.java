package energy.peerwatt.settlement.chain;

import java.util.Map;
import java.util.TreeMap;

/** What went wrong how often. */
final class FaultTally {

    private final Map<String, Integer> faults = new TreeMap<>();
    private final Map<String, Integer> effects = new TreeMap<>();

    /** One more crash point. */
    void fault(String name) {
        faults.merge(name, 1, Integer::sum);
    }

    /** Something that faults led to; not counted among them. */
    void effect(String name, long times) {
        effects.merge(name, Math.toIntExact(times), Integer::sum);
    }

    int faults() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    int of(String name) {
        return faults.getOrDefault(name, 0) + effects.getOrDefault(name, 0);
    }

    @Override
    public String toString() {
        return faults() + " crash points " + faults + ", with " + effects;
    }
}
