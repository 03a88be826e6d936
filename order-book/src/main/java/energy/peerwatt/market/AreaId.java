package energy.peerwatt.market;

/**
 * A market area: the metering points that trade with each other under one set of rules.
 *
 * @param value at least 1
 */
public record AreaId(int value) implements Comparable<AreaId> {

    public AreaId {
        if (value < 1) {
            throw new IllegalArgumentException("area id must be at least 1: " + value);
        }
    }

    @Override
    public int compareTo(AreaId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
