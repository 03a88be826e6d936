package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * What a part of the community adds to the bill in one slot: its power at the price at which the
 * community as a whole takes or gives there, and its wear. All contributions and the peak charge
 * sum to the plan's cost, to the last digit.
 *
 * @param subject id of a device, or of a home for its load less its panels
 * @param watts positive takes
 */
public record Contribution(String subject, int slot, int watts, Cost cost) {

    /** All contributions that are not zero, slot by slot. */
    public static List<Contribution> of(Community community, Plan plan) {
        List<Contribution> all = new ArrayList<>();
        for (int slot = 0; slot < community.slots(); slot++) {
            long net = 0;
            for (Home home : community.homes()) {
                net += own(home, plan, slot);
                for (Device device : home.devices()) {
                    net += watts(plan, device, slot);
                }
            }
            int price =
                    net > 0
                            ? community.tariff().importMicro().at(slot)
                            : community.tariff().exportMicro().at(slot);
            for (Home home : community.homes()) {
                add(all, home.id(), slot, own(home, plan, slot), price, 0);
                for (Device device : home.devices()) {
                    int wear = device instanceof Battery battery ? battery.wearMicro() : 0;
                    add(all, device.id(), slot, watts(plan, device, slot), price, wear);
                }
            }
        }
        return all;
    }

    private static void add(
            List<Contribution> all, String subject, int slot, int watts, int price, int wear) {
        if (watts != 0) {
            Cost worn = Cost.ofSlot(Math.abs(watts), wear);
            all.add(new Contribution(subject, slot, watts, Cost.ofSlot(watts, price).plus(worn)));
        }
    }

    private static int own(Home home, Plan plan, int slot) {
        Series curtailed = plan.curtailed().get(home.id());
        int less = curtailed == null ? 0 : curtailed.at(slot);
        return home.loadWatts().at(slot) - home.solar().watts().at(slot) + less;
    }

    private static int watts(Plan plan, Device device, int slot) {
        Series watts = plan.devices().get(device.id());
        if (watts == null) {
            throw new IllegalArgumentException("no plan for device " + device.id());
        }
        return watts.at(slot);
    }
}
