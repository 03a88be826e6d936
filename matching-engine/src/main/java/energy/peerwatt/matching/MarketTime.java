package energy.peerwatt.matching;

/**
 * Arithmetic of market time, ns since the epoch. What does not fit stays at the nearer end, so that
 * no time anybody sends can overflow.
 */
final class MarketTime {

    /** Later than everything. */
    static final long NEVER = Long.MAX_VALUE;

    static final long NANOS_PER_MILLI = 1_000_000;

    static final long NANOS_PER_SECOND = 1_000_000_000;

    private MarketTime() {}

    static long plus(long a, long b) {
        long sum = a + b;
        boolean overflowed = ((a ^ sum) & (b ^ sum)) < 0;
        return overflowed ? end(a) : sum;
    }

    static long minus(long a, long b) {
        long difference = a - b;
        boolean overflowed = ((a ^ b) & (a ^ difference)) < 0;
        return overflowed ? end(a) : difference;
    }

    static long times(long value, long factor) {
        long low = value * factor;
        boolean fits = Math.multiplyHigh(value, factor) == low >> (Long.SIZE - 1);
        return fits ? low : end(value ^ factor);
    }

    private static long end(long sign) {
        return sign < 0 ? Long.MIN_VALUE : NEVER;
    }
}
