package energy.peerwatt.edge.spool;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Says loudly, and once, that a spool fills up, or that nobody has taken its readings for long.
 * Guarded by the spool's lock.
 */
final class SpoolGauge {

    private static final Logger LOG = Logger.getLogger(Spool.class);

    private enum Level {
        FINE,
        HIGH,
        FULL
    }

    private final SpoolBounds bounds;
    private Level said = Level.FINE;

    SpoolGauge(SpoolBounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Whether so many bytes more may be kept.
     *
     * @param age of the oldest reading that waits
     */
    boolean admits(long bytes, long more, Duration age) {
        if (bytes + more > bounds.maxBytes() || age.compareTo(bounds.maxAge()) > 0) {
            say(Level.FULL, bytes, age);
            return false;
        }
        observe(bytes + more, age);
        return true;
    }

    void observe(long bytes, Duration age) {
        if (bytes > bounds.maxBytes() / 10 * 8 || isLonger(age, 5)) {
            say(Level.HIGH, bytes, age);
        } else if (bytes < bounds.maxBytes() / 10 * 7 && !isLonger(age, 4)) {
            said = Level.FINE;
        }
    }

    private boolean isLonger(Duration age, int tenths) {
        return age.compareTo(bounds.maxAge().multipliedBy(tenths).dividedBy(10)) > 0;
    }

    private void say(Level level, long bytes, Duration age) {
        if (level.compareTo(said) <= 0) {
            return;
        }
        said = level;
        String filled =
                "%d of %d bytes, the oldest reading waits for %s of %s"
                        .formatted(bytes, bounds.maxBytes(), age, bounds.maxAge());
        if (level == Level.FULL) {
            LOG.errorf("SPOOL FULL (%s): polling stops, nothing old is lost", filled);
        } else {
            LOG.warnf("spool holds %s: is the head-end reachable?", filled);
        }
    }
}
