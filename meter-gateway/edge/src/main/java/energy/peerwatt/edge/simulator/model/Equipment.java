package energy.peerwatt.edge.simulator.model;

/**
 * What a home owns.
 *
 * @param solarWp rated power of the roof, 0 without one
 * @param batteryWh usable capacity, 0 without one
 * @param chargerW power of the wallbox, 0 without one
 */
public record Equipment(int solarWp, int batteryWh, BatteryModel batteryModel, int chargerW) {

    /** Power of every wallbox: three phases of 16 A. */
    public static final int WALLBOX_W = 11_000;

    public Equipment {
        if (solarWp < 0 || batteryWh < 0 || chargerW < 0) {
            throw new IllegalArgumentException("negative equipment");
        }
        if (batteryWh > 0 != (batteryModel != BatteryModel.NONE)) {
            throw new IllegalArgumentException(batteryWh + " Wh with battery " + batteryModel);
        }
    }

    static Equipment solar(int solarWp) {
        return new Equipment(solarWp, 0, BatteryModel.NONE, 0);
    }

    public boolean hasSolar() {
        return solarWp > 0;
    }

    public boolean hasBattery() {
        return batteryWh > 0;
    }

    public boolean hasCharger() {
        return chargerW > 0;
    }

    /** Largest charging and discharging power of the battery, W. */
    public int batteryMaxW() {
        return Battery.of(batteryWh).maxW();
    }
}
