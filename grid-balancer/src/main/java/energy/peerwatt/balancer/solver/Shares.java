package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shares what panels must give less among the homes, by what each could give. */
final class Shares {

    private Shares() {}

    /** W by the home's id; homes that curtail nothing are left out. */
    static Map<String, Series> curtailed(Community community, Street street) {
        Map<String, int[]> shares = new HashMap<>();
        for (int slot = 0; slot < street.slots; slot++) {
            int[] cut = street.curtailed(slot);
            for (int pool = 0; pool < cut.length; pool++) {
                if (cut[pool] > 0) {
                    share(community.homes(), street, slot, pool, cut[pool], shares);
                }
            }
        }
        Map<String, Series> series = new HashMap<>();
        shares.forEach((home, watts) -> series.put(home, Series.of(watts)));
        return series;
    }

    /**
     * What the feeder asks of single homes, and the rest in proportion to what they have left,
     * rounded so that running sums are never off by a whole W.
     */
    private static void share(
            List<Home> homes, Street street, int slot, int pool, int cut, Map<String, int[]> to) {
        long single = 0;
        for (Home home : homes) {
            single += Street.poolOf(home.connection()) == pool ? street.singleCut(home) : 0;
        }
        long left = street.pool[pool][slot] - single;
        long could = 0;
        long shared = 0;
        for (Home home : homes) {
            boolean within = Street.poolOf(home.connection()) == pool;
            int watts = home.solar().watts().at(slot);
            if (!within || !home.solar().curtailable() || watts == 0) {
                continue;
            }
            int own = street.singleCut(home);
            could += watts - own;
            long until = left == 0 ? 0 : could * (cut - single) / left;
            own += (int) (until - shared);
            shared = until;
            if (own > 0) {
                to.computeIfAbsent(home.id(), id -> new int[street.slots])[slot] = own;
            }
        }
    }
}
