package energy.peerwatt.balancer.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/** One whole number for each slot of a horizon, for instance W or a price. Immutable. */
public final class Series {

    private final int[] values;

    private Series(int[] values) {
        this.values = values;
    }

    /** A series of these values; the array is copied. */
    public static Series of(int... values) {
        return new Series(values.clone());
    }

    /** The same value in each of {@code slots} slots. */
    public static Series constant(int slots, int value) {
        int[] values = new int[slots];
        Arrays.fill(values, value);
        return new Series(values);
    }

    public int at(int slot) {
        return values[slot];
    }

    public int slots() {
        return values.length;
    }

    public int[] toArray() {
        return values.clone();
    }

    /** Copies all values to the start of {@code target}, which is at least as long. */
    public void copyTo(int[] target) {
        System.arraycopy(values, 0, target, 0, values.length);
    }

    public IntStream stream() {
        return Arrays.stream(values);
    }

    public long sum() {
        return stream().asLongStream().sum();
    }

    public boolean isZero() {
        return stream().allMatch(value -> value == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
