package energy.peerwatt.edge.simulator.model;

/**
 * Powers in one home during one slice, W.
 *
 * <p>Load plus charging plus export always equals solar plus discharging plus import.
 *
 * @param loadW drawn by the home, car charger included, at least 0
 * @param chargerW share of the load drawn by the car charger
 * @param solarW made by the roof, at least 0
 * @param batteryW positive when charging, negative when discharging
 */
public record PowerFlow(int loadW, int chargerW, int solarW, int batteryW) {

    /** Power at the grid connection: positive import, negative export. */
    public int gridW() {
        return loadW + batteryW - solarW;
    }

    /** The power that {@code quantity} counts, at least 0. */
    public int watts(Quantity quantity) {
        return switch (quantity) {
            case IMPORT -> Math.max(0, gridW());
            case EXPORT -> Math.max(0, -gridW());
            case GENERATION -> solarW;
            case LOAD -> loadW;
            case CHARGER -> chargerW;
            case CHARGE -> Math.max(0, batteryW);
            case DISCHARGE -> Math.max(0, -batteryW);
        };
    }
}
