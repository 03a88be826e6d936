package energy.peerwatt.matching;

import java.util.ArrayList;
import java.util.List;

/** Intervals with waiting blocks whose books changed since the blocks were tried. */
final class ChangedIntervals {

    /** In the order they changed. */
    private final List<OpenInterval> changed = new ArrayList<>();

    private boolean paused;

    /** While blocks trade they only take from the books, which nobody waits for. */
    void pause(boolean value) {
        paused = value;
    }

    void add(OpenInterval interval) {
        if (!interval.blocks.isEmpty() && !interval.changed && !paused) {
            interval.changed = true;
            changed.add(interval);
        }
    }

    boolean isEmpty() {
        return changed.isEmpty();
    }

    /** The one that changed first; there is one. */
    OpenInterval removeFirst() {
        OpenInterval first = changed.removeFirst();
        first.changed = false;
        return first;
    }

    /** Forgets an interval whose gate closed. */
    void remove(OpenInterval interval) {
        if (interval.changed) {
            changed.remove(interval);
            interval.changed = false;
        }
    }

    void write(StateWriter out) {
        out.int32(changed.size());
        for (OpenInterval interval : changed) {
            out.int32(interval.area.id).int64(interval.index);
        }
    }
}
