package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Charger;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.SetpointTarget.Device;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.ingest.LiveState;
import energy.peerwatt.web.registry.MeteringPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Charging points as the planner takes them: on the phases of their home, 6 A to what the point
 * lets through, and whole amperes.
 *
 * <p>Without a car nothing is needed, so the plan keeps the point closed and a car that comes waits
 * until it is planned. A car whose household does not say what it needs or until when, is one that
 * may take what it can: the whole capacity of a usual battery within twelve hours.
 */
final class Chargers {

    private static final int LEAST_AMPERES = 6;
    private static final int MOST_AMPERES = 80;
    private static final int USUAL_WH = 20_000;
    private static final Duration USUAL_STAY = Duration.ofHours(12);
    private static final Duration SLOT = DeliveryInterval.QUARTER_HOUR;

    private Chargers() {}

    /** What an ampere is on these phases, W. */
    static int unitW(Connection phases) {
        return phases == Connection.THREE_PHASE ? 3 * Charger.Steps.VOLTS : Charger.Steps.VOLTS;
    }

    /** Where a car is, and until when it stays. */
    static Map<MeteringPointId, Instant> cars(List<MeteringPoint> points, LiveState live) {
        Map<MeteringPointId, Instant> cars = new HashMap<>();
        for (MeteringPoint point : points) {
            live.of(point.id())
                    .map(LivePoint::charger)
                    .filter(charger -> charger.connected().orElse(false))
                    .ifPresent(car -> cars.put(point.id(), car.departure().orElse(Instant.MAX)));
        }
        return cars;
    }

    /**
     * Empty if it lets through too little for a car to charge.
     *
     * @param readyBy by when a car that does not say when it leaves is to be charged
     */
    static Optional<Charger> of(
            MeteringPoint point,
            Connection phases,
            LivePoint state,
            DeliveryInterval first,
            int slots,
            Optional<Instant> readyBy) {
        LivePoint.Charger charging = state.charger();
        long watts = charging.mostW().orElse(point.equipment().evChargerW());
        int unit = unitW(phases);
        int amperes = (Math.clamp(watts, 0, MOST_AMPERES * unit) + unit / 2) / unit;
        if (amperes < LEAST_AMPERES) {
            return Optional.empty();
        }
        Instant departure =
                charging.departure().or(() -> readyBy).orElse(first.start().plus(USUAL_STAY));
        long stay = Math.max(1, Duration.between(first.start(), departure).dividedBy(SLOT));
        boolean isConnected = charging.connected().orElse(false);
        long needed = isConnected ? charging.neededWh().orElse(USUAL_WH) : 0;
        // Of a stay beyond the horizon, the part within it.
        long within =
                Math.ceilDiv(
                        Math.clamp(needed, 0, AreaLimit.LARGEST_W) * Math.min(stay, slots), stay);
        return Optional.of(
                new Charger(
                        new ControlledDevice(point.id(), Device.CHARGER).id(),
                        phases,
                        new Charger.Steps(unit, LEAST_AMPERES, amperes),
                        new Charger.Stay(0, (int) Math.min(stay, slots)),
                        (int) Math.min(within, AreaLimit.LARGEST_W),
                        OptionalInt.empty()));
    }
}
