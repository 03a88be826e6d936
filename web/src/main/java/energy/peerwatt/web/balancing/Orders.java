package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.metering.protocol.SetpointPlan;
import energy.peerwatt.metering.protocol.SetpointPlan.Step;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What operators have ordered the devices of a home to do. While an order says so, what battery and
 * charging point take is a load like any other, and the panels give no more than their inverter
 * may.
 *
 * @param plans at least one
 * @param hasCar whether a car can take what the charging point is let have
 */
record Orders(Map<Device, SetpointPlan> plans, boolean hasCar) {

    Orders {
        plans = Map.copyOf(plans);
    }

    /**
     * What ordered battery and charging point take together in the middle of an interval, W,
     * positive is taking; empty if neither is ordered or an order leaves one of them to itself.
     */
    OptionalLong watts(DeliveryInterval interval) {
        long sum = 0;
        int ordered = 0;
        for (Map.Entry<Device, SetpointPlan> order : plans.entrySet()) {
            if (order.getKey() == Device.BATTERY || order.getKey() == Device.CHARGER) {
                Optional<Step> step = order.getValue().stepAt(middle(interval));
                OptionalLong watts =
                        step.isPresent() ? watts(order.getKey(), step.get()) : OptionalLong.empty();
                if (watts.isEmpty()) {
                    return watts;
                }
                sum += watts.getAsLong();
                ordered++;
            }
        }
        return ordered == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    /** The most that the panels may give in the middle of an interval, W. */
    private long panels(DeliveryInterval interval) {
        return Optional.ofNullable(plans.get(Device.INVERTER))
                .flatMap(plan -> plan.stepAt(middle(interval)))
                .map(step ->
                        switch (step.kind()) {
                            case LIMIT_EXPORT -> Math.max(0, step.watts());
                            case IDLE -> 0L;
                            case CHARGE, DISCHARGE, LIMIT_IMPORT -> Long.MAX_VALUE;
                        })
                .orElse(Long.MAX_VALUE);
    }

    static Instant middle(DeliveryInterval interval) {
        return interval.start().plus(DeliveryInterval.QUARTER_HOUR.dividedBy(2));
    }

    private OptionalLong watts(Device device, Step step) {
        long watts = Math.clamp(step.watts(), 0, AreaLimit.LARGEST_W);
        return switch (step.kind()) {
            case CHARGE -> OptionalLong.of(watts);
            case DISCHARGE -> OptionalLong.of(-watts);
            case IDLE -> OptionalLong.of(0);
            case LIMIT_IMPORT ->
                    device == Device.CHARGER
                            ? OptionalLong.of(hasCar ? watts : 0)
                            : OptionalLong.empty();
            case LIMIT_EXPORT -> OptionalLong.empty();
        };
    }

    /**
     * A home whose devices do as ordered.
     *
     * @param home with what these devices usually take in its load
     * @param apart the same home without what they take
     */
    Home applied(Home home, Home apart, DeliveryInterval first) {
        int[] load = home.loadWatts().toArray();
        int[] solar = home.solar().watts().toArray();
        boolean gives = false;
        for (int slot = 0; slot < load.length; slot++) {
            OptionalLong ordered = watts(first.plus(slot));
            long panels = panels(first.plus(slot));
            solar[slot] = (int) Math.min(solar[slot], panels);
            if (ordered.isPresent()) {
                long taken = apart.loadWatts().at(slot) + ordered.getAsLong();
                long made = Math.min(apart.solar().watts().at(slot), panels);
                long given = made + Math.max(0, -taken);
                load[slot] = Math.clamp(taken, 0, AreaLimit.LARGEST_W);
                solar[slot] = Math.clamp(given, 0, AreaLimit.LARGEST_W);
                gives |= taken < 0;
            }
        }
        // What a battery was ordered to give cannot be taken off the panels.
        return new Home(
                home.id(),
                home.connection(),
                Series.of(load),
                new Home.Solar(Series.of(solar), home.solar().curtailable() && !gives),
                home.devices());
    }
}
