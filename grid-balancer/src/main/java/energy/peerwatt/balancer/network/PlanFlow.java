package energy.peerwatt.balancer.network;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Feeder;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import java.util.ArrayList;
import java.util.List;

/** The exact flow of every slot of a plan. */
public final class PlanFlow {

    private final Community community;
    private final Feeder feeder;
    private final Plan plan;
    private final NodePowers powers;
    private final double varsPerWatt;

    private PlanFlow(Community community, Feeder feeder, Plan plan) {
        this.community = community;
        this.feeder = feeder;
        this.plan = plan;
        powers = new NodePowers(feeder);
        varsPerWatt = varsPerWatt(feeder);
    }

    /** Reactive power of the homes' loads for each W. */
    public static double varsPerWatt(Feeder feeder) {
        double factor = feeder.loadPowerFactorPermille() / 1000.0;
        return Math.sqrt(1 - factor * factor) / factor;
    }

    /**
     * The flow of each slot.
     *
     * @param feeder the community's
     * @param plan of all devices
     */
    public static List<Flow> of(Community community, Feeder feeder, Plan plan) {
        PlanFlow planFlow = new PlanFlow(community, feeder, plan);
        PowerFlow exact = new PowerFlow(feeder);
        List<Flow> flows = new ArrayList<>();
        for (int slot = 0; slot < community.slots(); slot++) {
            flows.add(exact.solve(planFlow.powers(slot)));
        }
        return flows;
    }

    /** What a plan breaks on its community's feeder, slot by slot; nothing if it has none. */
    public static List<Breach> breaches(Community community, Plan plan) {
        Feeder feeder = community.feeder();
        return feeder == null
                ? List.of()
                : breaches(community, feeder, of(community, feeder, plan));
    }

    /** What flows of all slots break. */
    public static List<Breach> breaches(Community community, Feeder feeder, List<Flow> flows) {
        NetworkCheck check = new NetworkCheck(community, feeder);
        List<Breach> found = new ArrayList<>();
        for (int slot = 0; slot < flows.size(); slot++) {
            if (!isOpen(community, slot)) {
                found.addAll(check.breaches(slot, flows.get(slot)));
            }
        }
        return found;
    }

    /** In an outage the grid does not hold the voltages that this flow begins with. */
    private static boolean isOpen(Community community, int slot) {
        return community.island().map(island -> island.isOpen(slot)).orElse(false);
    }

    /** What a plan takes at the nodes in a slot, in an object of its own. */
    static NodePowers powers(Community community, Feeder feeder, Plan plan, int slot) {
        return new PlanFlow(community, feeder, plan).powers(slot);
    }

    private NodePowers powers(int slot) {
        powers.clear();
        for (Home home : community.homes()) {
            String node = NetworkCheck.node(feeder, home);
            int load = home.loadWatts().at(slot);
            Series less = plan.curtailed().get(home.id());
            int solar = home.solar().watts().at(slot) - (less == null ? 0 : less.at(slot));
            powers.add(node, home.connection(), load - solar, load * varsPerWatt);
            for (Device device : home.devices()) {
                powers.add(node, device.connection(), watts(device, slot), 0);
            }
        }
        return powers;
    }

    private int watts(Device device, int slot) {
        Series watts = plan.devices().get(device.id());
        if (watts == null) {
            throw new IllegalArgumentException("no plan for device " + device.id());
        }
        return watts.at(slot);
    }
}
