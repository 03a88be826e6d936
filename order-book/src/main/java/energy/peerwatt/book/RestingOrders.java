package energy.peerwatt.book;

/** Is shown resting orders one after another. Must not call the book. */
@FunctionalInterface
public interface RestingOrders {

    /**
     * The next resting order.
     *
     * @param order the order with all its Wh left as quantity; lasting, minimum and {@code id} as
     *     it rests. Valid during the call only.
     * @param displayed Wh of it that the public sees now
     * @param priority its place among equal prices
     */
    void order(NewOrder order, long displayed, long priority);
}
