package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a feeder's checkpoints as devices are now, kept up slot by slot, and as they would
 * be with a change. A change that is surely too small to reach a limit is not computed.
 */
final class FeederLevels {

    /** Panels are cut for at most so many checkpoints after one another. */
    private static final int MOST_CUTS = 300;

    private static final int NO_LIMIT = 1 << 30;

    final FeederModel model;
    final int checks;
    private final int[][] level;
    final int[][] lowest;
    final int[][] highest;

    /** W that any device may change in each slot without reaching a limit; negative if broken. */
    private final int[] spare;

    private final FeederPanels panels;

    private final PendingChanges pending;

    // The change at hand.
    private int slot;
    private boolean computed;
    private Site one = Site.PHASES.getFirst();
    private int oneWatts;
    private Site two = Site.PHASES.getFirst();
    private int twoWatts;
    private final int[] now;
    private @Nullable HomeBounds homes;
    private boolean anyCut;
    private final int[] cut;
    private final long[] left;
    private final int[] bends = new int[3];

    FeederLevels(Community community, FeederLimits limits) {
        model = limits.model;
        checks = model.checkpoints.size();
        int slots = community.slots();
        level = new int[slots][];
        lowest = new int[slots][];
        highest = new int[slots][];
        spare = new int[slots];
        for (int at = 0; at < slots; at++) {
            level[at] = model.base[at].clone();
            lowest[at] = limits.lowest(at);
            highest[at] = limits.highest(at);
            if (isOpen(community, at)) {
                Arrays.fill(lowest[at], -NO_LIMIT);
                Arrays.fill(highest[at], NO_LIMIT);
            }
        }
        panels = new FeederPanels(community, model);
        pending = new PendingChanges(slots);
        now = new int[checks];
        cut = new int[panels.count()];
        left = new long[checks];
        for (int at = 0; at < slots; at++) {
            measure(at);
        }
    }

    /** In an outage the grid does not hold the feeder's voltages, so they are not looked at. */
    private static boolean isOpen(Community community, int at) {
        return community.island().map(island -> island.isOpen(at)).orElse(false);
    }

    /** Adds {@code watts} at a site. */
    void add(int at, Site site, int watts) {
        if (!pending.add(at, site.index, watts)) {
            settle(at);
            pending.add(at, site.index, watts);
        }
    }

    /** Computes what is pending in a slot. */
    private void settle(int at) {
        if (pending.sum(at) > 0) {
            int[] levels = level[at];
            for (int i = 0; i < pending.count(at); i++) {
                int watts = pending.watts(at, i);
                int[] effect = model.effect[pending.site(at, i)];
                for (int check = 0; check < levels.length && watts != 0; check++) {
                    levels[check] += effect[check] * watts;
                }
            }
            measure(at);
        }
        pending.clear(at);
    }

    private void measure(int at) {
        int[] levels = level[at];
        int[] low = lowest[at];
        int[] high = highest[at];
        int least = Integer.MAX_VALUE;
        for (int check = 0; check < levels.length; check++) {
            least = Math.min(least, high[check] - levels[check]);
            least = Math.min(least, levels[check] - low[check]);
        }
        spare[at] = least >> model.shift;
    }

    /** Looks at a slot with two devices taking more; nothing is computed yet. */
    void look(int at, Site first, int watts, Site second, int otherWatts) {
        slot = at;
        one = first;
        oneWatts = watts;
        two = second;
        twoWatts = otherWatts;
        computed = false;
        anyCut = false;
    }

    /** Whether the change at hand surely keeps every limit, panels uncut. */
    boolean isCalm() {
        return isCalm(slot, Math.abs((long) oneWatts) + Math.abs((long) twoWatts));
    }

    /** Whether a change of so many W, wherever, surely keeps every limit of a slot. */
    boolean isCalm(int at, long watts) {
        if (watts + pending.sum(at) <= spare[at]) {
            return true;
        }
        settle(at);
        return watts <= spare[at];
    }

