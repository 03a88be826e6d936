package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.island.BlockLoads;
import energy.peerwatt.balancer.island.Breakers;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.ShedBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Homes with limits of their own: what each takes before its panels give less, how much less these
 * must give for the home's export limit, how much less they may for its import limit, and by how
 * much the home exceeds a limit whatever its panels do. As devices are, and with a change at hand.
 */
final class HomeBounds {

    final List<Home> homes;
    private final Map<String, Integer> index;

    // By home and slot, W.
    private final int[][] net;
    private final int[][] importLimit;
    private final int[][] exportLimit;
    private final int[][] panels;

    /** What the first blocks that may be off take away, by home, slot and number of blocks. */
    private final int[][][] blocks;

    /** What the panels of each pool give less for their own homes, by slot, W. */
    private final int[][] own;

    private final int[] excess;

    // The change at hand.
    private int slot;
    private int one = Site.NO_HOME;
    private int oneWatts;
    private int two = Site.NO_HOME;
    private int twoWatts;

    HomeBounds(Community community) {
        index = index(community);
        homes = community.homes().stream().filter(home -> index.containsKey(home.id())).toList();
        int slots = community.slots();
        net = new int[homes.size()][slots];
        importLimit = new int[homes.size()][slots];
        exportLimit = new int[homes.size()][slots];
        panels = new int[homes.size()][slots];
        own = new int[4][slots];
        excess = new int[slots];
        for (int home = 0; home < homes.size(); home++) {
            Arrays.fill(importLimit[home], Street.NONE);
            Arrays.fill(exportLimit[home], Street.NONE);
            Home each = homes.get(home);
            for (int at = 0; at < slots; at++) {
                int solar = each.solar().watts().at(at);
                net[home][at] = each.loadWatts().at(at) - solar;
                panels[home][at] = each.solar().curtailable() ? solar : 0;
            }
        }
        community.limits().forEach(this::limit);
        blocks = blocks(community);
        for (int at = 0; at < slots; at++) {
            for (int home = 0; home < homes.size(); home++) {
                count(home, at, 1);
            }
        }
    }

    /** Adds what the panels of homes with limits may give less to {@code pool}. */
    void fill(int[][] pool) {
        for (int home = 0; home < homes.size(); home++) {
            for (int at = 0; at < excess.length; at++) {
                pool[poolOf(home)][at] += room(home, at, net[home][at]);
            }
        }
    }

    /** Numbers of the homes that have limits, by id. */
    static Map<String, Integer> index(Community community) {
        Map<String, Integer> numbers = new HashMap<>();
        for (Home home : community.homes()) {
            for (Limit limit : community.limits()) {
                if (limit.home().isPresent() && limit.home().get().equals(home.id())) {
                    numbers.putIfAbsent(home.id(), numbers.size());
                }
            }
        }
        return numbers;
    }

    private void limit(Limit limit) {
        if (limit.home().isEmpty()) {
            return;
        }
        int home = indexOf(limit.home().get());
        boolean imports = limit.direction() == Limit.Direction.IMPORT;
        int[] most = imports ? importLimit[home] : exportLimit[home];
        for (int at = limit.window().from(); at < limit.window().until(); at++) {
            most[at] = Math.min(most[at], limit.wattsAt(at).orElse(Street.NONE));
        }
    }

    private int[][][] blocks(Community community) {
        List<ShedBlock> order = new ArrayList<>();
        if (!homes.isEmpty() && community.island().isPresent()) {
            order.addAll(new Breakers(community).order());
        }
        int[][][] watts = new int[homes.size()][community.slots()][order.size() + 1];
        for (int home = 0; home < homes.size(); home++) {
            Home each = homes.get(home);
            for (int at = 0; at < community.slots(); at++) {
                for (int i = 0; i < order.size(); i++) {
                    watts[home][at][i + 1] = watts[home][at][i];
                    for (ShedBlock.Part part : order.get(i).parts()) {
                        boolean mine = part.home().equals(each.id());
                        watts[home][at][i + 1] += mine ? BlockLoads.of(each, part, at) : 0;
                    }
                }
            }
        }
        return watts;
    }

    /** The number of a home, or {@link Site#NO_HOME} if it has no limits. */
    int indexOf(String home) {
        return index.getOrDefault(home, Site.NO_HOME);
    }

    int count() {
        return homes.size();
    }

