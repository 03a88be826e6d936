package energy.peerwatt.edge.simulator.model;

/**
 * What somebody outside has ordered a home's charging point to let through, in mA per phase.
 *
 * @param mostMilliamperes 0 or 6,000 at least
 * @param until epoch second from which the other holds
 * @param afterwardsMilliamperes what it falls back to
 */
public record ChargerOrders(int mostMilliamperes, long until, int afterwardsMilliamperes) {

    /** Nobody orders anything: the car takes what it can. */
    public static final ChargerOrders NONE = new ChargerOrders(0, 0, Integer.MAX_VALUE);

    int most(long second) {
        return second < until ? mostMilliamperes : afterwardsMilliamperes;
    }
}
