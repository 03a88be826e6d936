package energy.peerwatt.matching;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * Numbers participants, dense from 0 in the order they appear; their groups and whom they trust.
 */
final class Participants {

    static final int UNKNOWN = -1;

    private static final int[] NOBODY = {};

    private final Long2LongHashMap numbers = new Long2LongHashMap(UNKNOWN);
    private long[] ids = new long[64];
    private int[] groups = new int[64];

    /** Ascending. */
    private int[][] trusted = new int[64][];

    private int count;

    /** How often a participant left its group to be alone. */
    private int left;

    /** The number of a participant, {@link #UNKNOWN} if it has none yet. */
    int find(long id) {
        return (int) numbers.get(id);
    }

    /** The number of a participant, a new one if it has none yet. */
    int number(long id) {
        int known = find(id);
        if (known != UNKNOWN) {
            return known;
        }
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            groups = Arrays.copyOf(groups, 2 * count);
            trusted = Arrays.copyOf(trusted, 2 * count);
        }
        int number = count++;
        ids[number] = id;
        groups[number] = number;
        trusted[number] = NOBODY;
        numbers.put(id, number);
        return number;
    }

    int count() {
        return count;
    }

    long id(int number) {
        return ids[number];
    }

    /** Members have the same number: a participant's, or less than 0 for whoever left a group. */
    int group(int number) {
        return groups[number];
    }

    /** Puts a participant into another's group; into one of its own if they are the same. */
    void join(int number, int other) {
        if (number == other) {
            left++;
            groups[number] = -left;
        } else {
            groups[number] = groups[other];
        }
    }

    /** Numbers of those whom a participant trusts, ascending; not to be changed. */
    int[] trusted(int number) {
        return trusted[number];
    }

    boolean trusts(int number, int other) {
        return Arrays.binarySearch(trusted[number], other) >= 0;
    }

    void trust(int number, int other) {
        int[] others = trusted[number];
        int place = Arrays.binarySearch(others, other);
        if (place < 0) {
            int[] more = Arrays.copyOf(others, others.length + 1);
            more[others.length] = other;
            Arrays.sort(more);
            trusted[number] = more;
        }
    }

    void distrust(int number, int other) {
        int[] others = trusted[number];
        int place = Arrays.binarySearch(others, other);
        if (place >= 0) {
            int[] fewer = Arrays.copyOf(others, others.length - 1);
            System.arraycopy(others, place + 1, fewer, place, fewer.length - place);
            trusted[number] = fewer;
        }
    }

    void write(StateWriter out) {
        out.int32(count).int32(left);
        for (int number = 0; number < count; number++) {
            out.int64(ids[number]).int32(groups[number]).int32(trusted[number].length);
            for (int other : trusted[number]) {
                out.int32(other);
            }
        }
    }

    void read(WireReader in) {
        int restored = in.int32();
        left = in.int32();
        for (int i = 0; i < restored; i++) {
            int number = number(in.int64());
            groups[number] = in.int32();
            trusted[number] = new int[in.int32()];
            for (int j = 0; j < trusted[number].length; j++) {
                trusted[number][j] = in.int32();
            }
        }
    }
}
