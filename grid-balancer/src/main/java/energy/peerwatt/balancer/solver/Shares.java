package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
            single += Site.poolOf(home.connection()) == pool ? own(street, home) : 0;
        }
        long left = street.pool[pool][slot] - single;
        long could = 0;
        long shared = 0;
        for (Home home : homes) {
            boolean within = Site.poolOf(home.connection()) == pool;
            int watts = home.solar().watts().at(slot);
            if (!within || !home.solar().curtailable() || watts == 0) {
                continue;
            }
            int own = own(street, home);
            could += most(street, home, slot) - own;
            long until = left == 0 ? 0 : could * (cut - single) / left;
            own += (int) (until - shared);
            shared = until;
            if (own > 0) {
                to.computeIfAbsent(home.id(), id -> new int[street.slots])[slot] = own;
            }
        }
    }

    /**
     * Of what {@link Street#curtailed} last found, what its own limits and the feeder ask of one
     * home alone, W.
     */
    static int own(Street street, Home home) {
        FeederLevels feeder = street.feeder;
        if (feeder != null) {
            return feeder.cutOf(home);
        }
        int number = number(street.homes, home);
        return street.homes == null || number == Site.NO_HOME ? 0 : street.homes.ownNow(number);
    }

    /** Likewise, the most its panels may give less, W. */
    private static int most(Street street, Home home, int slot) {
        int number = number(street.homes, home);
        return street.homes == null || number == Site.NO_HOME
                ? home.solar().watts().at(slot)
                : street.homes.roomNow(number);
    }

    private static int number(@Nullable HomeBounds homes, Home home) {
        return homes == null ? Site.NO_HOME : homes.indexOf(home.id());
    }
}
