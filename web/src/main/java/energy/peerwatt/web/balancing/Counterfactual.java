package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Follows what an area's devices would have done if nobody had ever told them anything: batteries
 * and cars go on from where they would be by then, not from where the plan has brought them. A
 * device that is new, or a car that has come since, begins as it is. Belongs to one thread.
 */
final class Counterfactual {

    /** What a car that leaves then would still need, Wh. */
    private record Car(Instant departure, int neededWh) {}

    private Instant at = Instant.EPOCH;

    /** Wh that each battery would hold at that time. */
    private Map<String, Integer> batteries = Map.of();

    private Map<String, Car> cars = Map.of();

    /** What the devices would do from that time on. */
    private Plan alone = new Plan(Map.of(), Map.of());

    private Map<String, Device> devices = Map.of();

    /**
     * What the area would take if every device had always done as it likes.
     *
     * @param known the area as it is; its first quarter-hour is looked at as a whole
     * @return W in each slot, positive takes
     */
    List<Integer> net(Community known) {
        Community now = known.withRest(Horizon.Rest.WHOLE);
        advance(now.horizon());
        Map<String, Integer> held = new HashMap<>();
        Map<String, Car> parked = new HashMap<>();
        Map<String, Device> found = new HashMap<>();
        List<Home> homes =
                now.homes().stream().map(home -> home(home, now, held, parked, found)).toList();
        Community never = now.withHomes(homes);
        alone = Uncoordinated.plan(never);
        at = now.horizon().start();
        batteries = held;
        cars = parked;
        devices = found;
        return IntStream.of(PlanAssembly.net(never, alone)).boxed().toList();
    }

    /** Lets the time until the new horizon's start go by. */
    private void advance(Horizon horizon) {
        long passed = Duration.between(at, horizon.start()).dividedBy(Horizon.SLOT);
        if (passed == 0) {
            return;
        }
        if (passed < 0 || passed > Horizon.LONGEST) {
            batteries = Map.of();
            cars = Map.of();
            return;
        }
        Map<String, Integer> held = new HashMap<>();
        Map<String, Car> parked = new HashMap<>();
        devices.forEach((id, device) -> {
            Series series = alone.devices().get(id);
            if (series != null && passed <= series.slots()) {
                int[] watts = series.toArray();
                if (device instanceof Battery battery) {
                    held.put(id, levelAfter(battery, watts, (int) passed));
                }
                if (device instanceof Charger) {
                    Car car = Objects.requireNonNull(cars.get(id));
                    long given = IntStream.of(watts).limit(passed).asLongStream().sum() / 4;
                    int left = (int) Math.max(0, car.neededWh() - given);
                    parked.put(id, new Car(car.departure(), left));
                }
            }
        });
        batteries = held;
        cars = parked;
    }

    private static int levelAfter(Battery battery, int[] watts, int slots) {
        Horizon horizon = new Horizon(Instant.EPOCH, watts.length, false);
        long level = StoreRules.of(battery, horizon).levels(watts)[slots - 1];
        return (int) (level / StoreRules.MWQ_PER_WH);
    }

    private Home home(
            Home home,
            Community now,
            Map<String, Integer> held,
            Map<String, Car> parked,
            Map<String, Device> found) {
        List<Device> own =
                home.devices().stream()
                        .map(device ->
                                switch (device) {
                                    case Battery battery -> battery(battery, held);
                                    case Charger charger -> charger(charger, now, parked);
                                    default -> device;
                                })
                        .toList();
        own.forEach(device -> found.put(device.id(), device));
        return new Home(home.id(), home.connection(), home.loadWatts(), home.solar(), own);
    }

    private Device battery(Battery now, Map<String, Integer> held) {
        Battery.Store store = now.store();
        int level =
                Math.clamp(
                        batteries.getOrDefault(now.id(), store.initialWh()), 0, store.capacityWh());
        int reserve = Math.min(level, store.reserveWh());
        held.put(now.id(), level);
        return new Battery(
                now.id(),
                now.connection(),
                new Battery.Store(store.capacityWh(), reserve, level, reserve),
                now.converter(),
                now.wearMicro(),
                now.running());
    }

    private Device charger(Charger now, Community community, Map<String, Car> parked) {
        Instant departure = community.horizon().startOf(now.stay().departureSlot());
        Car known = cars.get(now.id());
        int needed =
                known != null && known.departure().equals(departure)
                        ? Math.min(known.neededWh(), now.energyWh())
                        : now.energyWh();
        parked.put(now.id(), new Car(departure, needed));
        return new Charger(
                now.id(), now.connection(), now.steps(), now.stay(), needed, now.running());
    }
}
