package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Limits of single homes, low enough to bind in many slots. */
public final class HomeLimits {

    private HomeLimits() {}

    /**
     * Of each three homes the first may give 40 % of what its panels can, the second take 1.2 kW
     * more than its load needs, or what a vehicle needs, and for some hours no vehicle; the third
     * neither give more than 1.5 kW nor take more than 9 kW.
     */
    public static Community on(Community community) {
        List<Limit> limits = new ArrayList<>(community.limits());
        for (int i = 0; i < community.homes().size(); i++) {
            Home home = community.homes().get(i);
            if (i % 3 == 0) {
                int most = home.solar().watts().stream().max().orElse(0) * 2 / 5;
                limits.add(whole(community, home, Limit.Direction.EXPORT, most));
            } else if (i % 3 == 1) {
                int load = home.loadWatts().stream().max().orElse(0);
                int car = home.devices().stream().anyMatch(Charger.class::isInstance) ? 8_500 : 0;
                int most = Math.max(load + 1_200, car);
                limits.add(whole(community, home, Limit.Direction.IMPORT, most));
                limits.add(dimmed(home, Math.min(most, load + 2_500)));
            } else {
                limits.add(whole(community, home, Limit.Direction.EXPORT, 1_500));
                limits.add(whole(community, home, Limit.Direction.IMPORT, 9_000));
            }
        }
        return community.withLimits(limits);
    }

    private static Limit whole(
            Community community, Home home, Limit.Direction direction, int watts) {
        Limit.Window day = new Limit.Window(0, community.slots());
        String id = home.id() + "-" + direction;
        return Limit.ofHome(id, Limit.Source.CONTRACT, home.id(), direction, watts, day);
    }

    private static Limit dimmed(Home home, int watts) {
        return new Limit(
                home.id() + "-dimmed",
                Limit.Source.GRID_OPERATOR,
                Limit.Scope.HOME,
                Limit.Direction.IMPORT,
                watts,
                new Limit.Window(20, 40),
                Optional.of(new Limit.Expiry(32, watts * 9 / 10)),
                Optional.of(home.id()));
    }
}
