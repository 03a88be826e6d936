package energy.peerwatt.book;

import energy.peerwatt.market.MarketDesign.Rationing;
import java.util.Arrays;

/**
 * What a call gives the orders of one side, in order of price, then priority; with pro-rata
 * rationing an order may get nothing. Used again; not thread-safe.
 */
final class Allotment {

    private final ProRata proRata = new ProRata();
    private int size;
    private long[] orders = new long[64];
    private int[] participants = new int[64];
    private long[] quantities = new long[64];

    /**
     * Gives a volume to a side: whole limits from the best on, the last one rationed.
     *
     * @param side before its best limit
     * @param volume Wh, not negative, at most what the side holds
     */
    void take(LevelCursor side, long volume, Rationing rationing) {
        size = 0;
        long left = volume;
        while (left > 0 && side.next()) {
            long level = side.quantity();
            if (level > left && rationing == Rationing.PRO_RATA) {
                int first = size;
                takeLevel(side, level);
                proRata.share(quantities, first, size, level, left);
                return;
            }
            takeLevel(side, Math.min(level, left));
            left -= level;
        }
    }

    private void takeLevel(LevelCursor level, long volume) {
        long left = volume;
        while (left > 0 && level.nextOrder()) {
            long quantity = Math.min(level.orderQuantity(), left);
            add(level, quantity);
            left -= quantity;
        }
    }

    private void add(LevelCursor level, long quantity) {
        if (size == orders.length) {
            grow();
        }
        orders[size] = level.order();
        participants[size] = level.participant();
        quantities[size] = quantity;
        size++;
    }

    private void grow() {
        orders = Arrays.copyOf(orders, 2 * size);
        participants = Arrays.copyOf(participants, 2 * size);
        quantities = Arrays.copyOf(quantities, 2 * size);
    }

    int size() {
        return size;
    }

    long order(int index) {
        return orders[index];
    }

    int participant(int index) {
        return participants[index];
    }

    /** Wh, not negative. */
    long quantity(int index) {
        return quantities[index];
    }
}
