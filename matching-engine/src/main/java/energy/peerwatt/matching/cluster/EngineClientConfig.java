package energy.peerwatt.matching.cluster;

import energy.peerwatt.market.EngineCommand.SetClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the engine.
 *
 * @param address where it is
 * @param timeout a command without a reply for this long is answered with {@link
 *     EngineReply.Unknown}
 * @param clock sent first on every connection and to every new leader; a market clock that was set
 *     stands still after an engine restart until it is set again. Null for a market in real time
 */
public record EngineClientConfig(
        EngineAddress address, Duration timeout, @Nullable SetClock clock) {

    public EngineClientConfig {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
    }

    /** A client with a timeout of 5 s for a market in real time. */
    public static EngineClientConfig of(EngineAddress address) {
        return new EngineClientConfig(address, Duration.ofSeconds(5), null);
    }

    public EngineClientConfig withTimeout(Duration other) {
        return new EngineClientConfig(address, other, clock);
    }

    public EngineClientConfig withClock(SetClock other) {
        return new EngineClientConfig(address, timeout, other);
    }
}
