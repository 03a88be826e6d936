package energy.peerwatt.matching;

import energy.peerwatt.market.EngineCommand.SetClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Market time as a function of the log's timestamps. Never goes back.
 *
 * <p>Until it is set it shows the log's time. Once set, it stands still whenever the log was
 * interrupted, until it is set again: a demonstration's market time must not run on while the
 * demonstration is stopped.
 */
final class SequencedClock {

    private Instant now = Instant.EPOCH;
    private @Nullable SetClock anchor;
    private boolean stopped;

    Instant now() {
        return now;
    }

    void set(SetClock newAnchor) {
        anchor = newAnchor;
        stopped = false;
    }

    void interrupt() {
        stopped = anchor != null;
    }

    void advanceTo(long logTimeMillis) {
        if (stopped) {
            return;
        }
        Instant mapped = marketTimeAt(logTimeMillis);
        if (mapped.isAfter(now)) {
            now = mapped;
        }
    }

    /**
     * Earliest log time at which market time has reached {@code market}; Long.MAX_VALUE if never.
     */
    long logTimeAt(Instant market) {
        if (stopped) {
            return Long.MAX_VALUE;
        }
        SetClock current = anchor;
        if (current == null) {
            return roundUp(market);
        }
        Duration ahead = Duration.between(current.marketStart(), market);
        // Rounded up, as dividing rounds down and a gate must not be looked at too early.
        Duration wait = ahead.plusNanos(current.speed() - 1L).dividedBy(current.speed());
        return roundUp(current.wallStart().plus(wait));
    }

    private Instant marketTimeAt(long logTimeMillis) {
        Instant log = Instant.ofEpochMilli(logTimeMillis);
        SetClock current = anchor;
        if (current == null) {
            return log;
        }
        Duration passed = Duration.between(current.wallStart(), log);
        return current.marketStart().plus(passed.multipliedBy(current.speed()));
    }

    private static long roundUp(Instant instant) {
        long millis = instant.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(instant) ? millis + 1 : millis;
    }

    void write(WireWriter out) {
        out.instant(now).uint8(stopped ? 1 : 0).uint8(anchor == null ? 0 : 1);
        if (anchor != null) {
            EngineCodec.write(out, anchor);
        }
    }

    void read(WireReader in) {
        now = in.instant();
        stopped = in.uint8() == 1;
        anchor = in.uint8() == 1 ? (SetClock) EngineCodec.readCommand(in) : null;
    }
}
