package energy.peerwatt.balancer.network;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.network.NetworkCheck.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What homes may take, or give, on top of a plan, whichever of them do: so many W more, all at one
 * home or spread over several, break no voltage and no cable.
 *
 * <p>First by the linear model: what is added lowers (or raises) squared voltages in proportion,
 * and its current adds in full to those on its way, at the lowest voltage of the planning band;
 * currents of what was there before grow as its voltage falls. Both are least favourable if all of
 * it is at one home, so each home's node and phases are tried. The model neglects losses, therefore
 * a twentieth is taken off and the homes that bind are tried in the exact flow, which lowers it
 * further until it keeps everything.
 *
 * <p>One thread at a time.
 */
public final class FeederRoom {

    /** More is not told: nothing binds. */
    private static final double MOST_W = 100_000_000;

    private static final double OF_LINEAR = 0.95;

    /** Of the current that flows the other way. */
    private static final double AGAINST = 0.95;

    private static final double SHRINK = 0.8;
    private static final int EXACT = 4;
    private static final int TRIES = 20;
    private static final int PHASES = 3;

    /**
     * So much is left until something binds.
     *
     * @param watts at least 0
     * @param isVoltage whether a voltage binds, otherwise a cable does
     * @param at the home's node, or the end of the cable, and the phase
     */
    public record Room(int watts, boolean isVoltage, Place at) {}

    /**
     * Of one slot.
     *
     * @param taken how much more may be taken; empty if the feeder does not bind it
     * @param given likewise given
     * @param isBroken whether the plan alone breaks what the feeder allows; then there is no room
     */
    public record Rooms(Optional<Room> taken, Optional<Room> given, boolean isBroken) {}

    /** Where power may be added: homes that share node and phases are one. */
    private final class Site {
        final String node;
        final Connection connection;

        /** Squared volts that a W taken, or given, moves each node's phases by. */
        final double[] taken;

        final double[] given;
        final int[] meets;

        Site(Home home) {
            node = NetworkCheck.node(feeder, home);
            connection = home.connection();
            meets = linear.meets(node);
            taken = slopes(varsPerWatt);
            given = slopes(0);
        }

        private double[] slopes(double vars) {
            double[] slopes = new double[meets.length * PHASES];
            for (int at = 0; at < slopes.length; at++) {
                for (int phase = 0; phase < PHASES; phase++) {
                    int thirds = connection.thirdsOn(phase);
                    if (thirds > 0) {
                        slopes[at] +=
                                thirds
                                        / 3.0
                                        * linear.drop(meets[at / PHASES], at % PHASES, phase, vars);
                    }
                }
            }
            return slopes;
        }

        /** Whether its power flows through the cable into a node. */
        boolean isBehind(int cable) {
            return meets[cable] == cable;
        }
    }

    /** The least room that a site has, and why. */
    private record Bind(Site site, double watts, boolean isVoltage, int at) {}

    private final Community community;
    private final Feeder feeder;
    private final FeederTree tree;
    private final LinearFlow linear;
    private final PowerFlow exact;
    private final NetworkCheck check;
    private final double varsPerWatt;
    private final List<Site> sites;
    private final int[] places;
    private final int[] cables;
    private final int[] ampacity;

    private FeederRoom(Community community, Feeder feeder) {
        this.community = community;
        this.feeder = feeder;
        tree = new FeederTree(feeder);
        linear = new LinearFlow(feeder);
        exact = new PowerFlow(feeder);
        check = new NetworkCheck(community, feeder);
        varsPerWatt = PlanFlow.varsPerWatt(feeder);
        places =
                NetworkCheck.places(community, feeder).stream()
                        .mapToInt(place -> tree.node(place.node()) * PHASES + place.phase())
                        .toArray();
        cables =
                feeder.cables().stream()
                        .filter(Feeder.Cable::isRated)
                        .mapToInt(cable -> tree.node(cable.to()))
                        .toArray();
        ampacity = new int[tree.nodes];
        feeder.cables().forEach(cable -> ampacity[tree.node(cable.to())] = cable.ampacity());
        Map<String, Site> distinct = new LinkedHashMap<>();
        for (Home home : community.homes()) {
            String key = home.connection() + "@" + NetworkCheck.node(feeder, home);
            distinct.computeIfAbsent(key, _ -> new Site(home));
        }
        sites = List.copyOf(distinct.values());
    }

    /**
     * The room of each slot.
     *
     * @param feeder the community's
     * @param flows the exact flow of the plan, of each slot
     */
    public static List<Rooms> of(Community community, Feeder feeder, Plan plan, List<Flow> flows) {
        FeederRoom room = new FeederRoom(community, feeder);
        List<Rooms> rooms = new ArrayList<>();
        for (int slot = 0; slot < flows.size(); slot++) {
            rooms.add(room.at(plan, slot, flows.get(slot)));
        }
        return rooms;
    }

