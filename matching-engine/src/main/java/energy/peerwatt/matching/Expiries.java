package energy.peerwatt.matching;

import java.util.Arrays;

/**
 * Orders that leave at a time of their own, by that time and then their number. Those that left
 * otherwise stay until they come first; whoever owns this drops them then.
 */
final class Expiries {

    private long[] times = new long[64];
    private long[] orders = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Time of the first, ns since the epoch; {@link MarketTime#NEVER} if there is none. */
    long firstTime() {
        return size == 0 ? MarketTime.NEVER : times[0];
    }

    /** Number of the first; there is one. */
    long firstOrder() {
        return orders[0];
    }

    void add(long time, long order) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
        }
        int place = size++;
        while (place > 0 && isBefore(time, order, (place - 1) / 2)) {
            move((place - 1) / 2, place);
            place = (place - 1) / 2;
        }
        put(place, time, order);
    }

    void removeFirst() {
        size--;
        long time = times[size];
        long order = orders[size];
        int place = 0;
        int child = firstChild(place);
        while (child < size && !isBefore(time, order, child)) {
            move(child, place);
            place = child;
            child = firstChild(place);
        }
        put(place, time, order);
    }

    /** The child that comes first, or a place beyond the end. */
    private int firstChild(int place) {
        int left = 2 * place + 1;
        int right = left + 1;
        boolean rightIsFirst = right < size && isBefore(times[right], orders[right], left);
        return rightIsFirst ? right : left;
    }

    private boolean isBefore(long time, long order, int place) {
        return time != times[place] ? time < times[place] : order < orders[place];
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from]);
    }

    private void put(int place, long time, long order) {
        times[place] = time;
        orders[place] = order;
    }
}
