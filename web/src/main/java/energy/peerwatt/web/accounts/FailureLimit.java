package energy.peerwatt.web.accounts;

import energy.peerwatt.web.config.MarketConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How often a password may be wrong: for one login from one line, for one line, and for one login
 * from everywhere, each within a time that begins with the first failure. Somebody who guesses from
 * elsewhere thus cannot lock a person out before a good number of failures. Safe for use by several
 * threads.
 */
@Singleton
public class FailureLimit {

    /** Bounds the memory; the oldest are forgotten. */
    private static final int MOST_COUNTED = 100_000;

    private final long withinNanos;
    private final MarketConfig.Accounts limits;
    private final LongSupplier nanoTime;
    private final LinkedHashMap<String, Count> counts = new LinkedHashMap<>();

    private record Count(int failures, long since) {}

    private record Limit(String key, int most) {}

    @Inject
    public FailureLimit(MarketConfig config) {
        this(config.accounts(), System::nanoTime);
    }

    FailureLimit(MarketConfig.Accounts limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.withinNanos = limits.failuresWithin().toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Counts an attempt as failed until it is said to be right, so that attempts at the same time
     * do not exceed the limit.
     *
     * @throws TooManyFailures if it may not be tried now
     */
    public void attempt(String login, String address) {
        attempt(limits(login, address));
    }

    /** As {@link #attempt(String, String)}, of a code that names nobody. */
    public void attempt(String address) {
        attempt(List.of(ofLine(address)));
    }

    private synchronized void attempt(List<Limit> all) {
        long now = nanoTime.getAsLong();
        for (Limit limit : all) {
            Count count = current(limit.key(), now);
            if (count.failures() >= limit.most()) {
                throw new TooManyFailures(Duration.ofNanos(count.since() + withinNanos - now));
            }
        }
        for (Limit limit : all) {
            Count count = current(limit.key(), now);
            counts.put(limit.key(), new Count(count.failures() + 1, count.since()));
        }
        if (counts.size() > MOST_COUNTED) {
            counts.pollFirstEntry();
        }
    }

    /**
     * Takes back what {@link #attempt(String, String)} has counted, and what failed before for it
     * there.
     */
    public synchronized void succeeded(String login, String address) {
        List<Limit> all = limits(login, address);
        counts.remove(all.getFirst().key());
        takeBack(all.subList(1, all.size()));
    }

    /** Takes back what {@link #attempt(String)} has counted. */
    public synchronized void succeeded(String address) {
        takeBack(List.of(ofLine(address)));
    }

    private void takeBack(List<Limit> all) {
        long now = nanoTime.getAsLong();
        for (Limit limit : all) {
            Count count = current(limit.key(), now);
            counts.put(limit.key(), new Count(Math.max(0, count.failures() - 1), count.since()));
        }
    }

    private List<Limit> limits(String login, String address) {
        String line = SourceAddress.line(address);
        return List.of(
                new Limit("both " + line + " " + login, limits.failuresPerLogin()),
                ofLine(address),
                new Limit("login " + login, limits.failuresInAll()));
    }

    private Limit ofLine(String address) {
        return new Limit("line " + SourceAddress.line(address), limits.failuresPerAddress());
    }

    private Count current(String key, long now) {
        Count count = counts.get(key);
        return count == null || now - count.since() >= withinNanos ? new Count(0, now) : count;
    }
}
