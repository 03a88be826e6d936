package energy.peerwatt.unit;

/**
 * Momentary power at a grid connection.
 *
 * @param watts W; positive is import from the grid, negative is export to it
 */
public record Power(long watts) implements Comparable<Power> {

    public static final Power ZERO = new Power(0);

    public static Power ofWatts(long watts) {
        return new Power(watts);
    }

    public Power plus(Power other) {
        return new Power(Math.addExact(watts, other.watts));
    }

    @Override
    public int compareTo(Power other) {
        return Long.compare(watts, other.watts);
    }

    @Override
    public String toString() {
        return watts + " W";
    }
}
