package energy.peerwatt.market;

/**
 * An order's number, issued by the engine, dense and increasing.
 *
 * @param value at least 1
 */
public record OrderId(long value) implements Comparable<OrderId> {

    public OrderId {
        if (value < 1) {
            throw new IllegalArgumentException("order id must be at least 1: " + value);
        }
    }

    @Override
    public int compareTo(OrderId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
