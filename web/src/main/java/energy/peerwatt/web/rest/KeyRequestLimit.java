package energy.peerwatt.web.rest;

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
 * signature check, so each source address and all together have so many requests in a minute of
 * wall time. Safe for use by several threads.
 */
@Singleton
public final class KeyRequestLimit {

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
     * Counts a request.
     *
     * @param address source of the request
     * @return after which time it may be asked again; empty if it may go on now
     */
    synchronized Optional<Duration> take(String address) {
        long now = nanoTime.getAsLong();
        if (now - startedAt >= MINUTE_NANOS) {
            startedAt = now;
            count = 0;
            counts.clear();
        }
        if (count >= ofAll || counts.getOrDefault(address, 0) >= ofAddress) {
            return Optional.of(Duration.ofNanos(MINUTE_NANOS - (now - startedAt)));
        }
        count++;
        counts.merge(address, 1, Integer::sum);
        return Optional.empty();
    }
}