    private void compute() {
        if (computed) {
            return;
        }
        computed = true;
        settle(slot);
        System.arraycopy(level[slot], 0, now, 0, checks);
        include(one, oneWatts);
        include(two, twoWatts);
    }

    private void include(Site site, int watts) {
        if (watts != 0) {
            int[] effect = model.effect[site.index];
            for (int check = 0; check < now.length; check++) {
                now[check] += effect[check] * watts;
            }
        }
    }

    /**
     * Takes note of homes with limits of their own.
     *
     * @param any whether panels give less for them, by the change at hand
     */
    void cutFor(HomeBounds bounds, boolean any) {
        homes = bounds;
        for (int home = 0; any && home < bounds.count(); home++) {
            int own = bounds.ownNow(home);
            if (own > 0) {
                compute();
                cut(panels.of(bounds.homes.get(home)), own);
            }
        }
    }

    /** W that a panel may give less, by the change at hand. */
    private int mostOf(int panel) {
        HomeBounds bounds = homes;
        int number = bounds == null ? Site.NO_HOME : bounds.indexOf(panels.home(panel));
        return bounds == null || number == Site.NO_HOME
                ? panels.watts(panel, slot)
                : bounds.roomNow(number);
    }

    /** Thirds of W over limits of the change at hand, with panels cut as they are. */
    int excess() {
        if (!computed && isCalm()) {
            return 0;
        }
        compute();
        int[] low = lowest[slot];
        int[] high = highest[slot];
        long over = 0;
        for (int check = 0; check < now.length; check++) {
            over += Math.max(0, now[check] - high[check]) + Math.max(0, low[check] - now[check]);
        }
        return (int) Math.min(Street.NONE, (3 * over + (1L << model.shift) - 1) >> model.shift);
    }

    /**
     * Cuts the panels that matter most where levels are too low, voltages too high: the worst
     * checkpoint first.
     *
     * @param room W that each pool's panels still give; made less by what is cut
     */
    void cutPanels(int[] room) {
        if (!computed && isCalm()) {
            return;
        }
        compute();
        int[] low = lowest[slot];
        for (int i = 0; i < MOST_CUTS; i++) {
            int worst = 0;
            int check = -1;
            for (int each = 0; each < now.length; each++) {
                if (low[each] - now[each] > worst) {
                    worst = low[each] - now[each];
                    check = each;
                }
            }
            int panel = check < 0 ? -1 : strongest(check, room);
            if (panel < 0) {
                return;
            }
            cutPanel(
                    panel,
                    Math.ceilDiv(worst, model.effect[panels.site(panel).index][check]),
                    room);
        }
    }

    /** The panel with power left that changes a checkpoint most, or -1. */
    private int strongest(int check, int[] room) {
        int best = -1;
        int most = 0;
        for (int panel = 0; panel < cut.length; panel++) {
            int effect = model.effect[panels.site(panel).index][check];
            boolean open = room[poolOf(panel)] > 0;
            if (effect > most && open && mostOf(panel) > cutOf(panel)) {
                most = effect;
                best = panel;
            }
        }
        return best;
    }

    private void cutPanel(int panel, int wanted, int[] room) {
        int pool = poolOf(panel);
        int watts = Math.min(wanted, Math.min(room[pool], mostOf(panel) - cutOf(panel)));
        room[pool] -= watts;
        cut(panel, watts);
    }

    private void cut(int panel, int watts) {
        if (!anyCut) {
            Arrays.fill(cut, 0);
            anyCut = true;
        }
        cut[panel] += watts;
        int[] effect = model.effect[panels.site(panel).index];
        for (int check = 0; check < now.length; check++) {
            now[check] += effect[check] * watts;
        }
    }

    /** W of a panel that {@link #cutPanels} cut. */
    int cutOf(int panel) {
        return anyCut ? cut[panel] : 0;
    }

    /** W of a home's panels that {@link #cutPanels} cut. */
    int cutOf(Home home) {
        int panel = panels.of(home);
        return panel < 0 ? 0 : cutOf(panel);
    }

