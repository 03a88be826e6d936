package energy.peerwatt.unit;

/**
 * A price per kilowatt-hour. Zero and negative prices are ordinary values.
 *
 * @param microPerKwh micro-currency per kWh; 10,000 is one cent per kWh
 */
public record Price(long microPerKwh) implements Comparable<Price> {

    public static final Price ZERO = new Price(0);

    public static Price ofMicroPerKwh(long microPerKwh) {
        return new Price(microPerKwh);
    }

    /** Cents per kWh, as tariffs are usually quoted: {@code ofCentsPerKwh(31)} is 0.31 per kWh. */
    public static Price ofCentsPerKwh(long cents) {
        return new Price(Math.multiplyExact(cents, 10_000L));
    }

    public Price plus(Price other) {
        return new Price(Math.addExact(microPerKwh, other.microPerKwh));
    }

    public Price minus(Price other) {
        return new Price(Math.subtractExact(microPerKwh, other.microPerKwh));
    }

    /**
     * The exact value of {@code energy} at this price: 1e-6 per kWh times 1e-3 kWh is 1e-9, so
     * nothing is rounded.
     */
    public Money times(Energy energy) {
        return new Money(Math.multiplyExact(microPerKwh, energy.wattHours()));
    }

    public boolean isAtMost(Price other) {
        return microPerKwh <= other.microPerKwh;
    }

    @Override
    public int compareTo(Price other) {
        return Long.compare(microPerKwh, other.microPerKwh);
    }

    @Override
    public String toString() {
        return microPerKwh + " micro/kWh";
    }
}
