package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Community;

/** Communities that need no data files. */
public final class Plans {

    private Plans() {}

    /** A small community with every kind of device. */
    public static Community variety(int homes, long seed) {
        return Neighbourhood.of(homes, seed, Profiles.synthetic(7), Neighbourhood.Options.VARIETY);
    }

    /** Batteries, on-off chargers and appliances only. */
    public static Community plain(int homes, long seed) {
        return Neighbourhood.of(homes, seed, Profiles.synthetic(7), Neighbourhood.Options.PLAIN);
    }
}
