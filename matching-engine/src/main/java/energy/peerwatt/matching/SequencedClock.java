package energy.peerwatt.matching;

/**
 * Market time as a function of the log's timestamps. Never goes back.
 *
 * <p>Until it is set it shows the log's time. Once set, it stands still whenever the log was
 * interrupted, until it is set again: a demonstration's market time must not run on while the
 * demonstration is stopped.
 */
final class SequencedClock {

    private long now;
    private long marketStart;
    private long wallStart;

    /** 0 until the clock is set. */
    private int speed;

    private boolean stopped;

    /** Market time, ns since the epoch. */
    long now() {
        return now;
    }

    /** Shows {@code marketNanos} at the log's {@code wallNanos}, running {@code speed} times. */
    void set(long marketNanos, long wallNanos, int newSpeed) {
        marketStart = marketNanos;
        wallStart = wallNanos;
        speed = newSpeed;
        stopped = false;
    }

    void interrupt() {
        stopped = speed > 0;
    }

    void advanceTo(long logTimeMillis) {
        if (!stopped) {
            now = Math.max(now, marketTimeAt(logTimeMillis));
        }
    }

    /**
     * Earliest log time in ms at which market time has reached {@code market}; Long.MAX_VALUE if
     * never.
     */
    long logTimeAt(long market) {
        if (stopped || market == MarketTime.NEVER) {
            return Long.MAX_VALUE;
        }
        long log = market;
        if (speed > 0) {
            // Rounded up, as a gate must not be looked at too early.
            long wait = Math.ceilDiv(MarketTime.minus(market, marketStart), speed);
            log = MarketTime.plus(wallStart, wait);
        }
        return Math.ceilDiv(log, MarketTime.NANOS_PER_MILLI);
    }

    private long marketTimeAt(long logTimeMillis) {
        long log = MarketTime.times(logTimeMillis, MarketTime.NANOS_PER_MILLI);
        if (speed == 0) {
            return log;
        }
        long passed = MarketTime.times(MarketTime.minus(log, wallStart), speed);
        return MarketTime.plus(marketStart, passed);
    }

    void write(StateWriter out) {
        out.int64(now).int64(marketStart).int64(wallStart).int32(speed).flag(stopped);
    }

    void read(WireReader in) {
        now = in.int64();
        marketStart = in.int64();
        wallStart = in.int64();
        speed = in.int32();
        stopped = in.flag();
    }
}
