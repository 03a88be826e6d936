package energy.peerwatt.balancer.network;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Holds a flow against what the feeder allows: voltages at homes, currents in rated cables. */
public final class NetworkCheck {

    /** A home's phase at its node; homes that share one are one. */
    public record Place(String node, int phase) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int order = node.compareTo(other.node);
            return order != 0 ? order : Integer.compare(phase, other.phase);
        }
    }

    private final Feeder feeder;
    private final List<Place> places;

    /** Checks the places of the homes of {@code community} on {@code feeder}. */
    public NetworkCheck(Community community, Feeder feeder) {
        this.feeder = feeder;
        places = places(community, feeder);
    }

    /** Each phase of each node that a home is on, in order. */
    public static List<Place> places(Community community, Feeder feeder) {
        TreeSet<Place> places = new TreeSet<>();
        for (Home home : community.homes()) {
            Connection connection = home.connection();
            for (int phase = 0; phase < 3; phase++) {
                if (connection.thirdsOn(phase) > 0) {
                    places.add(new Place(node(feeder, home), phase));
                }
            }
        }
        return List.copyOf(places);
    }

    /** The node of a home of the feeder's community. */
    public static String node(Feeder feeder, Home home) {
        String node = feeder.homes().get(home.id());
        if (node == null) {
            throw new IllegalArgumentException("no node for " + home.id());
        }
        return node;
    }

    /** What {@code flow} breaks. */
    public List<Breach> breaches(int slot, Flow flow) {
        List<Breach> found = new ArrayList<>();
        if (!flow.isFound()) {
            found.add(new Breach(Breach.Kind.COLLAPSE, feeder.source().node(), 0, slot, 0));
            return found;
        }
        for (Place place : places) {
            double millivolts = 1000 * flow.volts(place.node(), place.phase());
            addVoltage(found, place, slot, millivolts);
        }
        for (Feeder.Cable cable : feeder.cables()) {
            for (int phase = 0; phase < 3 && cable.isRated(); phase++) {
                double over = 1000 * (flow.amps(cable.to(), phase) - cable.ampacity());
                add(found, Breach.Kind.CURRENT, new Place(cable.to(), phase), slot, over);
            }
        }
        return found;
    }

    private void addVoltage(List<Breach> found, Place place, int slot, double millivolts) {
        Feeder.Band law = Feeder.Band.EN_50160;
        Feeder.Band plan = feeder.planning();
        boolean low = millivolts < law.lowest();
        boolean high = millivolts > law.highest();
        add(found, Breach.Kind.STATUTORY_LOW, place, slot, law.lowest() - millivolts);
        add(found, Breach.Kind.STATUTORY_HIGH, place, slot, millivolts - law.highest());
        if (!low && !high) {
            add(found, Breach.Kind.PLANNING_LOW, place, slot, plan.lowest() - millivolts);
            add(found, Breach.Kind.PLANNING_HIGH, place, slot, millivolts - plan.highest());
        }
    }

    /** Less than a thousandth of a mV or mA is the tolerance of the flow. */
    private static void add(
            List<Breach> found, Breach.Kind kind, Place place, int slot, double over) {
        long amount = (long) Math.ceil(over - 1e-3);
        if (amount > 0) {
            found.add(new Breach(kind, place.node(), place.phase(), slot, amount));
        }
    }
}
