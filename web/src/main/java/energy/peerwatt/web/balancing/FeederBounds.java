package energy.peerwatt.web.balancing;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.EngineCommand.SetFeederLimit;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.matching.cluster.EngineClient;
import energy.peerwatt.matching.cluster.EngineReply;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine what the feeder can carry, so that no trade is taken beyond it.
 *
 * <p>Members can buy at most what comes in through the connection plus what neighbours are planned
 * to give, and sell at most what goes out plus what neighbours are planned to take. Where cables,
 * voltages or phases leave less room, they can buy what is planned to be taken and sell what is
 * planned to be given, and on top of each what {@link GridRoom} finds; where no plan keeps these,
 * nothing. The engine bounds areas, not homes: if some take less than planned so that others take
 * more, that is in the bound, and setpoints are what keeps the cable. Belongs to the balancer's
 * thread; blocks.
 */
@Singleton
final class FeederBounds {

    private static final Logger LOG = Logger.getLogger(FeederBounds.class);
    private static final long TIMEOUT_SECONDS = 10;
    private static final int PER_HOUR = 4;

    private record Bound(@Nullable Energy sold, @Nullable Energy bought) {

        static final Bound NONE = new Bound(null, null);
    }

    private final Supplier<EngineClient> engine;
    private final MarketClock clock;

    /** What the engine was told, for intervals whose gate is open; empty: perhaps something. */
    private final Map<AreaId, Map<DeliveryInterval, Optional<Bound>>> told = new HashMap<>();

    @Inject
    FeederBounds(Parts parts, MarketClock clock) {
        this(() -> parts.engine().client(), clock);
    }

    /** Tells the engine that is there at the time. */
    FeederBounds(Supplier<EngineClient> engine, MarketClock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * Tells what follows from the newest plan, also from one that cannot keep every limit.
     *
     * @param fence required before each message
     */
    void set(Area area, BalancingPlan plan, Fence fence) {
        Map<DeliveryInterval, Bound> wanted = new TreeMap<>();
        Instant farthest = clock.now().plus(area.rules().horizon());
        DeliveryInterval first = DeliveryInterval.quarterHourAt(plan.start());
        for (int slot = 0; slot < plan.slots(); slot++) {
            DeliveryInterval interval = first.plus(slot);
            if (interval.start().isBefore(farthest)) {
                wanted.put(interval, bound(plan.content(), slot));
            }
        }
        tell(area, wanted, fence);
    }

    /** Takes every bound back. */
    void clear(Area area, Fence fence) {
        tell(area, Map.of(), fence);
    }

    /** Another process may tell from now on, so what the engine knows is no longer known. */
    void forget(AreaId area) {
        told.remove(area);
    }

    /** What another process, or this one before its restart, may have told. */
    private Map<DeliveryInterval, Optional<Bound>> perhapsTold(Area area) {
        Map<DeliveryInterval, Optional<Bound>> perhaps = new TreeMap<>();
        Instant farthest = clock.now().plus(area.rules().horizon());
        DeliveryInterval interval = area.nextOpen(clock.now());
        while (interval.start().isBefore(farthest)) {
            perhaps.put(interval, Optional.empty());
            interval = interval.next();
        }
        return perhaps;
    }

    private static Bound bound(PlanContent content, int slot) {
        long taken = 0;
        long given = 0;
        for (List<Integer> home : content.homes().values()) {
            int watts = home.get(slot);
            taken += Math.max(0, watts);
            given += Math.max(0, -watts);
        }
        GridRoom room = GridRoom.of(content, slot);
        return new Bound(
                energy(
                        total(content.exportLimits().get(slot), taken),
                        room.isBroken() ? 0 : total(watts(room.given()), given)),
                energy(
                        total(content.importLimits().get(slot), given),
                        room.isBroken() ? 0 : total(watts(room.taken()), taken)));
    }

    private static @Nullable Integer watts(GridRoom.@Nullable More more) {
        return more == null ? null : more.watts();
    }

    private static long total(@Nullable Integer watts, long neighbours) {
        return watts == null ? Long.MAX_VALUE : watts + neighbours;
    }

    private static @Nullable Energy energy(long byTransformer, long byFeeder) {
        long least = Math.min(byTransformer, byFeeder);
        return least == Long.MAX_VALUE ? null : Energy.ofWattHours(least / PER_HOUR);
    }

    private void tell(Area area, Map<DeliveryInterval, Bound> wanted, Fence fence) {
        Map<DeliveryInterval, Optional<Bound>> known =
                told.computeIfAbsent(area.rules().area(), _ -> perhapsTold(area));
        known.keySet().removeIf(interval -> isClosed(area, interval));
        for (DeliveryInterval interval : List.copyOf(known.keySet())) {
            if (!wanted.containsKey(interval)) {
                known.put(interval, Optional.empty());
                if (send(area, interval, Bound.NONE, fence)) {
                    known.remove(interval);
                }
            }
        }
        wanted.forEach((interval, bound) -> {
            Optional<Bound> last = known.getOrDefault(interval, Optional.of(Bound.NONE));
            if (!isClosed(area, interval) && !last.equals(Optional.of(bound))) {
                known.put(interval, Optional.empty());
                if (send(area, interval, bound, fence)) {
                    known.put(interval, Optional.of(bound));
                }
            }
        });
    }

    private boolean isClosed(Area area, DeliveryInterval interval) {
        return !clock.now().isBefore(area.gateOf(interval));
    }

    /** Whether the engine took it. */
    private boolean send(Area area, DeliveryInterval interval, Bound bound, Fence fence) {
        fence.require();
        SetFeederLimit command =
                new SetFeederLimit(area.rules().area(), interval, bound.sold(), bound.bought());
        return switch (reply(command)) {
            case EngineReply.Done _ -> true;
            case EngineReply.Refused refused -> {
                LOG.debugf("feeder limit for %s: %s", interval, refused.reason());
                yield false;
            }
            case EngineReply.Unknown(String why) ->
                    throw new MarketException(ErrorCode.ENGINE_UNAVAILABLE, why);
            case EngineReply.Answered answered ->
                    throw new IllegalStateException("no answer to a setting: " + answered);
        };
    }

    private EngineReply reply(SetFeederLimit command) {
        try {
            return engine.get()
                    .send(command)
                    .toCompletableFuture()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new MarketException(ErrorCode.ENGINE_UNAVAILABLE, "feeder limit", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MarketException(ErrorCode.ENGINE_UNAVAILABLE, "interrupted", e);
        }
    }
}