    private Rooms at(Plan plan, int slot, Flow flow) {
        if (!check.breaches(slot, flow).isEmpty()) {
            return new Rooms(Optional.empty(), Optional.empty(), true);
        }
        NodePowers powers = PlanFlow.powers(community, feeder, plan, slot);
        return new Rooms(room(powers, slot, flow, true), room(powers, slot, flow, false), false);
    }

    private Optional<Room> room(NodePowers powers, int slot, Flow flow, boolean taken) {
        double[] amps = along(powers, flow, taken);
        List<Bind> binds =
                sites.stream()
                        .map(site -> bind(site, flow.volts(), amps, taken))
                        .filter(bind -> bind.watts() < MOST_W)
                        .sorted(Comparator.comparingDouble(Bind::watts))
                        .toList();
        if (binds.isEmpty()) {
            return Optional.empty();
        }
        Bind first = binds.getFirst();
        double watts = Math.max(0, OF_LINEAR * first.watts());
        for (Bind bind : binds.subList(0, Math.min(EXACT, binds.size()))) {
            watts = kept(powers, slot, bind.site(), taken, watts);
        }
        Place at = new Place(tree.names[first.at() / PHASES], first.at() % PHASES);
        return Optional.of(new Room((int) watts, first.isVoltage(), at));
    }

    /** As much of {@code watts} as the exact flow allows at a site. */
    private double kept(NodePowers powers, int slot, Site site, boolean taken, double watts) {
        double most = watts;
        for (int i = 0; i < TRIES; i++) {
            double more = taken ? most : -most;
            double vars = taken ? most * varsPerWatt : 0;
            powers.add(site.node, site.connection, more, vars);
            boolean keeps = check.breaches(slot, exact.solve(powers)).isEmpty();
            powers.add(site.node, site.connection, -more, -vars);
            if (keeps) {
                return most;
            }
            most *= SHRINK;
        }
        return 0;
    }

    /**
     * What cables carry the way that taking, or giving, adds to, A; what flows the other way is
     * negative, a part of it for its angle, and its reactive current adds.
     */
    private double[] along(NodePowers powers, Flow flow, boolean taken) {
        double[] along = flow.amps().clone();
        double[] watts = powers.watts.clone();
        for (int at = watts.length - 1; at >= PHASES; at--) {
            double against = (taken ? -watts[at] : watts[at]) * AGAINST / flow.volts()[at];
            if (against > 0) {
                double square = along[at] * along[at] - against * against;
                along[at] = Math.sqrt(Math.max(0, square)) - against;
            }
            watts[PHASES * tree.parent[at / PHASES] + at % PHASES] += watts[at];
        }
        return along;
    }

    private Bind bind(Site site, double[] volts, double[] amps, boolean taken) {
        Bind byVoltage = byVoltage(site, volts, taken);
        Bind byCable = byCable(site, volts, amps, taken);
        return byCable.watts() < byVoltage.watts() ? byCable : byVoltage;
    }

    private Bind byVoltage(Site site, double[] volts, boolean taken) {
        double lowest = feeder.planning().lowest() / 1000.0;
        double highest = feeder.planning().highest() / 1000.0;
        double least = MOST_W;
        int binding = 0;
        for (int at : places) {
            double square = volts[at] * volts[at];
            double fall = taken ? site.taken[at] : -site.given[at];
            double room = fall > 0 ? square - lowest * lowest : highest * highest - square;
            double watts = fall == 0 ? MOST_W : room / Math.abs(fall);
            if (watts < least) {
                least = watts;
                binding = at;
            }
        }
        return new Bind(site, least, true, binding);
    }

    private Bind byCable(Site site, double[] volts, double[] amps, boolean taken) {
        double factor = taken ? feeder.loadPowerFactorPermille() / 1000.0 : 1;
        double ampsPerWatt = 1 / (factor * feeder.planning().lowest() / 1000.0);
        double[] slopes = taken ? site.taken : site.given;
        double least = MOST_W;
        int binding = 0;
        for (int cable : cables) {
            for (int phase = 0; phase < PHASES; phase++) {
                int at = cable * PHASES + phase;
                double own = site.isBehind(cable) ? site.connection.thirdsOn(phase) / 3.0 : 0;
                double growth =
                        own * ampsPerWatt
                                + Math.abs(amps[at] * slopes[at]) / (2 * volts[at] * volts[at]);
                double watts = growth == 0 ? MOST_W : (ampacity[cable] - amps[at]) / growth;
                if (watts < least) {
                    least = watts;
                    binding = at;
                }
            }
        }
        return new Bind(site, least, false, binding);
    }
}
