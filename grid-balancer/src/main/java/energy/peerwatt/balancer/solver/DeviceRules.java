package energy.peerwatt.balancer.solver;

import energy.peerwatt.balancer.island.SharedReserve;
import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.StoreRules;
import java.util.Optional;

/** What a community says of each device beyond the device itself. */
record DeviceRules(Horizon horizon, SharedReserve reserve, Optional<Island> island) {

    static DeviceRules of(Community community) {
        return new DeviceRules(
                community.horizon(), SharedReserve.of(community), community.island());
    }

    StoreRules of(Battery battery) {
        return StoreRules.of(battery, horizon, reserve.of(battery));
    }

    /**
     * Quarter-nano for each W over a slot that the device may miss in an outage; 0 if it must not.
     */
    int worth(Device device) {
        if (island.isEmpty()) {
            return 0;
        }
        boolean touched =
                switch (device) {
                    case Battery battery -> false;
                    case HeatPump pump -> false;
                    case Charger charger -> island.get().touches(charger);
                    case Appliance appliance -> island.get().touches(appliance);
                };
        return touched ? island.get().missedMicro() : 0;
    }
}
