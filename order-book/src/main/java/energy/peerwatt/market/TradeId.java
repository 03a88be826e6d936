package energy.peerwatt.market;

/**
 * A trade's number, issued by the engine, dense and increasing.
 *
 * @param value at least 1
 */
public record TradeId(long value) implements Comparable<TradeId> {

    public TradeId {
        if (value < 1) {
            throw new IllegalArgumentException("trade id must be at least 1: " + value);
        }
    }

    @Override
    public int compareTo(TradeId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
