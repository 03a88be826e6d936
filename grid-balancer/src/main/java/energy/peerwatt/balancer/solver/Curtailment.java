package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How much the panels of one slot give less; see {@link Street}. */
final class Curtailment {

    /** The result: W of the panels on each phase, then of those on three. */
    final int[] cut = new int[4];

    /** Of it, what the feeder asked of single homes. */
    private final int[] own = new int[4];

    /** W that each pool's panels may give less. */
    private final int[] pool = new int[4];

    private final int[] must = new int[4];
    private final int[] room = new int[4];
    private final int[] phase = new int[3];

    void compute(Street street, int slot, int total, int a, int b, int c) {
        phase[0] = a;
        phase[1] = b;
        phase[2] = c;
        Arrays.fill(cut, 0);
        for (int i = 0; i < 4; i++) {
            pool[i] = street.pool[i][slot];
        }
        FeederLevels feeder = street.feeder;
        int watts = total;
        HomeBounds homes = street.homes;
        if (homes != null) {
            watts += keepHomes(homes, feeder);
        }
        if (feeder != null) {
            watts += cutPanels(feeder);
            System.arraycopy(cut, 0, own, 0, 4);
        }
        watts += keepPhases(street, slot);
        int goal = goal(street, slot, watts);
        for (int i = 0; i < 4 && goal > 0; i++) {
            int room = Math.min(pool[i] - cut[i], headroom(street, slot, i));
            int more = Math.clamp(room, 0, goal);
            take(i, more);
            goal -= more;
        }
        if (feeder != null) {
            cutPools(feeder);
        }
    }

    /** Cuts homes' panels for their own export limits; returns the W that takes. */
    private int keepHomes(HomeBounds homes, @Nullable FeederLevels feeder) {
        homes.pools(pool, must);
        int sum = must[0] + must[1] + must[2] + must[3];
        for (int i = 0; i < 4; i++) {
            take(i, must[i]);
        }
        if (feeder != null) {
            feeder.cutFor(homes, sum > 0);
        }
        return sum;
    }

    /** Cuts single homes' panels for voltages and cables; returns the W that takes. */
    private int cutPanels(FeederLevels feeder) {
        for (int i = 0; i < 4; i++) {
            room[i] = pool[i] - cut[i];
        }
        feeder.cutPanels(room);
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            int more = pool[i] - cut[i] - room[i];
            take(i, more);
            sum += more;
        }
        return sum;
    }

    /** Tells the feeder what whole pools give less, and cuts single panels again if need be. */
    private void cutPools(FeederLevels feeder) {
        boolean any = false;
        for (int i = 0; i < 4; i++) {
            int more = cut[i] - own[i];
            if (more > 0) {
                feeder.cutPool(i, more, pool[i] - own[i]);
                any = true;
            }
        }
        if (any) {
            cutPanels(feeder);
        }
    }

    /** Brings each phase to its export limit; returns the W that takes. */
    private int keepPhases(Street street, int slot) {
        int worst = 0;
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            int missing = -street.exportThirds[i][slot] - phase[i];
            if (missing > 0) {
                int left = pool[i] - cut[i];
                int more = Math.min(left, Math.ceilDiv(missing, 3));
                take(i, more);
                sum += more;
                worst = Math.max(worst, -street.exportThirds[i][slot] - phase[i]);
            }
        }
        if (worst > 0) {
            int more = Math.min(pool[3] - cut[3], worst);
            take(3, more);
            sum += more;
        }
        return sum;
    }

    private static int goal(Street street, int slot, int watts) {
        if (street.importPrice[slot] < 0) {
            return street.importLimit[slot] - watts;
        }
        int least = -street.exportLimit[slot];
        int nothing = Math.max(least, Math.min(-street.metered(slot), street.importLimit[slot]));
        int lowest = street.exportPrice[slot] < 0 ? nothing : least;
        return lowest - watts;
    }

    /** W that more curtailment may add without breaking a phase's import limit. */
    private int headroom(Street street, int slot, int group) {
        if (group < 3) {
            return Math.floorDiv(street.importThirds[group][slot] - phase[group], 3);
        }
        int room = street.importThirds[0][slot] - phase[0];
        room = Math.min(room, street.importThirds[1][slot] - phase[1]);
        return Math.min(room, street.importThirds[2][slot] - phase[2]);
    }

    private void take(int group, int watts) {
        cut[group] += watts;
        if (group < 3) {
            phase[group] += 3 * watts;
            return;
        }
        for (int i = 0; i < 3; i++) {
            phase[i] += watts;
        }
    }
}
