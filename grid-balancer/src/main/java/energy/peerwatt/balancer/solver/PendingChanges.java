package energy.peerwatt.balancer.solver;

/**
 * Changes of power, a few for each slot, that are not yet computed into levels. Most are taken back
 * before anybody asks.
 */
final class PendingChanges {

    private static final int MOST = 8;

    private final int[] count;
    private final int[][] site;
    private final int[][] watts;

    /** Of each slot, W without sign. */
    private final int[] sum;

    PendingChanges(int slots) {
        count = new int[slots];
        site = new int[slots][MOST];
        watts = new int[slots][MOST];
        sum = new int[slots];
    }

    /** Whether there was room for one more. */
    boolean add(int slot, int index, int change) {
        int[] sites = site[slot];
        int end = count[slot];
        for (int i = 0; i < end; i++) {
            if (sites[i] == index) {
                int now = watts[slot][i] + change;
                sum[slot] += Math.abs(now) - Math.abs(watts[slot][i]);
                watts[slot][i] = now;
                return true;
            }
        }
        if (end == MOST) {
            return false;
        }
        sites[end] = index;
        watts[slot][end] = change;
        sum[slot] += Math.abs(change);
        count[slot] = end + 1;
        return true;
    }

    /** W that are pending in a slot, without sign; 0 if nothing changes. */
    int sum(int slot) {
        return sum[slot];
    }

    int count(int slot) {
        return count[slot];
    }

    int site(int slot, int i) {
        return site[slot][i];
    }

    int watts(int slot, int i) {
        return watts[slot][i];
    }

    void clear(int slot) {
        count[slot] = 0;
        sum[slot] = 0;
    }
}
