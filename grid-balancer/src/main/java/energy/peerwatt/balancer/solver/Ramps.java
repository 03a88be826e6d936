package energy.peerwatt.balancer.solver;

import java.util.Arrays;
import java.util.Optional;

/** By how much the net power of a street rises and falls more from slot to slot than it may. */
final class Ramps {

    private final int[] rise;
    private final int[] fall;

    /** Thirds of W over the limit between each slot and the one before. */
    private final int[] excess;

    private Ramps(int[] rise, int[] fall) {
        this.rise = rise;
        this.fall = fall;
        excess = new int[rise.length];
    }

    /** Nothing if no slot has a limit, {@link Street#NONE} for none. */
    static Optional<Ramps> of(int[] rise, int[] fall) {
        boolean any =
                Arrays.stream(rise).anyMatch(watts -> watts < Street.NONE)
                        || Arrays.stream(fall).anyMatch(watts -> watts < Street.NONE);
        return any ? Optional.of(new Ramps(rise, fall)) : Optional.empty();
    }

    /** Takes note of a new net power in {@code slot}; returns the thirds more over limits. */
    int update(int[] net, int slot) {
        int more = 0;
        for (int at = slot; at <= slot + 1 && at < rise.length; at++) {
            int now = at == 0 ? 0 : over(at, net[at - 1], net[at]);
            more += now - excess[at];
            excess[at] = now;
        }
        return more;
    }

    /** The thirds more over limits if {@code slot} had another net power, W; changes nothing. */
    int change(int[] net, int slot, int other) {
        int more = slot == 0 ? 0 : over(slot, net[slot - 1], other) - excess[slot];
        if (slot + 1 < rise.length) {
            more += over(slot + 1, other, net[slot + 1]) - excess[slot + 1];
        }
        return more;
    }

    private int over(int slot, int before, int now) {
        int change = now - before;
        return 3 * (Math.max(0, change - rise[slot]) + Math.max(0, -change - fall[slot]));
    }

    /**
     * Writes to {@code into} from {@code count} on how many W more in {@code slot}, in {@code
     * direction}, bring it to a limit; returns the new count. Some may be below 1.
     */
    int bends(int[] net, int slot, int direction, int[] into, int count) {
        int end = count;
        if (slot > 0) {
            into[end++] = direction * (net[slot - 1] + rise[slot] - net[slot]);
            into[end++] = direction * (net[slot - 1] - fall[slot] - net[slot]);
        }
        if (slot + 1 < rise.length) {
            into[end++] = direction * (net[slot + 1] - rise[slot + 1] - net[slot]);
            into[end++] = direction * (net[slot + 1] + fall[slot + 1] - net[slot]);
        }
        return end;
    }
}