    int poolOf(int panel) {
        return panels.site(panel).phases;
    }

    /**
     * All panels of a pool give less, in proportion to what {@link #cutPanels} has left them.
     *
     * @param power W they have left, above 0
     */
    void cutPool(int pool, int watts, int power) {
        compute();
        System.arraycopy(panels.poolEffect(pool, slot), 0, left, 0, checks);
        for (int panel = 0; (anyCut || homes != null) && panel < cut.length; panel++) {
            int kept = panels.watts(panel, slot) - mostOf(panel);
            if (cutOf(panel) + kept > 0 && poolOf(panel) == pool) {
                int[] effect = model.effect[panels.site(panel).index];
                for (int check = 0; check < checks; check++) {
                    left[check] -= (long) effect[check] * (cutOf(panel) + kept);
                }
            }
        }
        long part = ((long) watts << 20) / power;
        for (int check = 0; check < checks; check++) {
            now[check] += (int) ((left[check] * part) >> 20);
        }
    }

    /**
     * W that a device at {@code site} may take more (or less, if {@code direction} is -1) until the
     * first checkpoint reaches a limit, from within and from beyond, and until the last comes back.
     */
    int[] bends(int at, Site site, int direction) {
        settle(at);
        int[] effect = model.effect[site.index];
        // Quotients are compared by products: a division for each would be dear.
        long first = Integer.MAX_VALUE;
        long firstBy = 1;
        long back = Integer.MAX_VALUE;
        long backBy = 1;
        long last = 0;
        long lastBy = 1;
        for (int check = 0; check < checks; check++) {
            int change = effect[check] * direction;
            long by = Math.abs(change);
            int toHigh = highest[at][check] - level[at][check];
            int toLow = level[at][check] - lowest[at][check];
            long ahead = change > 0 ? toHigh : toLow;
            long behind = change > 0 ? -toLow : -toHigh;
            if (by > 0 && ahead > 0 && ahead * firstBy < first * by) {
                first = ahead;
                firstBy = by;
            }
            if (by > 0 && behind > 0 && behind * backBy < back * by) {
                back = behind;
                backBy = by;
            }
            if (by > 0 && behind > 0 && behind * lastBy > last * by) {
                last = behind;
                lastBy = by;
            }
        }
        bends[0] = (int) (first / firstBy);
        bends[1] = (int) Math.ceilDiv(back, backBy);
        bends[2] = (int) Math.ceilDiv(last, lastBy);
        return bends;
    }

    /** 0 to 2 for a voltage on that phase, 3 to 5 for a cable. */
    int groupOf(int check) {
        FeederModel.Checkpoint checkpoint = model.checkpoints.get(check);
        return checkpoint.phase() + (checkpoint.cable() ? 3 : 0);
    }

    /** What a W at a site adds to a checkpoint, in parts of a W at the site of most effect. */
    double perWatt(Site site, int check) {
        return (double) model.effect[site.index][check] / (1 << model.shift);
    }

    /** W by which a checkpoint is above its highest level as devices are, no panels cut. */
    double overHigh(int at, int check) {
        settle(at);
        return (double) (level[at][check] - highest[at][check]) / (1 << model.shift);
    }

    /** W by which it is below its lowest. */
    double overLow(int at, int check) {
        settle(at);
        return (double) (lowest[at][check] - level[at][check]) / (1 << model.shift);
    }

    /** What the panels of all homes could raise a checkpoint by, W likewise. */
    double panelWatts(int at, int check) {
        long sum = 0;
        for (int pool = 0; pool < 4; pool++) {
            sum += Math.max(0, panels.poolEffect(pool, at)[check]);
        }
        return (double) sum / (1 << model.shift);
    }

    /** Whether single panels are cut in a slot as devices are. */
    boolean isLow(int at) {
        if (isCalm(at, 0)) {
            return false;
        }
        for (int check = 0; check < checks; check++) {
            if (level[at][check] < lowest[at][check]) {
                return true;
            }
        }
        return false;
    }
}
