package energy.peerwatt.web.strategy;

import energy.peerwatt.balancer.forecast.NetEnergy;
import energy.peerwatt.balancer.forecast.PersistenceForecast;
import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.IntervalValue;
import energy.peerwatt.metering.headend.store.IntervalValueStore;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.time.MarketClock;
import energy.peerwatt.web.balancing.PlanPositions;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a member is expected to take from the grid or give to it. By its area's plan, which knows
 * what its devices will do; without one from its measured intervals, before there are any from its
 * momentary power. Blocks.
 */
@Singleton
public class NetForecasts {

    /** As far back as the forecast looks. */
    private static final Duration HISTORY = Duration.ofHours(73);

    /** Older power says nothing about the coming intervals. */
    private static final Duration FRESH = Duration.ofMinutes(15);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final PlanPositions plans;
    private final IntervalValueStore values;
    private final LiveState live;
    private final MarketClock clock;

    public NetForecasts(
            PlanPositions plans, IntervalValueStore values, LiveState live, MarketClock clock) {
        this.plans = plans;
        this.values = values;
        this.live = live;
        this.clock = clock;
    }

    /** Import minus export in Wh, + taken, - given; empty if nothing is known. */
    public OptionalLong expected(MeteringPoint point, DeliveryInterval interval) {
        OptionalLong planned = plans.expected(point, interval);
        if (planned.isPresent()) {
            return planned;
        }
        List<IntervalValue> measured =
                values.values(point.id(), interval.start().minus(HISTORY), interval.start())
                        .await()
                        .atMost(TIMEOUT);
        return new PersistenceForecast(net(measured))
                .at(interval)
                .map(forecast -> OptionalLong.of(forecast.wattHours()))
                .orElseGet(() -> fromPower(point, interval));
    }

    private OptionalLong fromPower(MeteringPoint point, DeliveryInterval interval) {
        OptionalLong watts =
                live.of(point.id())
                        .filter(power -> power.at().isAfter(clock.now().minus(FRESH)))
                        .map(LivePoint::gridW)
                        .orElse(OptionalLong.empty());
        return watts.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Math.floorDiv(watts.getAsLong() * interval.length().toMinutes(), 60));
    }

    /** Intervals of which both directions are known. */
    private static List<NetEnergy> net(List<IntervalValue> measured) {
        Map<DeliveryInterval, Long> imported = wattHours(measured, Channel.IMPORT);
        List<NetEnergy> net = new ArrayList<>();
        wattHours(measured, Channel.EXPORT)
                .forEach((interval, exported) -> {
                    Long taken = imported.get(interval);
                    if (taken != null) {
                        net.add(new NetEnergy(interval, taken - exported));
                    }
                });
        return net;
    }

    private static Map<DeliveryInterval, Long> wattHours(
            List<IntervalValue> measured, Channel channel) {
        Map<DeliveryInterval, Long> energy = new TreeMap<>();
        for (IntervalValue value : measured) {
            if (value.channel() == channel) {
                energy.put(value.interval(), value.energy().wattHours());
            }
        }
        return energy;
    }
}
