package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.ChargeNeed;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import java.util.HashMap;
import java.util.Map;

/**
 * What the devices of a community would do by themselves: a vehicle charges at full power from its
 * arrival, an appliance runs at once, a heat pump keeps the lower end of its band, and a battery
 * stores its own home's surplus and serves its own home.
 */
final class Uncoordinated {

    private Uncoordinated() {}

    /** All devices left to themselves; limits are not looked at. */
    static Plan plan(Community community) {
        Map<String, Series> devices = new HashMap<>();
        for (Home home : community.homes()) {
            int[] net = new int[community.slots()];
            for (int slot = 0; slot < net.length; slot++) {
                net[slot] = home.loadWatts().at(slot) - home.solar().watts().at(slot);
            }
            // Batteries last: they see what the other devices take.
            for (Device device : home.devices()) {
                if (!(device instanceof Battery)) {
                    add(devices, device.id(), alone(device, community), net);
                }
            }
            for (Device device : home.devices()) {
                if (device instanceof Battery battery) {
                    add(devices, battery.id(), serving(battery, community, net), net);
                }
            }
        }
        return new Plan(devices, Map.of());
    }

    private static void add(Map<String, Series> devices, String id, int[] watts, int[] net) {
        devices.put(id, Series.of(watts));
        for (int slot = 0; slot < net.length; slot++) {
            net[slot] += watts[slot];
        }
    }

    private static int[] alone(Device device, Community community) {
        return switch (device) {
            case Charger charger -> charging(charger, community);
            case HeatPump pump -> StoreRules.of(pump, community.horizon()).justInTime();
            case Appliance appliance -> running(appliance, community);
            case Battery battery -> throw new IllegalArgumentException(battery.id());
        };
    }

    private static int[] charging(Charger charger, Community community) {
        int[] watts = new int[community.slots()];
        Horizon horizon = community.horizon();
        int left = ChargeNeed.of(charger, horizon).units();
        int most = charger.steps().maxUnits();
        int until = charger.stay().departureSlot();
        int from = charger.stay().arrivalSlot();
        if (ChargeNeed.hasRest(charger, horizon)) {
            int[] choices = ChargeNeed.firstUnits(charger, horizon);
            int first = choices[choices.length - 1];
            watts[0] = first * charger.steps().unitWatts();
            left = ChargeNeed.unitsAfter(charger, horizon, first);
            from = 1;
        }
        for (int slot = from; slot < until && left > 0; slot++) {
            int units = Math.min(most, left);
            watts[slot] = units * charger.steps().unitWatts();
            left -= units;
        }
        return watts;
    }

    private static int[] running(Appliance appliance, Community community) {
        int[] watts = new int[community.slots()];
        int start = appliance.start().earliestSlot();
        for (int i = 0; i < appliance.cycleWatts().slots(); i++) {
            watts[start + i] = appliance.cycleWatts().at(i);
        }
        return watts;
    }

    private static int[] serving(Battery battery, Community community, int[] net) {
        StoreRules rules = StoreRules.of(battery, community.horizon());
        int[] watts = new int[community.slots()];
        long level = rules.level().initial();
        for (int slot = 0; slot < watts.length; slot++) {
            watts[slot] = power(rules, slot, level, -net[slot]);
            level += rules.stored(slot, watts[slot]);
        }
        return watts;
    }

    /** As near to the surplus as power and level allow. */
    private static int power(StoreRules rules, int slot, long level, int surplus) {
        if (surplus >= 0) {
            long room = rules.level().capacity() - level;
            long most = room / Math.max(1, rules.power().storedPermille().at(slot));
            return (int) Math.min(Math.min(surplus, rules.power().maxChargeW()), most);
        }
        long given = -rules.wattsFor(slot, rules.level().floor().at(slot) - level);
        long most = Math.min(rules.power().maxDischargeW(), Math.max(0, given));
        return (int) -Math.min(-surplus, most);
    }
}
