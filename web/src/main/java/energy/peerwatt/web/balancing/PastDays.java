package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Horizon;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.balancer.model.StoreRules;
import energy.peerwatt.balancer.model.Tariff;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * An area's past as instances to be planned: what homes took and made as it was metered, batteries
 * that begin half full and end as full as they would by themselves, cars that need what they took.
 *
 * <p>A car is taken to have come when it began to charge, and to have stayed for twelve hours or
 * until the next came. Quarter-hours of which a home lacks a value are left out. Blocks.
 */
@Singleton
class PastDays {

    private static final int DAY = 96;

    /** Shorter stretches without a gap say little. */
    private static final int LEAST = 8;

    private static final int STAY = 48;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int LEAST_AMPERES = 6;
    private static final int ONE_WAY_PERMILLE = 950;
    private static final int WEAR_MICRO = 10_000;

    private final IntervalValueStore values;
    private final DeviceEnergyLedger energies;

    PastDays(IntervalValueStore values, DeviceEnergyLedger energies) {
        this.values = values;
        this.energies = energies;
    }

    private record Past(
            MeteringPoint point,
            Connection phases,
            Map<DeliveryInterval, Long> load,
            Map<DeliveryInterval, Long> solar,
            Map<DeliveryInterval, DeviceEnergy> devices) {}

    /** Instances without limits, in the order of time, each a day at most. */
    List<Community> of(
            Area area,
            List<MeteringPoint> points,
            Connections connections,
            Instant from,
            Instant until) {
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        var devices = await(energies.of(ids, from, until));
        List<Past> pasts = new ArrayList<>();
        for (MeteringPoint point : points) {
            List<IntervalValue> measured = await(values.values(point.id(), from, until));
            Map<DeliveryInterval, DeviceEnergy> own = devices.getOrDefault(point.id(), Map.of());
            PastEnergy past =
                    new PastEnergy.Builder(from, until).values(measured).devices(own).build();
            HomeHistory history = HomeHistory.of(past, present(point));
            if (!history.load().isEmpty()) {
                pasts.add(
                        new Past(
                                point,
                                connections.phases(point.id()),
                                map(history.load()),
                                map(history.solar()),
                                own));
            }
        }
        List<Community> communities = new ArrayList<>();
        for (List<DeliveryInterval> stretch : stretches(area, pasts)) {
            communities.add(community(area, points, pasts, stretch));
        }
        return communities;
    }

    /** What a home has is planned in this rehearsal. */
    private static Set<SetpointTarget.Device> present(MeteringPoint point) {
        Set<SetpointTarget.Device> present = EnumSet.noneOf(SetpointTarget.Device.class);
        if (point.equipment().batteryWh() > 0) {
            present.add(SetpointTarget.Device.BATTERY);
        }
        if (point.equipment().evChargerW() > 0) {
            present.add(SetpointTarget.Device.CHARGER);
        }
        return present;
    }

    private static Map<DeliveryInterval, Long> map(List<NetEnergy> energies) {
        Map<DeliveryInterval, Long> map = new HashMap<>();
        energies.forEach(energy -> map.put(energy.interval(), energy.wattHours()));
        return map;
    }

    /** Quarter-hours of a month without a gap that every home has values of. */
    private static List<List<DeliveryInterval>> stretches(Area area, List<Past> pasts) {
        TreeSet<DeliveryInterval> common = new TreeSet<>();
        for (int i = 0; i < pasts.size(); i++) {
            if (i == 0) {
                common.addAll(pasts.get(i).load().keySet());
            } else {
                common.retainAll(pasts.get(i).load().keySet());
            }
        }
        List<List<DeliveryInterval>> found = new ArrayList<>();
        List<DeliveryInterval> open = new ArrayList<>();
        for (DeliveryInterval interval : common) {
            boolean goesOn =
                    !open.isEmpty()
                            && open.getLast().next().equals(interval)
                            && !MonthPeak.startOfMonth(area, interval.start())
                                    .equals(interval.start());
            if (!open.isEmpty() && (!goesOn || open.size() == DAY)) {
                found.add(open);
                open = new ArrayList<>();
            }
            open.add(interval);
        }
        found.add(open);
        found.removeIf(stretch -> stretch.size() < LEAST);
        return found;
    }

