package energy.peerwatt.balancer.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Homes behind one connection to the grid, to be planned together: the whole problem. */
public record Community(
        String name, Horizon horizon, Tariff tariff, List<Limit> limits, List<Home> homes) {

    public Community {
        Checks.name("name", name);
        limits = List.copyOf(limits);
        homes = List.copyOf(homes);
        requireLength("tariff", tariff.importMicro(), horizon);
        requireUnique("limit", limits.stream().map(Limit::id).toList());
        requireUnique("home", homes.stream().map(Home::id).toList());
        requireUnique("device", devices(homes).stream().map(Device::id).toList());
        for (Limit limit : limits) {
            Checks.range("untilSlot of " + limit.id(), limit.window().until(), 1, horizon.slots());
        }
        for (Home home : homes) {
            requireLength("loadW of " + home.id(), home.loadWatts(), horizon);
            requireLength("pvW of " + home.id(), home.solar().watts(), horizon);
            home.devices().forEach(device -> DeviceChecks.require(device, horizon));
        }
    }

    /** All devices in the order of the homes. */
    public List<Device> devices() {
        return devices(homes);
    }

    public int slots() {
        return horizon.slots();
    }

    /** This community with other limits, for instance a changed one. */
    public Community withLimits(List<Limit> other) {
        return new Community(name, horizon, tariff, other, homes);
    }

    /** This community with other homes, for instance with new forecasts. */
    public Community withHomes(List<Home> other) {
        return new Community(name, horizon, tariff, limits, other);
    }

    private static List<Device> devices(List<Home> homes) {
        return homes.stream().flatMap(home -> home.devices().stream()).toList();
    }

    private static void requireLength(String name, Series series, Horizon horizon) {
        if (series.slots() != horizon.slots()) {
            throw new IllegalArgumentException(
                    name + " must have " + horizon.slots() + " values, not " + series.slots());
        }
    }

    private static void requireUnique(String kind, List<String> ids) {
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!seen.add(id)) {
                throw new IllegalArgumentException(kind + " id " + id + " is used twice");
            }
        }
    }
}
