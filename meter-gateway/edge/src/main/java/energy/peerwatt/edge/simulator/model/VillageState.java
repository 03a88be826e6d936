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
     * @param session of the car at the charging point
     * @param orders in force in the slice
     * @param nextOrders in force after it
     */
    public record HomeState(
            Counters counters,
            long storedWs,
            ChargingSession session,
            Orders orders,
            Orders nextOrders) {

        /** A home that nobody orders anything. */
        public HomeState(Counters counters, long storedWs) {
            this(counters, storedWs, ChargingSession.NONE, Orders.NONE, Orders.NONE);
        }
    }

    /** What somebody outside has ordered all devices of a home to do. */
    public record Orders(HomeOrders home, ChargerOrders charger) {

        /** Nobody orders anything. */
        public static final Orders NONE = new Orders(HomeOrders.NONE, ChargerOrders.NONE);
    }

    public VillageState {
        homes = List.copyOf(homes);
    }
}
