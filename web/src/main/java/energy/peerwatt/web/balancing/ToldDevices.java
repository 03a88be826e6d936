package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.web.balancing.FlexibleLoad.Heating;
import energy.peerwatt.web.balancing.FlexibleLoad.Run;
import energy.peerwatt.web.balancing.FlexibleLoads.Kept;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.List;

/**
 * Which planned devices gateways tell their part. A gateway has one heat pump and one appliance at
 * most: of several of a home the household runs all itself.
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
            MeteringPoint point, Device device, List<Kept> loads, UsableDevices.Found found) {
        boolean usable = found.usable().contains(reference(point, device));
        return switch (device) {
            case Battery _, Charger _ -> true;
            case HeatPump _ -> usable && isOnly(loads, Heating.class);
            case Appliance _ -> usable && isOnly(loads, Run.class);
        };
    }

    /** Whether the home has one device of this kind, planned or not. */
    static boolean isOnly(List<Kept> loads, Class<? extends FlexibleLoad.Use> kind) {
        return loads.stream().filter(kept -> kind.isInstance(kept.load().use())).count() == 1;
    }
}
