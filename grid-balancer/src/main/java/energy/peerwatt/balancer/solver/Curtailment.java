package energy.peerwatt.balancer.solver;

import java.util.Arrays;

/** How much the panels of one slot give less; see {@link Street}. */
final class Curtailment {

    /** The result: W of the panels on each phase, then of those on three. */
    final int[] cut = new int[4];

    /** Of it, what the feeder asked of single homes. */
    private final int[] own = new int[4];

    private final int[] room = new int[4];
    private final int[] phase = new int[3];

    void compute(Street street, int slot, int total, int a, int b, int c) {
        phase[0] = a;
        phase[1] = b;
        phase[2] = c;
        Arrays.fill(cut, 0);
        FeederLevels feeder = street.feeder;
        int watts = total;
        if (feeder != null) {
            watts += cutPanels(street, slot, feeder);
            System.arraycopy(cut, 0, own, 0, 4);
        }
        watts += keepPhases(street, slot);
        int goal = goal(street, slot, watts);
        for (int i = 0; i < 4 && goal > 0; i++) {
            int room = Math.min(street.pool[i][slot] - cut[i], headroom(street, slot, i));
            int more = Math.clamp(room, 0, goal);
            take(i, more);
            goal -= more;
        }
        if (feeder != null) {
            cutPools(street, slot, feeder);
        }
    }

    /** Cuts single homes' panels for voltages and cables; returns the W that takes. */
    private int cutPanels(Street street, int slot, FeederLevels feeder) {
        for (int i = 0; i < 4; i++) {
            room[i] = street.pool[i][slot] - cut[i];
        }
        feeder.cutPanels(room);
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            int more = street.pool[i][slot] - cut[i] - room[i];
            take(i, more);
            sum += more;
        }
        return sum;
    }

    /** Tells the feeder what whole pools give less, and cuts single panels again if need be. */
    private void cutPools(Street street, int slot, FeederLevels feeder) {
        boolean any = false;
        for (int i = 0; i < 4; i++) {
            int more = cut[i] - own[i];
            if (more > 0) {
                feeder.cutPool(i, more, street.pool[i][slot] - own[i]);
                any = true;
            }
        }
        if (any) {
            cutPanels(street, slot, feeder);
        }
    }

    /** Brings each phase to its export limit; returns the W that takes. */
    private int keepPhases(Street street, int slot) {
        int worst = 0;
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            int missing = -street.exportThirds[i][slot] - phase[i];
            if (missing > 0) {
                int left = street.pool[i][slot] - cut[i];
                int more = Math.min(left, Math.ceilDiv(missing, 3));
                take(i, more);
                sum += more;
                worst = Math.max(worst, -street.exportThirds[i][slot] - phase[i]);
            }
        }
        if (worst > 0) {
            int more = Math.min(street.pool[3][slot] - cut[3], worst);
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
