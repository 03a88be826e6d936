package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.Tariff;
import java.util.Optional;

/** Communities with a longer horizon: what comes after a day is taken to be as the day before. */
final class Extended {

    private Extended() {}

    /** This community over so many slots, at least its own. */
    static Community to(int slots, Community community) {
        int day = community.slots();
        Tariff tariff = community.tariff();
        return new Community(
                community.name(),
                new Horizon(community.horizon().start(), slots, community.horizon().firstRunning()),
                new Tariff(
                        series(tariff.importMicro(), slots),
                        series(tariff.exportMicro(), slots),
                        tariff.peak()),
                community.limits().stream().map(limit -> limit(limit, day, slots)).toList(),
                community.homes().stream().map(home -> home(home, slots)).toList(),
                community.feeder(),
                community.island());
    }

    private static Series series(Series day, int slots) {
        int[] values = new int[slots];
        for (int slot = 0; slot < slots; slot++) {
            values[slot] = day.at(slot % day.slots());
        }
        return Series.of(values);
    }

    /** A limit that holds to the end of the day goes on. */
    private static Limit limit(Limit limit, int day, int slots) {
        boolean goesOn = limit.window().until() == day;
        return new Limit(
                limit.id(),
                limit.source(),
                limit.scope(),
                limit.direction(),
                limit.watts(),
                new Limit.Window(limit.window().from(), goesOn ? slots : limit.window().until()),
                limit.expiry(),
                limit.home());
    }

    private static Home home(Home home, int slots) {
        return new Home(
                home.id(),
                home.connection(),
                series(home.loadWatts(), slots),
                new Home.Solar(series(home.solar().watts(), slots), home.solar().curtailable()),
                home.devices().stream().map(device -> device(device, slots)).toList(),
                Optional.empty());
    }

    /** Devices that come, go or run in the day do so; heat is needed on. */
    private static Device device(Device device, int slots) {
        return switch (device) {
            case HeatPump pump ->
                    new HeatPump(
                            pump.id(),
                            pump.connection(),
                            pump.maxWatts(),
                            series(pump.copPermille(), slots),
                            pump.heat(),
                            series(pump.demandWatts(), slots),
                            pump.running());
            case Battery battery -> battery;
            case Charger charger -> charger;
            case Appliance appliance -> appliance;
        };
    }
}
