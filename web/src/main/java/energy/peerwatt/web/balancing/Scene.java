package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An area as the balancer sees it.
 *
 * @param limits those that the community's limits were made of, without a margin
 * @param devices those that are planned, by their ids
 * @param household what households run themselves and the homes were made with
 * @param curtailable metering points whose panels may be told to give less
 * @param leftOut metering points of which nothing is known
 * @param reserve what the limits leave to these
 * @param uncertainty how far forecasts of the homes may be off
 * @param widened homes whose own limit is less than their devices need
 * @param guessed homes with planned devices of which nobody has said which phases they have
 * @param unplaced homes of which nobody has said where on the known feeder they are
 * @param misfits homes that are said to be on other phases than their node has
 */
record Scene(
        Community community,
        List<AreaLimit> limits,
        Map<String, ControlledDevice> devices,
        List<FlexibleLoad> household,
        Set<MeteringPointId> curtailable,
        List<String> leftOut,
        ModelLimits.Reserve reserve,
        Uncertainty uncertainty,
        List<Connections.Widened> widened,
        int guessed,
        int unplaced,
        int misfits) {

    Scene {
        limits = List.copyOf(limits);
        devices = Map.copyOf(devices);
        household = List.copyOf(household);
        curtailable = Set.copyOf(curtailable);
        leftOut = List.copyOf(leftOut);
        widened = List.copyOf(widened);
    }

    /** The first quarter-hour of the horizon, which has begun. */
    DeliveryInterval first() {
        return DeliveryInterval.quarterHourAt(community.horizon().start());
    }

    Scene withCommunity(Community other) {
        return new Scene(
                other,
                limits,
                devices,
                household,
                curtailable,
                leftOut,
                reserve,
                uncertainty,
                widened,
                guessed,
                unplaced,
                misfits);
    }
}
