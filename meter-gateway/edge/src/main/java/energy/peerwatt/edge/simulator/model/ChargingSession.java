package energy.peerwatt.edge.simulator.model;

/**
 * What a car has taken since it came.
 *
 * @param arrival epoch second; 0 without a car
 * @param chargedWs watt-seconds
 */
public record ChargingSession(long arrival, long chargedWs) {

    public static final ChargingSession NONE = new ChargingSession(0, 0);

    ChargingSession after(int watts, long seconds) {
        return new ChargingSession(arrival, chargedWs + watts * seconds);
    }
}
