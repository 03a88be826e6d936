package energy.peerwatt.web.strategy;

import energy.peerwatt.time.DeliveryInterval;

/**
 * The numbers of a member's automatic orders: each follows from the interval and from how many came
 * before it, so an order whose answer was lost is not placed twice. Negative, so that they never
 * meet a number that a person or program chose through REST.
 */
public final class OrderNumbers {

    /** Orders of one member for one interval; fewer than an interval has seconds. */
    static final int MOST = 32;

    private OrderNumbers() {}

    /**
     * The number of the member's order for an interval after {@code before} others.
     *
     * @param before less than {@link #MOST}
     */
    public static long of(DeliveryInterval interval, int before) {
        if (before < 0 || before >= MOST) {
            throw new IllegalArgumentException("orders before: " + before);
        }
        return -interval.start().getEpochSecond() - before;
    }
}
