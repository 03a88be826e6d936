package energy.peerwatt.balancer.explain;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Island;
import energy.peerwatt.balancer.model.Limit;
import energy.peerwatt.balancer.model.Outage;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Communities in which it is known what binds, is short or is off. */
final class Planted {

    private Planted() {}

    static final int SLOTS = 8;

    static final Settings SHORT = new Settings(Duration.ofMillis(600), 0);

    static Island.Shedding shedding(String last, String critical) {
        ShedBlock.Times times = new ShedBlock.Times(1, 1);
        List<ShedBlock.Part> half = List.of(new ShedBlock.Part("home", 500));
        return new Island.Shedding(
                List.of(
                        new ShedBlock(last, 2, half, times, ShedBlock.Before.ON),
                        new ShedBlock(critical, 1, half, times, ShedBlock.Before.ON)),
                OptionalInt.empty());
    }

    /** The grid is lost for the last hour, with 1.2 kWh in a battery that cannot be charged. */
    static Community islanded(Island.Shedding shedding) {
        Battery battery =
                new Battery(
                        "battery",
                        Connection.L1,
                        new Battery.Store(1_200, 0, 1_200, 0),
                        new Battery.Converter(0, 8_000, 1000, 1000),
                        0,
                        OptionalInt.empty());
        Outage outage = new Outage(Outage.Kind.UNPLANNED, new Limit.Window(4, SLOTS), 0);
        Island island =
                new Island(
                        Optional.of(outage),
                        shedding,
                        Island.Reserve.NONE,
                        new Island.Forming(List.of("battery"), 0, 0, 0),
                        600_000);
        return community(battery, 5_000, 1_000).withIsland(Optional.of(island));
    }

    static Explanation explain(Community community) {
        Planned planned = Balancer.plan(community, SHORT);
        return Explanation.of(community, planned.plan());
    }

    static Charger car(int energyWh, int arrival, int departure) {
        return new Charger(
                "car",
                Connection.L1,
                Charger.Steps.onOff(8_000),
                new Charger.Stay(arrival, departure),
                energyWh,
                OptionalInt.empty());
    }

    static Charger givingBack(int energyWh, int arrival, int departure) {
        return new Charger(
                "car",
                Connection.L1,
                Charger.Steps.onOff(8_000),
                new Charger.Stay(arrival, departure),
                energyWh,
                OptionalInt.empty(),
                Optional.of(
                        new Charger.ToHome(
                                new Charger.Pack(60_000, 5_000, 30_000),
                                new Charger.Steps(1_000, 1, 8),
                                new Charger.Losses(1000, 1000),
                                0)));
    }

    static Community community(Device device, int limitWatts, int loadWatts) {
        int[] load = new int[SLOTS];
        int[] price = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean dear = slot >= 4;
            load[slot] = dear ? 2 * loadWatts : device instanceof Charger ? loadWatts : 0;
            price[slot] = dear ? 400_000 : 100_000;
        }
        Home home =
                new Home(
                        "home",
                        Connection.L1,
                        Series.of(load),
                        new Home.Solar(Series.constant(SLOTS, 0), false),
                        List.of(device));
        int until = device instanceof Battery ? 4 : SLOTS;
        Limit limit =
                new Limit(
                        "transformer",
                        Limit.Source.TRANSFORMER,
                        Limit.Scope.TOTAL,
                        Limit.Direction.IMPORT,
                        limitWatts,
                        new Limit.Window(0, until));
        Tariff tariff =
                new Tariff(
                        Series.of(price), Series.constant(SLOTS, 50_000), Tariff.PeakCharge.NONE);
        Horizon horizon = new Horizon(Instant.parse("2026-06-01T10:00:00Z"), SLOTS, false);
        return new Community("planted", horizon, tariff, List.of(limit), List.of(home));
    }
}
