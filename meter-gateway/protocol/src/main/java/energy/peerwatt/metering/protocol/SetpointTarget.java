package energy.peerwatt.metering.protocol;

import energy.peerwatt.market.MeteringPointId;

/**
 * What a setpoint plan is addressed to. A gateway controls at most one device of a kind at a
 * metering point.
 *
 * @param gatewayId see {@link ReadingBlock#gatewayId()}
 * @param meteringPoint the point the device belongs to
 * @param device which of its devices
 */
public record SetpointTarget(String gatewayId, MeteringPointId meteringPoint, Device device) {

    /** A device that can be controlled. */
    public enum Device {
        BATTERY,
        INVERTER,
        CHARGER,
        /** One that heats a building or a tank. */
        HEAT_PUMP,
        /** One that runs once, without a pause, when it is let. */
        APPLIANCE
    }

    public SetpointTarget {
        ReadingBlock.requireGatewayId(gatewayId);
    }

    @Override
    public String toString() {
        return gatewayId + "/" + meteringPoint.value() + "/" + device;
    }
}
