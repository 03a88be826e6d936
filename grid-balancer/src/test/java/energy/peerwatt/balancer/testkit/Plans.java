package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * {@link #variety} at the ends of a made-up feeder: a rated main cable with a branch, a service
     * cable to each home, of one phase if the home has one.
     *
     * @param planning narrow for a band that binds
     */
    public static Community onFeeder(int homes, long seed, Feeder.Band planning) {
        Community community = variety(homes, seed);
        List<Feeder.Cable> cables = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (int i = 0; i < homes; i++) {
            String before = i < 2 ? "start" : "main-" + (i - 2);
            Feeder.Impedance main = new Feeder.Impedance(24_000, 6_000, 7_000, 3_000);
            int ampacity = i < 2 ? 63 : Feeder.Cable.UNRATED;
            cables.add(
                    new Feeder.Cable(before, "main-" + i, Connection.THREE_PHASE, main, ampacity));
            Home home = community.homes().get(i);
            Feeder.Impedance service = new Feeder.Impedance(30_000, 2_000, 0, 0);
            cables.add(
                    new Feeder.Cable(
                            "main-" + i,
                            home.id(),
                            home.connection(),
                            service,
                            Feeder.Cable.UNRATED));
            places.put(home.id(), home.id());
        }
        Feeder.Source source =
                new Feeder.Source(
                        "start",
                        236_000,
                        new Feeder.Tap(0, 25, 2),
                        new Feeder.Impedance(3_000, 15_000, 0, 0));
        return community.withFeeder(new Feeder(source, planning, 970, cables, places));
    }
}
