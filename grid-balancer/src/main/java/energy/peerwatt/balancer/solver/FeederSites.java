package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.network.NetworkCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sites of a street on a feeder: one for each node and connection that is used there. */
final class FeederSites {

    /** A site by where it is. */
    private record Place(String node, Connection connection, boolean forming, int home) {}

    final Feeder feeder;
    final List<Site> sites = new ArrayList<>();

    /** The node and the connection of each site. */
    final List<String> nodes = new ArrayList<>();

    final List<Connection> connections = new ArrayList<>();
    private final Set<String> forming;
    private final Map<String, Integer> limited;
    private final Map<Place, Site> byPlace = new HashMap<>();

    FeederSites(Community community, Feeder feeder) {
        this.feeder = feeder;
        limited = HomeBounds.index(community);
        forming =
                community
                        .island()
                        .map(island -> Set.copyOf(island.forming().units()))
                        .orElse(Set.of());
        for (Home home : community.homes()) {
            add(place(home, home.connection(), false, Site.NO_HOME));
            for (Device device : home.devices()) {
                add(place(home, device.connection(), false, Site.NO_HOME));
                add(place(home, device));
            }
        }
    }

    private Place place(Home home, Connection connection, boolean forms, int number) {
        return new Place(NetworkCheck.node(feeder, home), connection, forms, number);
    }

    private Place place(Home home, Device device) {
        int number = limited.getOrDefault(home.id(), Site.NO_HOME);
        return place(home, device.connection(), forming.contains(device.id()), number);
    }

    private void add(Place place) {
        if (!byPlace.containsKey(place)) {
            Site site = new Site(sites.size(), place.connection(), place.forming(), place.home());
            byPlace.put(place, site);
            sites.add(site);
            nodes.add(place.node());
            connections.add(place.connection());
        }
    }

    /** A site at a node that is on a phase; any site if none is. */
    Site near(String node, int phase) {
        Site found = sites.getFirst();
        for (Site site : sites) {
            boolean there = nodes.get(site.index).equals(node) && site.thirdsOn(phase) > 0;
            found = there ? site : found;
        }
        return found;
    }

    Site at(Home home, Connection connection) {
        return at(home, place(home, connection, false, Site.NO_HOME));
    }

    /**
     * The site of a device; units that form an island's grid, and homes with limits, have sites of
     * their own.
     */
    Site at(Home home, Device device) {
        return at(home, place(home, device));
    }

    private Site at(Home home, Place place) {
        Site site = byPlace.get(place);
        if (site == null) {
            throw new IllegalArgumentException(
                    "nothing on " + place.connection() + " in " + home.id());
        }
        return site;
    }
}
