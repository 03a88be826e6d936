package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.web.balancing.BalancingLedger.Held;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * This process's hold on an area, which no other process can have while {@link #require} returns.
 *
 * <p>Belongs to the balancer's thread; blocks.
 */
final class AreaHold implements Fence {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * Wall time; an older hold is renewed first. With {@link #TIMEOUT}, which no step exceeds, less
     * than the ledger holds an area.
     */
    static final Duration FRESH = Duration.ofSeconds(3);

    private final BalancingLedger ledger;
    private final AreaId area;
    private final String holder;
    private final LongSupplier nanos;
    private final Held held;
    private long since;

    private AreaHold(
            BalancingLedger ledger,
            AreaId area,
            String holder,
            LongSupplier nanos,
            Held held,
            long since) {
        this.ledger = ledger;
        this.area = area;
        this.holder = holder;
        this.nanos = nanos;
        this.held = held;
        this.since = since;
    }

    /**
     * Takes or keeps an area.
     *
     * @param nanos wall time, as of {@link System#nanoTime}
     * @return empty if another process has it
     */
    static Optional<AreaHold> take(
            BalancingLedger ledger, AreaId area, String holder, LongSupplier nanos) {
        long before = nanos.getAsLong();
        return ledger.hold(area, holder)
                .await()
                .atMost(TIMEOUT)
                .map(held -> new AreaHold(ledger, area, holder, nanos, held, before));
    }

    /** Another one means that others may have had the area since. */
    long term() {
        return held.term();
    }

    /** As it was when the area was taken. */
    BalancingState state() {
        return held.state();
    }

    @Override
    public void require() {
        long now = nanos.getAsLong();
        if (isFresh(now)) {
            return;
        }
        Optional<Held> again = ledger.hold(area, holder).await().atMost(TIMEOUT);
        if (again.isEmpty() || again.get().term() != term()) {
            throw new Lost("another process has area " + area);
        }
        since = now;
        if (!isFresh(nanos.getAsLong())) {
            throw new Lost("the ledger was too slow to hold area " + area);
        }
    }

    private boolean isFresh(long now) {
        return now - since <= FRESH.toNanos();
    }
}
