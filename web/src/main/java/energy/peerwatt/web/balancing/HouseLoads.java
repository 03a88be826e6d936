package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Appliance;
import energy.peerwatt.balancer.model.Device;
import energy.peerwatt.balancer.model.HeatPump;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Plan;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.headend.store.SetpointOverview;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Kind;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.FlexibleLoad.Heating;
import energy.peerwatt.web.balancing.FlexibleLoad.Run;
import energy.peerwatt.web.balancing.FlexibleLoads.Kept;
import energy.peerwatt.web.balancing.FlexibleLoads.Planned;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Plans appliances and heat pumps, as far as their members let the market do so.
 *
 * <p>A run that was seen, or whose published start has come, has begun and is a load like any other
 * from then on. How much heat a store holds is what it shows, or else what its household said last
 * and what plans and demand have done to it since; a day later nobody knows, and it is not planned.
 * Blocks.
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
    private final LiveState live;
    private final MarketClock clock;

    HouseLoads(
            FlexibleLoads ledger, SetpointOverview setpoints, LiveState live, MarketClock clock) {
        this.ledger = ledger;
        this.setpoints = setpoints;
        this.live = live;
        this.clock = clock;
    }

    /**
     * What of a device is a reason to plan anew.
     *
     * @param begun when its run was first seen
     */
    record Wanted(FlexibleLoad load, Optional<Instant> begun) {}

    /**
     * What is known of a home's devices of this kind when it is planned.
     *
     * @param now from which on the first quarter-hour is planned
     * @param shown what heat pump and appliance say of themselves: it goes before what plans say if
     *     the home has one of that kind
     * @param ordered what operators order them to do: it is not planned
     */
    record Seen(
            DeliveryInterval first,
            Instant now,
            LivePoint.Loads shown,
            Map<SetpointTarget.Device, SetpointPlan> ordered) {}

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

    /** What of them is a reason to plan anew; keeps when runs were first seen. */
    List<Wanted> wanted(List<MeteringPoint> points) {
        return of(points).values().stream()
                .flatMap(loads -> loads.stream().map(kept -> noted(kept, loads)))
                .sorted((a, b) -> a.load().id().compareTo(b.load().id()))
                .toList();
    }

    private Wanted noted(Kept kept, List<Kept> loads) {
        Optional<Boolean> started = started(loads, shown(kept.load().point()));
        Optional<Instant> begun =
                kept.load().use() instanceof Run
                        ? begun(kept, started, clock.now())
                        : Optional.empty();
        if (!begun.equals(kept.begun())) {
            await(ledger.begun(kept.load(), begun).replaceWith(true));
        }
        return new Wanted(kept.load().withoutState(), begun);
    }

    /** What heat pump and appliance of a metering point say of themselves now. */
    LivePoint.Loads shown(MeteringPointId point) {
        return live.of(point)
                .filter(state -> state.at().isAfter(clock.now().minus(UsableDevices.FRESH)))
                .map(LivePoint::loads)
                .orElse(LivePoint.Loads.UNKNOWN);
    }

    /**
     * Start of the quarter-hour in which a run began; what does not show itself is as it was.
     *
     * @param started whether it shows that it has begun: as planned if that time has come, else it
     *     begins now, whoever started it
     */
    static Optional<Instant> begun(Kept kept, Optional<Boolean> started, Instant now) {
        if (started.isEmpty()) {
            return kept.begun();
        }
        return Optional.of(now)
                .filter(_ -> started.get())
                .map(_ ->
                        kept.startsAt(now)
                                .filter(start -> !start.isAfter(now))
                                .orElse(DeliveryInterval.containing(now, SLOT).start()));
    }

    /**
     * A home with its devices of this kind.
     *
     * @param home with what its heat pumps take on average in its load
     */
    static Home added(Home home, List<Kept> loads, Seen seen) {
        int[] load = home.loadWatts().toArray();
        List<Device> devices = new ArrayList<>(home.devices());
        for (Kept kept : loads) {
            switch (kept.load().use()) {
                case Run run -> {
                    OptionalInt begun = begun(kept, run, loads, seen);
                    if (begun.isPresent()) {
                        addRest(load, run, begun.getAsInt());
                    } else if (!seen.ordered().containsKey(SetpointTarget.Device.APPLIANCE)) {
                        appliance(kept.load(), run, home, seen.first()).ifPresent(devices::add);
                    }
                }
                case Heating heating -> {
                    SetpointPlan order = seen.ordered().get(SetpointTarget.Device.HEAT_PUMP);
                    if (order == null) {
                        pump(kept, heating, home, seen.now(), stored(loads, seen.shown()))
                                .ifPresent(pump -> {
                                    devices.add(pump);
                                    takeOff(load, heating.meanW());
                                });
                    } else if (ToldDevices.isOnly(loads, Heating.class)) {
                        heatAsOrdered(load, heating, order, seen.first());
                    }
                }
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

    private static OptionalLong stored(List<Kept> loads, LivePoint.Loads shown) {
        return ToldDevices.isOnly(loads, Heating.class)
                ? shown.heatStoredWh()
                : OptionalLong.empty();
    }

    private static Optional<Boolean> started(List<Kept> loads, LivePoint.Loads shown) {
        return ToldDevices.isOnly(loads, Run.class) ? shown.started() : Optional.empty();
    }

    private static void takeOff(int[] load, int watts) {
        for (int slot = 0; slot < load.length; slot++) {
            load[slot] = Math.max(0, load[slot] - watts);
        }
    }

    /** Where an order says so it takes what is ordered, not what it takes on average. */
    private static void heatAsOrdered(
            int[] load, Heating heating, SetpointPlan order, DeliveryInterval first) {
        for (int slot = 0; slot < load.length; slot++) {
            Optional<Step> step = order.stepAt(Orders.middle(first.plus(slot)));
            if (step.isPresent()) {
                long ordered = Math.clamp(step.get().watts(), 0, heating.maxW());
                load[slot] = Math.max(0, load[slot] - heating.meanW()) + (int) ordered;
            }
        }
    }

    /**
     * The slot in which it began, or is ordered to begin; empty if it is still to be planned. One
     * that shows that it has not begun is, once the quarter-hour of its start is over.
     */
    private static OptionalInt begun(Kept kept, Run run, List<Kept> loads, Seen seen) {
        Instant first = seen.first().start();
        Optional<Boolean> started = started(loads, seen.shown());
        Optional<Instant> begun =
                started.orElse(false) ? begun(kept, started, first) : kept.startsAt(first);
        boolean hasCome = begun.isPresent() && !begun.get().isAfter(first);
        boolean isLate = hasCome && !started.orElse(true) && begun.get().isBefore(first);
        if (!hasCome || isLate) {
            return ToldDevices.isOnly(loads, Run.class) ? ordered(seen) : OptionalInt.empty();
        }
        long slots = Duration.between(begun.get(), first).dividedBy(SLOT);
        return OptionalInt.of(-(int) Math.min(slots, run.cycleW().size()));
    }

    /** The slot in which an operator lets the home's appliance start, if one does. */
    private static OptionalInt ordered(Seen seen) {
        SetpointPlan order = seen.ordered().get(SetpointTarget.Device.APPLIANCE);
        return order == null
                ? OptionalInt.empty()
                : IntStream.range(0, FlexibleLoad.LONGEST_RUN)
                        .filter(slot ->
                                order.stepAt(Orders.middle(seen.first().plus(slot)))
                                        .filter(step -> step.kind() == Kind.CHARGE)
                                        .isPresent())
                        .findFirst();
    }

    private static void addRest(int[] load, Run run, int begun) {
        for (int i = Math.max(0, -begun); i < run.cycleW().size() && begun + i < load.length; i++) {
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
            Kept kept, Heating heating, Home home, Instant now, OptionalLong shown) {
        int slots = home.loadWatts().slots();
        if (shown.isEmpty() && now.isAfter(heating.at().plus(FRESH))) {
            return Optional.empty();
        }
        long known = shown.orElseGet(() -> stored(kept, heating, now));
        int stored = Math.clamp(known, 0, heating.capacityWh());
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

    /** Wh at {@code now}; until it is planned, and after its plan, a heat pump keeps its level. */
    private static int stored(Kept kept, Heating heating, Instant now) {
        if (kept.planned().isEmpty()) {
            return heating.storedWh();
        }
        Planned planned = kept.planned().get();
        long level = planned.storedWh() * MWQ;
        long most = heating.capacityWh() * MWQ;
        for (int slot = 0; slot < planned.watts().size(); slot++) {
            Instant start = planned.start().plus(SLOT.multipliedBy(slot));
            Instant from = start.isBefore(planned.at()) ? planned.at() : start;
            Instant until = start.plus(SLOT).isBefore(now) ? start.plus(SLOT) : now;
            long seconds = Math.max(0, Duration.between(from, until).toSeconds());
            long heat =
                    (long) planned.watts().get(slot) * heating.copPermille()
                            - (long) heating.demandW() * PERMILLE;
            long change = Math.floorDiv(heat * seconds, SLOT.toSeconds());
            level = Math.clamp(level + change, 0, most);
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

    /** What was planned and has not begun is not to be done any more; what has begun goes on. */
    void stop(Collection<MeteringPointId> points, Instant now, Fence fence) {
        fence.require();
        await(ledger.stop(points, now).replaceWith(true));
    }

    private static Planned planned(Scene scene, FlexibleLoad load, Series watts) {
        int stored =
                scene.community().devices().stream()
                        .filter(device -> device.id().equals(load.id()))
                        .filter(HeatPump.class::isInstance)
                        .mapToInt(device -> ((HeatPump) device).heat().initialWh())
                        .findFirst()
                        .orElse(0);
        int left = scene.community().horizon().rest().seconds();
        return new Planned(
                scene.first().start(),
                scene.first().end().minusSeconds(left),
                watts.stream().boxed().toList(),
                stored);
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
