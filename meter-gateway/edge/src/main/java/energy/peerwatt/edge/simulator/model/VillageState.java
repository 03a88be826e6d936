package energy.peerwatt.edge.simulator.model;

import java.util.List;

/**
 * Everything that has to survive a restart; the rest follows from the blueprint.
 *
 * @param epochSecond beginning of the slice
 * @param homes in the blueprint's order
 */
public record VillageState(long epochSecond, List<HomeState> homes) {

    /**
     * State of one home.
     *
     * @param storedWs energy in the battery, watt-seconds
     * @param orders in force in the slice
     * @param nextOrders in force after it
     */
    public record HomeState(
            Counters counters, long storedWs, HomeOrders orders, HomeOrders nextOrders) {

        /** A home that nobody orders anything. */
        public HomeState(Counters counters, long storedWs) {
            this(counters, storedWs, HomeOrders.NONE, HomeOrders.NONE);
        }
    }

    public VillageState {
        homes = List.copyOf(homes);
    }
}
