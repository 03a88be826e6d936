package energy.peerwatt.web.balancing;

import java.util.OptionalInt;

/**
 * What controlled devices of a home took in an interval, Wh; unknown is empty.
 *
 * @param batteryWh positive is charging
 * @param chargerWh at least 0
 */
public record DeviceEnergy(OptionalInt batteryWh, OptionalInt chargerWh) {

    static final DeviceEnergy UNKNOWN = new DeviceEnergy(OptionalInt.empty(), OptionalInt.empty());
}
