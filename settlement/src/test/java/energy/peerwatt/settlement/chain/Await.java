package energy.peerwatt.settlement.chain;

import energy.peerwatt.market.MarketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition with a deadline; a chain that is unavailable counts as not yet. */
final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private Await() {}

    static void until(BooleanSupplier condition) {
        until(LIMIT, condition);
    }

    static void until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("condition not met within " + limit);
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (MarketException unavailable) {
            return false;
        }
    }
}
