package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.store.SetpointOverview;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.balancing.FlexibleLoad.Heating;
import energy.peerwatt.web.balancing.FlexibleLoad.Run;
import energy.peerwatt.web.balancing.FlexibleLoads.Kept;
import energy.peerwatt.web.balancing.FlexibleLoads.Planned;
import energy.peerwatt.web.registry.MeteringPoint;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Plans devices that households run themselves, as far as their members let the market do so.
 *
 * <p>A run whose published start has come is taken to have begun and is a load like any other from
 * then on. How much heat a store holds is what its household said last and what plans and demand
 * have done to it since; a day later nobody knows, and it is not planned. Blocks.
 */
@Singleton
final class HouseLoads {

    /** What a household said of its store is worth nothing later. */
    static final Duration FRESH = Duration.ofDays(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SLOT = DeliveryInterval.QUARTER_HOUR;
    private static final int PERMILLE = 1_000;

    /** Thousandths of a W over a quarter-hour in a Wh. */
    private static final long MWQ = 4_000;

    private final FlexibleLoads ledger;
    private final SetpointOverview setpoints;

    HouseLoads(FlexibleLoads ledger, SetpointOverview setpoints) {
        this.ledger = ledger;
        this.setpoints = setpoints;
    }

    /** Those that may be planned, by metering point. */
    Map<MeteringPointId, List<Kept>> of(List<MeteringPoint> points) {
        List<MeteringPointId> ids = points.stream().map(MeteringPoint::id).toList();
        List<Kept> all = await(ledger.of(ids));
        if (all.isEmpty()) {
            return Map.of();
        }
        Set<MeteringPointId> consenting = await(setpoints.consenting(ids));
        return all.stream()
                .filter(kept -> consenting.contains(kept.load().point()))
                .collect(Collectors.groupingBy(kept -> kept.load().point()));
    }

    static List<FlexibleLoad> all(Map<MeteringPointId, List<Kept>> loads) {
        return loads.values().stream().flatMap(List::stream).map(Kept::load).toList();
    }

    /** What of them is a reason to plan anew. */
    List<FlexibleLoad> wanted(List<MeteringPoint> points) {
        return of(points).values().stream()
                .flatMap(List::stream)
                .map(kept -> kept.load().withoutState())
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
    }

    /**
     * A home with its devices of this kind.
     *
     * @param home with what its heat pumps take on average in its load
     */
    static Home added(Home home, List<Kept> loads, DeliveryInterval first) {
        int[] load = home.loadWatts().toArray();
        List<Device> devices = new ArrayList<>(home.devices());
        for (Kept kept : loads) {
            switch (kept.load().use()) {
                case Run run -> {
                    OptionalInt begun = begun(kept, run, first);
                    if (begun.isPresent()) {
                        addRest(load, run, begun.getAsInt());
                    } else {
                        appliance(kept.load(), run, home, first).ifPresent(devices::add);
                    }
                }
                case Heating heating ->
                        pump(kept, heating, home, first)
                                .ifPresent(pump -> {
                                    devices.add(pump);
                                    takeOff(load, heating.meanW());
                                });
            }
        }
        return new Home(
                home.id(),
                home.connection(),
                Series.of(load),
                home.solar(),
                devices,
                home.spread());
    }

    private static void takeOff(int[] load, int watts) {
        for (int slot = 0; slot < load.length; slot++) {
            load[slot] = Math.max(0, load[slot] - watts);
        }
    }

    /** The slot in which it began, at most 0; empty if it has not. */
    private static OptionalInt begun(Kept kept, Run run, DeliveryInterval first) {
        Optional<Instant> start = kept.startsAt(first.start());
        if (start.isEmpty() || start.get().isAfter(first.start())) {
            return OptionalInt.empty();
        }
        long slots = Duration.between(start.get(), first.start()).dividedBy(SLOT);
        return OptionalInt.of(-(int) Math.min(slots, run.cycleW().size()));
    }

    private static void addRest(int[] load, Run run, int begun) {
        for (int i = -begun; i < run.cycleW().size() && begun + i < load.length; i++) {
            load[begun + i] += run.cycleW().get(i);
        }
    }

    /** Empty if it can no longer be over in time, or not yet within the horizon. */
    private static Optional<Device> appliance(
            FlexibleLoad load, Run run, Home home, DeliveryInterval first) {
        int slots = home.loadWatts().slots();
        int length = run.cycleW().size();
        long from = Math.ceilDiv(seconds(first, run.from()), SLOT.toSeconds());
        long until = Math.floorDiv(seconds(first, run.readyBy()), SLOT.toSeconds());
        // The running quarter-hour has begun, and nobody starts in the past.
        int earliest = (int) Math.max(1, Math.min(from, slots));
        int latest = (int) Math.min(until, slots) - length;
        if (latest < earliest) {
            return Optional.empty();
        }
        return Optional.of(
                new Appliance(
                        load.id(),
                        home.connection(),
                        Series.of(run.cycleW().stream().mapToInt(Integer::intValue).toArray()),
                        new Appliance.Start(earliest, latest)));
    }

    private static long seconds(DeliveryInterval first, Instant until) {
        return Duration.between(first.start(), until).toSeconds();
    }

    private static Optional<Device> pump(
            Kept kept, Heating heating, Home home, DeliveryInterval first) {
        int slots = home.loadWatts().slots();
        if (first.start().isAfter(heating.at().plus(FRESH))) {
            return Optional.empty();
        }
        int stored = stored(kept, heating, first);
        return Optional.of(
                new HeatPump(
                        kept.load().id(),
                        home.connection(),
                        heating.maxW(),
                        Series.constant(slots, heating.copPermille()),
                        new HeatPump.Heat(heating.capacityWh(), stored, stored),
                        Series.constant(slots, heating.demandW()),
                        OptionalInt.empty()));
    }

    /** Wh at the start of {@code first}; until it is planned a heat pump keeps its level. */
    private static int stored(Kept kept, Heating heating, DeliveryInterval first) {
        if (kept.planned().isEmpty()) {
            return heating.storedWh();
        }
        Planned planned = kept.planned().get();
        long level = planned.storedWh() * MWQ;
        long most = heating.capacityWh() * MWQ;
        long passed =
                Math.clamp(
                        Duration.between(planned.start(), first.start()).dividedBy(SLOT),
                        0,
                        planned.watts().size());
        for (int slot = 0; slot < passed; slot++) {
            long heat =
                    (long) planned.watts().get(slot) * heating.copPermille()
                            - (long) heating.demandW() * PERMILLE;
            level = Math.clamp(level + heat, 0, most);
        }
        return (int) (level / MWQ);
    }

    /**
     * Tells households what a published plan has their devices do; of what they set anew, or do not
     * let the market plan any more, since the scene was made, nothing.
     */
    void publish(Scene scene, Plan plan, Fence fence) {
        if (scene.household().isEmpty()) {
            return;
        }
        Set<MeteringPointId> consenting =
                await(
                        setpoints.consenting(
                                scene.household().stream().map(FlexibleLoad::point).toList()));
        for (FlexibleLoad load : scene.household()) {
            Series watts = plan.devices().get(load.id());
            if (watts != null && consenting.contains(load.point())) {
                fence.require();
                await(ledger.planned(load, planned(scene, load, watts)).replaceWith(true));
            }
        }
    }

    private static Planned planned(Scene scene, FlexibleLoad load, Series watts) {
        int stored =
                scene.community().devices().stream()
                        .filter(device -> device.id().equals(load.id()))
                        .filter(HeatPump.class::isInstance)
                        .mapToInt(device -> ((HeatPump) device).heat().initialWh())
                        .findFirst()
                        .orElse(0);
        return new Planned(scene.first().start(), watts.stream().boxed().toList(), stored);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
