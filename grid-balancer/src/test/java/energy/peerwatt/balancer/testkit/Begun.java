package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import java.util.List;
import java.util.OptionalInt;

/** Communities of which a part of the first slot has passed. */
public final class Begun {

    private Begun() {}

    /**
     * {@code community} with so much left of its first slot. Cars are there from its start on, and
     * what devices do in its rest is to be planned.
     */
    public static Community of(Community community, Horizon.Rest rest) {
        Horizon old = community.horizon();
        Horizon horizon = new Horizon(old.start(), old.slots(), false, rest);
        List<Home> homes = community.homes().stream().map(Begun::home).toList();
        return new Community(
                community.name(),
                horizon,
                community.tariff(),
                community.limits(),
                homes,
                community.feeder(),
                community.island());
    }

    private static Home home(Home home) {
        List<Device> devices = home.devices().stream().map(Begun::device).toList();
        return new Home(home.id(), home.connection(), home.loadWatts(), home.solar(), devices);
    }

    private static Device device(Device device) {
        return switch (device) {
            case Battery battery -> battery;
            case HeatPump pump -> pump;
            case Charger charger ->
                    new Charger(
                            charger.id(),
                            charger.connection(),
                            charger.steps(),
                            new Charger.Stay(0, charger.stay().departureSlot()),
                            charger.energyWh(),
                            OptionalInt.empty(),
                            charger.toHome());
            case Appliance washer ->
                    new Appliance(
                            washer.id(),
                            washer.connection(),
                            washer.cycleWatts(),
                            new Appliance.Start(
                                    Math.max(1, washer.start().earliestSlot()),
                                    Math.max(1, washer.start().latestSlot())));
        };
    }
}
