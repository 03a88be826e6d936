package energy.peerwatt.balancer.solver;

/** How much the panels of one slot give less; see {@link Street}. */
final class Curtailment {

    /** The result: W of the panels on each phase, then of those on three. */
    final int[] cut = new int[4];

    private final int[] phase = new int[3];

    void compute(Street street, int slot, int total, int a, int b, int c) {
        phase[0] = a;
        phase[1] = b;
        phase[2] = c;
        int watts = total + keepPhases(street, slot);
        int goal = goal(street, slot, watts);
        for (int i = 0; i < 4 && goal > 0; i++) {
            int room = Math.min(street.pool[i][slot] - cut[i], headroom(street, slot, i));
            int more = Math.clamp(room, 0, goal);
            take(i, more);
            goal -= more;
        }
    }

    /** Brings each phase to its export limit; returns the W that takes. */
    private int keepPhases(Street street, int slot) {
        int worst = 0;
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            int missing = -street.exportThirds[i][slot] - phase[i];
            cut[i] = 0;
            if (missing > 0) {
                int more = Math.min(street.pool[i][slot], Math.ceilDiv(missing, 3));
                take(i, more);
                sum += more;
                worst = Math.max(worst, -street.exportThirds[i][slot] - phase[i]);
            }
        }
        cut[3] = 0;
        if (worst > 0) {
            int more = Math.min(street.pool[3][slot], worst);
            take(3, more);
            sum += more;
        }
        return sum;
    }

    private static int goal(Street street, int slot, int watts) {
        if (street.importPrice[slot] < 0) {
            return street.importLimit[slot] - watts;
        }
        int lowest = street.exportPrice[slot] < 0 ? 0 : -street.exportLimit[slot];
        return lowest - watts;
    }

    /** W that more curtailment may add without breaking a phase's import limit. */
    private int headroom(Street street, int slot, int pool) {
        if (pool < 3) {
            return Math.floorDiv(street.importThirds[pool][slot] - phase[pool], 3);
        }
        int room = street.importThirds[0][slot] - phase[0];
        room = Math.min(room, street.importThirds[1][slot] - phase[1]);
        return Math.min(room, street.importThirds[2][slot] - phase[2]);
    }

    private void take(int pool, int watts) {
        cut[pool] += watts;
        if (pool < 3) {
            phase[pool] += 3 * watts;
            return;
        }
        for (int i = 0; i < 3; i++) {
            phase[i] += watts;
        }
    }
}
