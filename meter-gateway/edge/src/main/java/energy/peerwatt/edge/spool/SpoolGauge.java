package energy.peerwatt.edge.spool;

import org.jboss.logging.Logger;

/** Says loudly, and once, that a spool fills up. Guarded by the spool's lock. */
final class SpoolGauge {

    private static final Logger LOG = Logger.getLogger(Spool.class);

    private enum Level {
        FINE,
        HIGH,
        FULL
    }

    private final long maxBytes;
    private Level said = Level.FINE;

    SpoolGauge(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether so many bytes more may be kept. */
    boolean admits(long bytes, long more) {
        if (bytes + more > maxBytes) {
            say(Level.FULL, bytes);
            return false;
        }
        observe(bytes + more);
        return true;
    }

    void observe(long bytes) {
        if (bytes < maxBytes / 10 * 7) {
            said = Level.FINE;
        } else if (bytes > maxBytes / 10 * 8) {
            say(Level.HIGH, bytes);
        }
    }

    private void say(Level level, long bytes) {
        if (level.compareTo(said) <= 0) {
            return;
        }
        said = level;
        if (level == Level.FULL) {
            LOG.errorf("SPOOL FULL (%d bytes): polling stops, nothing old is lost", bytes);
        } else {
            LOG.warnf("spool holds %d of %d bytes: is the head-end reachable?", bytes, maxBytes);
        }
    }
}
