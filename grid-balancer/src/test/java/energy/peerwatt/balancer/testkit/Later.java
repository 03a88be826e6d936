package energy.peerwatt.balancer.testkit;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import energy.peerwatt.balancer.model.Tariff;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** What becomes of a community when a slot has passed as planned. */
public final class Later {

    private final Community before;
    private final Plan plan;

    private Later(Community before, Plan plan) {
        this.before = before;
        this.plan = plan;
    }

    /** The community one slot on; the plan's first slot must start no appliance. */
    public static Community oneSlot(Community before, Plan plan) {
        return new Later(before, plan).community();
    }

    private Community community() {
        Horizon old = before.horizon();
        Horizon horizon = new Horizon(old.startOf(1), old.slots(), old.firstRunning());
        Tariff tariff =
                new Tariff(
                        moved(before.tariff().importMicro()),
                        moved(before.tariff().exportMicro()),
                        before.tariff().peak());
        List<Home> homes = before.homes().stream().map(this::home).toList();
        return new Community(before.name(), horizon, tariff, before.limits(), homes);
    }

    private static Series moved(Series series) {
        int[] values = series.toArray();
        int[] later = Arrays.copyOfRange(values, 1, values.length + 1);
        later[later.length - 1] = values[values.length - 1];
        return Series.of(later);
    }

    private Home home(Home home) {
        Home.Solar solar = new Home.Solar(moved(home.solar().watts()), home.solar().curtailable());
        List<Device> devices = home.devices().stream().map(this::device).toList();
        return new Home(home.id(), home.connection(), moved(home.loadWatts()), solar, devices);
    }

    private Series watts(Device device) {
        return Objects.requireNonNull(plan.devices().get(device.id()));
    }

    private Device device(Device device) {
        return switch (device) {
            case Battery battery -> battery(battery);
            case HeatPump pump -> pump;
            case Charger charger -> charger(charger);
            case Appliance washer ->
                    new Appliance(
                            washer.id(),
                            washer.connection(),
                            washer.cycleWatts(),
                            new Appliance.Start(
                                    Math.max(0, washer.start().earliestSlot() - 1),
                                    washer.start().latestSlot() - 1));
        };
    }

    private Battery battery(Battery battery) {
        StoreRules rules = StoreRules.of(battery, before.horizon());
        long level = rules.levels(watts(battery).toArray())[0] / StoreRules.MWQ_PER_WH;
        Battery.Store store = battery.store();
        return new Battery(
                battery.id(),
                battery.connection(),
                new Battery.Store(
                        store.capacityWh(), store.reserveWh(), (int) level, store.terminalWh()),
                battery.converter(),
                battery.wearMicro(),
                OptionalInt.empty());
    }

    private Charger charger(Charger charger) {
        if (charger.toHome().isPresent()) {
            throw new IllegalArgumentException("not for vehicles that give back");
        }
        Charger.Stay stay = charger.stay();
        return new Charger(
                charger.id(),
                charger.connection(),
                charger.steps(),
                new Charger.Stay(Math.max(0, stay.arrivalSlot() - 1), stay.departureSlot() - 1),
                charger.energyWh() - watts(charger).at(0) / 4,
                OptionalInt.empty());
    }
}