    /** Adds a device's {@code watts} at {@code site}; keeps {@code pool} up. */
    void add(int at, Site site, int watts, int[][] pool) {
        if (site.home != Site.NO_HOME) {
            change(site.home, at, watts, pool);
        }
    }

    /** So many of an island's blocks are off instead of {@code before}. */
    void switchOff(int at, int before, int count, int[][] pool) {
        for (int home = 0; home < homes.size(); home++) {
            int more = blocks[home][at][before] - blocks[home][at][count];
            if (more != 0) {
                change(home, at, more, pool);
            }
        }
    }

    private void change(int home, int at, int watts, int[][] pool) {
        int phases = poolOf(home);
        pool[phases][at] -= room(home, at, net[home][at]);
        count(home, at, -1);
        net[home][at] += watts;
        count(home, at, 1);
        pool[phases][at] += room(home, at, net[home][at]);
    }

    private void count(int home, int at, int sign) {
        own[poolOf(home)][at] += sign * own(home, at, net[home][at]);
        excess[at] += sign * over(home, at, net[home][at]);
    }

    int poolOf(int home) {
        return Site.poolOf(homes.get(home).connection());
    }

    /** W that a home's panels must give less for its own limits. */
    private int own(int home, int at, int watts) {
        return Math.clamp(-(long) exportLimit[home][at] - watts, 0, panels[home][at]);
    }

    /** W that they may give less, its own included. */
    private int room(int home, int at, int watts) {
        return Math.clamp((long) importLimit[home][at] - watts, 0, panels[home][at]);
    }

    /** W over its limits with its panels cut for them. */
    private int over(int home, int at, int watts) {
        int less = -exportLimit[home][at] - watts - panels[home][at];
        return Math.max(0, watts - importLimit[home][at]) + Math.max(0, less);
    }

    /** Looks at a slot with two devices taking more. */
    void look(int at, Site first, int watts, Site second, int otherWatts) {
        slot = at;
        boolean same = first.home == second.home;
        one = first.home;
        oneWatts = same ? watts + otherWatts : watts;
        two = same ? Site.NO_HOME : second.home;
        twoWatts = otherWatts;
    }

    /** What a home takes with the change at hand, panels uncut, W. */
    private int now(int home) {
        int more = home == one ? oneWatts : home == two ? twoWatts : 0;
        return net[home][slot] + more;
    }

    /** What {@link #look} found: W that a home's panels must give less. */
    int ownNow(int home) {
        return own(home, slot, now(home));
    }

    /** Likewise: W that they may give less. */
    int roomNow(int home) {
        return room(home, slot, now(home));
    }

    /** W of a home's panels that could give less if it had no limits. */
    int panelsNow(int home) {
        return panels[home][slot];
    }

    /** Adds what the change at hand changes to what each pool's panels may and must give less. */
    void pools(int[] may, int[] must) {
        for (int i = 0; i < 4; i++) {
            must[i] = own[i][slot];
        }
        change(one, oneWatts, may, must);
        change(two, twoWatts, may, must);
    }

    private void change(int home, int watts, int[] may, int[] must) {
        if (home != Site.NO_HOME && watts != 0) {
            int before = net[home][slot];
            int phases = poolOf(home);
            may[phases] += room(home, slot, before + watts) - room(home, slot, before);
            must[phases] += own(home, slot, before + watts) - own(home, slot, before);
        }
    }

    /** Thirds of W over homes' limits with the change at hand. */
    int excessNow() {
        return 3 * (excess[slot] + more(one, oneWatts) + more(two, twoWatts));
    }

    private int more(int home, int watts) {
        if (home == Site.NO_HOME || watts == 0) {
            return 0;
        }
        int before = net[home][slot];
        return over(home, slot, before + watts) - over(home, slot, before);
    }

    /** Homes that exceed a limit of their own in some slot, whatever their panels do. */
    int[] exceeding() {
        return IntStream.range(0, homes.size())
                .filter(home ->
                        IntStream.range(0, excess.length)
                                .anyMatch(
                                        at -> excess[at] > 0 && over(home, at, net[home][at]) > 0))
                .toArray();
    }

    /** W that a home may take more until its import limit; negative beyond. */
    int toImport(int home, int at) {
        return importLimit[home][at] - net[home][at];
    }

    /** W that it may give more until its export limit, panels uncut; negative beyond. */
    int toExport(int home, int at) {
        return net[home][at] + exportLimit[home][at];
    }

    /** W that its panels can give less. */
    int panels(int home, int at) {
        return panels[home][at];
    }
}