    private static Community community(
            Area area,
            List<MeteringPoint> points,
            List<Past> pasts,
            List<DeliveryInterval> stretch) {
        int slots = stretch.size();
        Horizon horizon = new Horizon(stretch.getFirst().start(), slots, false);
        List<Home> homes = new ArrayList<>();
        for (Past past : pasts) {
            List<Device> devices = new ArrayList<>(cars(past, stretch));
            battery(past).ifPresent(devices::add);
            homes.add(
                    new Home(
                            past.point().id().value(),
                            past.phases(),
                            watts(past.load(), stretch),
                            new Home.Solar(watts(past.solar(), stretch), false),
                            devices));
        }
        Community community =
                new Community(
                        area.name(),
                        horizon,
                        AreaTariff.of(points, stretch.getFirst(), slots, Tariff.PeakCharge.NONE),
                        List.of(),
                        homes);
        return endingAlike(community);
    }

    /** Batteries must end as full as they would by themselves, so that none is sold empty. */
    private static Community endingAlike(Community community) {
        Plan alone = Uncoordinated.plan(community);
        List<Home> homes =
                community.homes().stream()
                        .map(home ->
                                new Home(
                                        home.id(),
                                        home.connection(),
                                        home.loadWatts(),
                                        home.solar(),
                                        home.devices().stream()
                                                .map(device ->
                                                        device instanceof Battery battery
                                                                ? ending(battery, alone, community)
                                                                : device)
                                                .toList()))
                        .toList();
        return community.withHomes(homes);
    }

    private static Device ending(Battery battery, Plan alone, Community community) {
        Series watts = alone.devices().getOrDefault(battery.id(), Series.of());
        long[] levels = StoreRules.of(battery, community.horizon()).levels(watts.toArray());
        int end = (int) (levels[levels.length - 1] / StoreRules.MWQ_PER_WH);
        Battery.Store store = battery.store();
        return new Battery(
                battery.id(),
                battery.connection(),
                new Battery.Store(
                        store.capacityWh(),
                        store.reserveWh(),
                        store.initialWh(),
                        Math.clamp(end, store.reserveWh(), store.capacityWh())),
                battery.converter(),
                battery.wearMicro(),
                battery.running());
    }

    private static Optional<Device> battery(Past past) {
        MeteringPoint point = past.point();
        int capacity = point.equipment().batteryWh();
        int watts = Math.max(1, capacity / 2);
        return capacity == 0
                ? Optional.empty()
                : Optional.of(
                        new Battery(
                                new ControlledDevice(point.id(), SetpointTarget.Device.BATTERY)
                                        .id(),
                                past.phases(),
                                new Battery.Store(capacity, 0, capacity / 2, 0),
                                new Battery.Converter(
                                        watts, watts, ONE_WAY_PERMILLE, ONE_WAY_PERMILLE),
                                WEAR_MICRO,
                                OptionalInt.empty()));
    }

    private static List<Device> cars(Past past, List<DeliveryInterval> stretch) {
        List<Device> cars = new ArrayList<>();
        int unit = Chargers.unitW(past.phases());
        int amperes = past.point().equipment().evChargerW() / unit;
        int slot = 0;
        while (amperes >= LEAST_AMPERES && slot < stretch.size()) {
            if (charged(past, stretch.get(slot)) == 0) {
                slot++;
                continue;
            }
            int until = Math.min(stretch.size(), slot + STAY);
            long energy = 0;
            for (int during = slot; during < until; during++) {
                energy += charged(past, stretch.get(during));
            }
            cars.add(
                    new Charger(
                            new ControlledDevice(past.point().id(), SetpointTarget.Device.CHARGER)
                                            .id()
                                    + "/"
                                    + slot,
                            past.phases(),
                            new Charger.Steps(unit, LEAST_AMPERES, amperes),
                            new Charger.Stay(slot, until),
                            (int) Math.min(energy, AreaLimit.LARGEST_W),
                            OptionalInt.empty()));
            slot = until;
        }
        return cars;
    }

    private static int charged(Past past, DeliveryInterval interval) {
        return Math.max(
                0,
                past.devices().getOrDefault(interval, DeviceEnergy.UNKNOWN).chargerWh().orElse(0));
    }

    private static Series watts(
            Map<DeliveryInterval, Long> energy, List<DeliveryInterval> stretch) {
        return Series.of(
                stretch.stream()
                        .mapToInt(one -> Math.toIntExact(energy.getOrDefault(one, 0L) * 4))
                        .toArray());
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
