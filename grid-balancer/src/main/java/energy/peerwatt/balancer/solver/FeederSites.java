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
    private record Place(String node, Connection connection, boolean forming) {}

    final Feeder feeder;
    final List<Site> sites = new ArrayList<>();

    /** The node and the connection of each site. */
    final List<String> nodes = new ArrayList<>();

    final List<Connection> connections = new ArrayList<>();
    private final Set<String> forming;
    private final Map<Place, Site> byPlace = new HashMap<>();

    FeederSites(Community community, Feeder feeder) {
        this.feeder = feeder;
        forming =
                community
                        .island()
                        .map(island -> Set.copyOf(island.forming().units()))
                        .orElse(Set.of());
        for (Home home : community.homes()) {
            add(place(home, home.connection(), false));
            for (Device device : home.devices()) {
                add(place(home, device.connection(), false));
                add(place(home, device.connection(), forming.contains(device.id())));
            }
        }
    }

    private Place place(Home home, Connection connection, boolean forms) {
        return new Place(NetworkCheck.node(feeder, home), connection, forms);
    }

    private void add(Place place) {
        if (!byPlace.containsKey(place)) {
            Site site = new Site(sites.size(), place.connection(), place.forming());
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
        return at(home, connection, false);
    }

    /** The site of a device; units that form an island's grid have sites of their own. */
    Site at(Home home, Device device) {
        return at(home, device.connection(), forming.contains(device.id()));
    }

    private Site at(Home home, Connection connection, boolean forms) {
        Site site = byPlace.get(place(home, connection, forms));
        if (site == null) {
            throw new IllegalArgumentException("nothing on " + connection + " in " + home.id());
        }
        return site;
    }
}
