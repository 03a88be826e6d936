package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.network.FeederRoom;
import energy.peerwatt.balancer.network.Flow;
import energy.peerwatt.balancer.network.NetworkCheck;
import energy.peerwatt.balancer.network.PlanFlow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a plan does to the grid behind the transformer, by the exact flow; without a feeder only the
 * phases are known.
 *
 * @param phases net W of L1, L2 and L3 in each quarter-hour, positive takes
 * @param places where homes are, those nearest to an end of the band first
 * @param cables the most loaded of the rated ones first
 * @param room what is left of it in each quarter-hour; none in plans of before it was kept
 */
public record GridUse(
        List<List<Integer>> phases, List<Place> places, List<Cable> cables, List<GridRoom> room) {

    /** Of large feeders so many are told. */
    private static final int MOST = 60;

    private static final int PHASES = 3;
    private static final int MILLI = 1_000;
    private static final int PERMILLE = 1_000;

    /**
     * The voltage between a phase and neutral at a node with homes, mV.
     *
     * @param phase 1 to 3
     * @param lowestAt start of the quarter-hour
     * @param bandLowest the planning band
     */
    public record Place(
            String node,
            int phase,
            long lowestMillivolts,
            Instant lowestAt,
            long highestMillivolts,
            Instant highestAt,
            int bandLowest,
            int bandHighest) {

        private long room() {
            return Math.min(lowestMillivolts - bandLowest, bandHighest - highestMillivolts);
        }
    }

    /**
     * The highest current in a phase of a cable.
     *
     * @param node its end
     * @param phase 1 to 3
     * @param at start of the quarter-hour
     */
    public record Cable(String node, int phase, long milliamperes, Instant at, int ampacity) {

        /** Of what it may carry. */
        public long permille() {
            return milliamperes * PERMILLE / (MILLI * (long) ampacity);
        }
    }

    @SuppressWarnings("NullAway") // Jackson: plans of before lack it.
    public GridUse {
        room = room == null ? List.of() : List.copyOf(room);
        phases = List.copyOf(phases);
        places = List.copyOf(places);
        cables = List.copyOf(cables);
    }

    static GridUse of(Scene scene, Plan plan) {
        Community community = scene.community();
        List<List<Integer>> phases = phases(community, plan);
        Feeder feeder = community.feeder();
        if (feeder == null) {
            List<GridRoom> room = GridRoom.of(scene, phases, List.of());
            return new GridUse(phases, List.of(), List.of(), room);
        }
        List<Flow> flows = PlanFlow.of(community, feeder, plan);
        List<FeederRoom.Rooms> rooms = FeederRoom.of(community, feeder, plan, flows);
        List<GridRoom> room = GridRoom.of(scene, phases, rooms);
        return flows.stream().allMatch(Flow::isFound)
                ? new GridUse(
                        phases,
                        places(community, feeder, flows),
                        cables(community, feeder, flows),
                        room)
                : new GridUse(phases, List.of(), List.of(), room);
    }

    private static List<List<Integer>> phases(Community community, Plan plan) {
        List<List<Integer>> phases = new ArrayList<>();
        for (int phase = 0; phase < PHASES; phase++) {
            long[] thirds = new long[community.slots()];
            for (Home home : community.homes()) {
                int[] net = PlanAssembly.net(home, plan);
                for (int slot = 0; slot < thirds.length; slot++) {
                    thirds[slot] += (long) net[slot] * home.connection().thirdsOn(phase);
                }
            }
            List<Integer> watts = new ArrayList<>();
            for (long third : thirds) {
                watts.add(Math.toIntExact(Math.floorDiv(third, PHASES)));
            }
            phases.add(List.copyOf(watts));
        }
        return phases;
    }

    private static List<Place> places(Community community, Feeder feeder, List<Flow> flows) {
        List<Place> places = new ArrayList<>();
        for (NetworkCheck.Place place : NetworkCheck.places(community, feeder)) {
            ToLongFunction<Flow> volts =
                    flow -> Math.round(MILLI * flow.volts(place.node(), place.phase()));
            int low = extreme(flows, flow -> -volts.applyAsLong(flow));
            int high = extreme(flows, volts);
            places.add(
                    new Place(
                            place.node(),
                            place.phase() + 1,
                            volts.applyAsLong(flows.get(low)),
                            community.horizon().startOf(low),
                            volts.applyAsLong(flows.get(high)),
                            community.horizon().startOf(high),
                            feeder.planning().lowest(),
                            feeder.planning().highest()));
        }
        return places.stream().sorted(Comparator.comparingLong(Place::room)).limit(MOST).toList();
    }

    private static List<Cable> cables(Community community, Feeder feeder, List<Flow> flows) {
        List<Cable> cables = new ArrayList<>();
        for (Feeder.Cable cable : feeder.cables()) {
            for (int phase = 0; phase < PHASES && cable.isRated(); phase++) {
                int at = phase;
                ToLongFunction<Flow> amps = flow -> Math.round(MILLI * flow.amps(cable.to(), at));
                int high = extreme(flows, amps);
                cables.add(
                        new Cable(
                                cable.to(),
                                phase + 1,
                                amps.applyAsLong(flows.get(high)),
                                community.horizon().startOf(high),
                                cable.ampacity()));
            }
        }
        return cables.stream()
                .filter(cable -> cable.milliamperes() > 0)
                .sorted(Comparator.comparingLong(Cable::permille).reversed())
                .limit(MOST)
                .toList();
    }

    /** The slot in which the value is highest. */
    private static int extreme(List<Flow> flows, ToLongFunction<Flow> value) {
        int best = 0;
        for (int slot = 1; slot < flows.size(); slot++) {
            if (value.applyAsLong(flows.get(slot)) > value.applyAsLong(flows.get(best))) {
                best = slot;
            }
        }
        return best;
    }
}
