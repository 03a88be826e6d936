package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * When areas that failed are tried again: after a pause that doubles with each failure in a row, up
 * to {@link #LONGEST}. Times are wall time as of {@link System#nanoTime}. Belongs to one thread.
 */
final class Retries {

    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int MOST_DOUBLINGS = 10;

    private record Last(int failures, long dueNanos) {}

    private final Map<AreaId, Last> last = new HashMap<>();

    /** Whether it may be tried now; one that did not fail always may. */
    boolean isDue(AreaId area, long nanos) {
        Last known = last.get(area);
        return known == null || nanos - known.dueNanos() >= 0;
    }

    /** Notes a failure; how many there were in a row. */
    int failed(AreaId area, long nanos) {
        Last known = last.get(area);
        int failures = known == null ? 1 : known.failures() + 1;
        Duration pause = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration wait = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        last.put(area, new Last(failures, nanos + wait.toNanos()));
        return failures;
    }

    /** It is done again. */
    void worked(AreaId area) {
        last.remove(area);
    }
}
