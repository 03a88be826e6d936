package energy.peerwatt.unit;

/**
 * An amount of energy, never negative; its direction is always a separate word.
 *
 * @param wattHours Wh, at least 0
 */
public record Energy(long wattHours) implements Comparable<Energy> {

    public static final Energy ZERO = new Energy(0);

    public Energy {
        if (wattHours < 0) {
            throw new IllegalArgumentException("energy must not be negative: " + wattHours + " Wh");
        }
    }

    public static Energy ofWattHours(long wattHours) {
        return new Energy(wattHours);
    }

    public Energy plus(Energy other) {
        return new Energy(Math.addExact(wattHours, other.wattHours));
    }

    /**
     * Subtracts.
     *
     * @throws IllegalArgumentException if {@code other} is larger
     */
    public Energy minus(Energy other) {
        return new Energy(Math.subtractExact(wattHours, other.wattHours));
    }

    public Energy min(Energy other) {
        return wattHours <= other.wattHours ? this : other;
    }

    public boolean isZero() {
        return wattHours == 0;
    }

    @Override
    public int compareTo(Energy other) {
        return Long.compare(wattHours, other.wattHours);
    }

    @Override
    public String toString() {
        return wattHours + " Wh";
    }
}
