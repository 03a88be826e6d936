package energy.peerwatt.web.rest;

import energy.peerwatt.web.accounts.SourceAddress;
import energy.peerwatt.web.config.MarketConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often gateways may ask for a key. They need no login for it, and each request costs a
 * signature check, so each source and all together have so many requests in a minute of wall time.
 * A source is an IPv4 address or an IPv6 network of 64 bits, which is what one line has. Safe for
 * use by several threads.
 */
@Singleton
public final class KeyRequestLimit {

    /** Bounds the memory; so many sources in a minute are counted anew. */
    private static final int MOST_SOURCES = 100_000;

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int ofAddress;
    private final int ofAll;
    private final LongSupplier nanoTime;
    private final Map<String, Integer> counts = new HashMap<>();
    private int count;
    private long startedAt;

    @Inject
    public KeyRequestLimit(MarketConfig config) {
        this(config.keyRequests().perAddress(), config.keyRequests().inAll(), System::nanoTime);
    }

    KeyRequestLimit(int ofAddress, int ofAll, LongSupplier nanoTime) {
        this.ofAddress = ofAddress;
        this.ofAll = ofAll;
        this.nanoTime = nanoTime;
        startedAt = nanoTime.getAsLong();
    }

    /**
     * Counts a request of a source, whatever is in it.
     *
     * @param address of who asks, in figures
     * @return after which time it may be asked again; empty if it may go on now
     */
    synchronized Optional<Duration> take(String address) {
        long left = nanosLeft();
        String source = SourceAddress.line(address);
        if (counts.getOrDefault(source, 0) >= ofAddress) {
            return Optional.of(Duration.ofNanos(left));
        }
        if (counts.size() >= MOST_SOURCES) {
            counts.clear();
        }
        counts.merge(source, 1, Integer::sum);
        return Optional.empty();
    }

    /**
     * Counts a request that is well-formed, so that its signature has to be checked.
     *
     * @return after which time it may be asked again; empty if it may go on now
     */
    synchronized Optional<Duration> takeOfAll() {
        long left = nanosLeft();
        if (count >= ofAll) {
            return Optional.of(Duration.ofNanos(left));
        }
        count++;
        return Optional.empty();
    }

    /** What who asks too often is told. */
    static ProblemException refusal(Duration wait) {
        return ProblemException.tooMany(
                "Too many requests for keys came in the last minute.", wait);
    }

    /** Of this minute; starts the next one if it is over. */
    private long nanosLeft() {
        long now = nanoTime.getAsLong();
        if (now - startedAt >= MINUTE_NANOS) {
            startedAt = now;
            count = 0;
            counts.clear();
        }
        return MINUTE_NANOS - (now - startedAt);
    }
}
