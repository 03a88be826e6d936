package energy.peerwatt.edge.simulator.model;

/**
 * What somebody outside has ordered a home's inverter and battery to do.
 *
 * @param solarMostW most the roof may give
 * @param solarUntil epoch second from which that holds no more
 * @param batteryLowestW least power of the battery, positive when charging
 * @param batteryHighestW greatest power of the battery, positive when charging
 * @param batteryUntil epoch second from which the battery is left to itself
 * @param reservePermille state of charge below which it is not discharged
 * @param fromGrid whether it may be charged with more than the roof's surplus
 */
public record HomeOrders(
        int solarMostW,
        long solarUntil,
        int batteryLowestW,
        int batteryHighestW,
        long batteryUntil,
        int reservePermille,
        boolean fromGrid) {

    /** Nobody orders anything. */
    public static final HomeOrders NONE =
            new HomeOrders(0, 0, 0, 0, 0, Battery.RESERVE_PERMILLE, false);

    /** What the roof gives at {@code second} if it could give {@code watts}. */
    int solar(int watts, long second) {
        return second < solarUntil ? Math.min(watts, solarMostW) : watts;
    }

    /**
     * What the battery is told to do at {@code second} when it would do {@code watts} by itself.
     *
     * @param surplusW solar minus consumption
     */
    int battery(int watts, int surplusW, long second) {
        if (second >= batteryUntil || batteryLowestW > batteryHighestW) {
            return watts;
        }
        int told = Math.clamp(watts, batteryLowestW, batteryHighestW);
        return fromGrid ? told : Math.min(told, Math.max(watts, Math.max(0, surplusW)));
    }
}
