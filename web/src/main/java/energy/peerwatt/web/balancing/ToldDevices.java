package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.Map;

/**
 * Which planned devices gateways tell their part. A gateway has one heat pump and one appliance at
 * most: of several in a plan the household runs all itself.
 */
final class ToldDevices {

    private ToldDevices() {}

    /** What gateways call a planned device of a metering point. */
    static ControlledDevice reference(MeteringPoint point, Device device) {
        SetpointTarget.Device kind =
                switch (device) {
                    case Battery _ -> SetpointTarget.Device.BATTERY;
                    case Charger _ -> SetpointTarget.Device.CHARGER;
                    case HeatPump _ -> SetpointTarget.Device.HEAT_PUMP;
                    case Appliance _ -> SetpointTarget.Device.APPLIANCE;
                };
        return new ControlledDevice(point.id(), kind);
    }

    /** Whether a gateway tells it its part; others are run by their household. */
    static boolean isTold(
            MeteringPoint point, Device device, Home home, UsableDevices.Found found) {
        boolean usable = found.usable().contains(reference(point, device));
        return switch (device) {
            case Battery _, Charger _ -> true;
            case HeatPump _ -> usable && isOnly(HeatPump.class, home);
            case Appliance _ -> usable && isOnly(Appliance.class, home);
        };
    }

    private static boolean isOnly(Class<? extends Device> kind, Home home) {
        return home.devices().stream().filter(kind::isInstance).count() == 1;
    }

    /** Whether a gateway may tell a heat pump or an appliance of the metering point something. */
    static boolean hasLoad(MeteringPoint point, UsableDevices.Found found) {
        return found.usable()
                        .contains(new ControlledDevice(point.id(), SetpointTarget.Device.HEAT_PUMP))
                || found.usable()
                        .contains(
                                new ControlledDevice(point.id(), SetpointTarget.Device.APPLIANCE));
    }

    /** What an operator orders the home's heat pump or appliance to do is not planned. */
    static boolean isOrdered(
            FlexibleLoads.Kept kept, Map<SetpointTarget.Device, SetpointPlan> ordered) {
        return switch (kept.load().use()) {
            case FlexibleLoad.Run _ -> ordered.containsKey(SetpointTarget.Device.APPLIANCE);
            case FlexibleLoad.Heating _ -> ordered.containsKey(SetpointTarget.Device.HEAT_PUMP);
        };
    }
}
