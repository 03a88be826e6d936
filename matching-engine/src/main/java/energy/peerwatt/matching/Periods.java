package energy.peerwatt.matching;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Numbers the delivery periods that any area trades, dense from 0: one number for all areas with
 * intervals of the same start and length. Numbers are used again, the latest given back first.
 */
final class Periods {

    private static final long NONE = -1;

    private final Long2LongHashMap numbers = new Long2LongHashMap(NONE);
    private long[] keys = new long[64];
    private int[] users = new int[64];
    private int[] free = new int[64];
    private int freeCount;
    private int count;

    /** Takes part in a period. */
    int enter(long startSeconds, int lengthSeconds) {
        long key = key(startSeconds, lengthSeconds);
        long known = numbers.get(key);
        int number = known != NONE ? (int) known : add(key);
        users[number]++;
        return number;
    }

    /** Whether more than one take part in a period. */
    boolean isShared(int number) {
        return users[number] > 1;
    }

    /** Leaves a period; true if nobody takes part any more and its number is given back. */
    boolean leave(int number) {
        users[number]--;
        if (users[number] > 0) {
            return false;
        }
        numbers.remove(keys[number]);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, 2 * freeCount);
        }
        free[freeCount++] = number;
        return true;
    }

    /** Larger than all numbers. */
    int bound() {
        return count;
    }

    /** Starts are whole multiples of 300 s, so small numbers tell lengths apart. */
    private static long key(long startSeconds, int lengthSeconds) {
        return startSeconds + lengthSeconds / 300;
    }

    private int add(long key) {
        int number = freeCount > 0 ? free[--freeCount] : count++;
        if (number == keys.length) {
            keys = Arrays.copyOf(keys, 2 * number);
            users = Arrays.copyOf(users, 2 * number);
        }
        keys[number] = key;
        numbers.put(key, number);
        return number;
    }
}
