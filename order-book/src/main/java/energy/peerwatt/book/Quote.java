package energy.peerwatt.book;

/** What an order could trade at once. Used again. */
public final class Quote {

    private long quantity;
    private long value;

    void clear() {
        quantity = 0;
        value = 0;
    }

    void add(long wattHours, long price) {
        quantity = Math.addExact(quantity, wattHours);
        value = Math.addExact(value, Math.multiplyExact(wattHours, price));
    }

    /** Wh that would trade. */
    public long quantity() {
        return quantity;
    }

    /**
     * Nano-currency at effective prices: what a buyer would pay with offsets, what a seller would
     * get after them.
     */
    public long value() {
        return value;
    }
}
