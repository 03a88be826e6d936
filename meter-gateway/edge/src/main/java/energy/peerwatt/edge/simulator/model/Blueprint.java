package energy.peerwatt.edge.simulator.model;

import java.util.List;

/**
 * A village before time starts.
 *
 * @param fingerprint equal for equal blueprints; a saved state continues only with its own
 */
public record Blueprint(String fingerprint, List<HomeBlueprint> homes) {

    public static final int MIN_HOMES = 2;
    public static final int MAX_HOMES = 500;

    public Blueprint {
        homes = List.copyOf(homes);
        if (homes.isEmpty()) {
            throw new IllegalArgumentException("a village needs a home");
        }
    }

    /**
     * A village made up from a seed.
     *
     * @param homes 2 to 500
     */
    public static Blueprint ofSeed(long seed, int homes) {
        return StreetPlan.build(seed, homes);
    }

    public List<HomeSpec> specs() {
        return homes.stream().map(HomeBlueprint::spec).toList();
    }
}
