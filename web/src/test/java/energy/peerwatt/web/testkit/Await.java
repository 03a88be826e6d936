package energy.peerwatt.web.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for a condition, with a deadline. */
public final class Await {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private Await() {}

    public static void until(String what, Callable<Boolean> condition) {
        until(what, condition, Boolean::booleanValue);
    }

    /** The first value that is accepted. */
    public static <T> T until(String what, Callable<T> value, Predicate<T> accepted) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        T last = null;
        while (System.nanoTime() < end) {
            last = call(value);
            if (accepted.test(last)) {
                return last;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new AssertionError(what + " did not come true; last seen: " + last);
    }

    private static <T> T call(Callable<T> value) {
        try {
            return value.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
