package energy.peerwatt.settlement.chain;

/**
 * What a transaction offers for its gas (EIP-1559), wei per unit of gas.
 *
 * @param max base fee and tip together are at most this
 * @param tip to whoever makes the block; not above {@code max}
 */
record Fees(long max, long tip) {

    /** On chains without fees. */
    static final Fees NONE = new Fees(0, 0);

    /** Percent; nodes replace a waiting transaction only if both rise by a tenth at least. */
    private static final long RAISE = 125;

    private static final long LEAST_RAISE = 110;

    Fees {
        if (tip < 0 || max < tip) {
            throw new IllegalArgumentException("fee of " + max + " with a tip of " + tip);
        }
    }

    boolean isNone() {
        return max == 0;
    }

    /** Enough to replace {@code this}, and no less than what is usual now, up to a ceiling. */
    Fees raised(Fees usual, long ceiling) {
        long max = Math.min(ceiling, Math.max(percent(this.max, RAISE), usual.max));
        return new Fees(max, Math.min(max, Math.max(percent(tip, RAISE), usual.tip)));
    }

    /** Whether nodes take this in place of what waits with {@code other}. */
    boolean replaces(Fees other) {
        return max >= percent(other.max, LEAST_RAISE) && tip >= percent(other.tip, LEAST_RAISE);
    }

    private static long percent(long value, long percent) {
        return Math.ceilDiv(Math.multiplyExact(value, percent), 100);
    }
}
