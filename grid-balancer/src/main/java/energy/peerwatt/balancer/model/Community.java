package energy.peerwatt.balancer.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Homes behind one connection to the grid, to be planned together: the whole problem.
 *
 * @param feeder the cables to the homes, or null if nobody knows them: then voltages and cables are
 *     not looked at
 * @param island how it runs without the grid, if it can
 */
public record Community(
        String name,
        Horizon horizon,
        Tariff tariff,
        List<Limit> limits,
        List<Home> homes,
        @Nullable Feeder feeder,
        Optional<Island> island) {

    /** Sums of a slot are kept in thirds of a W, in an int. */
    private static final long MOST_WATTS = 400_000_000;

    /**
     * W times micro-currency: so much power at so high a price that the costs of a whole horizon
     * and what heuristics add still fit a long. A hundred for a kWh at {@link #MOST_WATTS}.
     */
    private static final long MOST_COST = 100_000_000L * MOST_WATTS;

    /** A community whose feeder is not known and that cannot run without the grid. */
    public Community(
            String name, Horizon horizon, Tariff tariff, List<Limit> limits, List<Home> homes) {
        this(name, horizon, tariff, limits, homes, null, Optional.empty());
    }

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
            requireHome(limit, homes);
        }
        for (Home home : homes) {
            requireLength("loadW of " + home.id(), home.loadWatts(), horizon);
            requireLength("pvW of " + home.id(), home.solar().watts(), horizon);
            home.spread().ifPresent(spread -> requireLength(home, spread, horizon));
            home.devices().forEach(device -> DeviceChecks.require(device, horizon));
        }
        long most = most(homes) + Math.abs((long) horizon.rest().meteredWatts());
        Checks.range("the most W that all homes together take and give", most, 0, MOST_WATTS);
        Checks.range(
                "the most W that all homes together take and give, at the highest price,",
                most * tariff.highestMicro(),
                0,
                MOST_COST);
        if (island.isPresent() && !horizon.rest().isWhole()) {
            throw new IllegalArgumentException("restSeconds must be 900 where there is an island");
        }
        if (feeder != null) {
            FeederChecks.require(feeder, homes);
        }
        for (Island each : island.stream().toList()) {
            IslandChecks.require(each, homes, horizon);
        }
    }

    private static long most(List<Home> homes) {
        long sum = 0;
        for (Home home : homes) {
            sum += home.loadWatts().stream().max().orElse(0);
            sum += home.solar().watts().stream().max().orElse(0);
            for (Device device : home.devices()) {
                sum += DeviceChecks.mostWatts(device);
            }
        }
        return sum;
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
        return new Community(name, horizon, tariff, other, homes, feeder, island);
    }

    /** This community with so much left of the first slot. */
    public Community withRest(Horizon.Rest rest) {
        return new Community(name, horizon.withRest(rest), tariff, limits, homes, feeder, island);
    }

    /** This community with other homes, for instance with new forecasts. */
    public Community withHomes(List<Home> other) {
        return new Community(name, horizon, tariff, limits, other, feeder, island);
    }

    /** This community on a feeder, or on none that is known. */
    public Community withFeeder(@Nullable Feeder other) {
        return new Community(name, horizon, tariff, limits, homes, other, island);
    }

    /** This community with another island, for instance with an outage that has begun. */
    public Community withIsland(Optional<Island> other) {
        return new Community(name, horizon, tariff, limits, homes, feeder, other);
    }

    private static List<Device> devices(List<Home> homes) {
        return homes.stream().flatMap(home -> home.devices().stream()).toList();
    }

    private static void requireLength(Home home, Home.Spread spread, Horizon horizon) {
        requireLength("loadLowW of " + home.id(), spread.loadLow(), horizon);
        requireLength("loadHighW of " + home.id(), spread.loadHigh(), horizon);
        requireLength("pvLowW of " + home.id(), spread.solarLow(), horizon);
        requireLength("pvHighW of " + home.id(), spread.solarHigh(), horizon);
    }

    private static void requireHome(Limit limit, List<Home> homes) {
        Optional<String> named = limit.home();
        if (named.isPresent() && homes.stream().noneMatch(home -> home.id().equals(named.get()))) {
            throw new IllegalArgumentException(
                    "limit " + limit.id() + " names no home: " + named.get());
        }
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
