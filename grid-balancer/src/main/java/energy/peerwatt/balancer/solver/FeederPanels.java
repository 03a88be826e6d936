package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import java.util.ArrayList;
import java.util.List;

/** Panels of homes on a feeder that may give less. Immutable. */
final class FeederPanels {

    private final List<String> homes = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();
    private final List<int[]> watts = new ArrayList<>();

    /** What each pool's panels do to each checkpoint at full power, by pool, slot, checkpoint. */
    private final long[][][] poolEffect;

    FeederPanels(Community community, FeederModel model) {
        poolEffect = new long[4][community.slots()][model.checkpoints.size()];
        for (Home home : community.homes()) {
            if (home.solar().curtailable() && !home.solar().watts().isZero()) {
                homes.add(home.id());
                sites.add(model.sites.at(home, home.connection()));
                watts.add(home.solar().watts().toArray());
                addToPool(model, count() - 1);
            }
        }
    }

    private void addToPool(FeederModel model, int panel) {
        Site site = site(panel);
        int[] effect = model.effect[site.index];
        for (int slot = 0; slot < poolEffect[site.phases].length; slot++) {
            for (int check = 0; check < effect.length; check++) {
                poolEffect[site.phases][slot][check] += (long) watts(panel, slot) * effect[check];
            }
        }
    }

    int count() {
        return homes.size();
    }

    /** The number of a home's panels, or -1 if it has none that may give less. */
    int of(Home home) {
        return homes.indexOf(home.id());
    }

    String home(int panel) {
        return homes.get(panel);
    }

    Site site(int panel) {
        return sites.get(panel);
    }

    /** What they can give, W. */
    int watts(int panel, int slot) {
        return watts.get(panel)[slot];
    }

    /** What all panels of a pool do to each checkpoint at full power. */
    long[] poolEffect(int pool, int slot) {
        return poolEffect[pool][slot];
    }
}
