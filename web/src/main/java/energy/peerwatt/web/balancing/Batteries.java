package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.model.Battery;
import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.metering.protocol.SetpointTarget;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.registry.MeteringPoint;
import java.util.Optional;
import java.util.OptionalInt;

/** Batteries as the planner takes them, by what they say they can do. */
final class Batteries {

    /** Of home batteries; what a particular one loses is not known. */
    private static final int ONE_WAY_PERMILLE = 950;

    /** Keeps batteries from moving energy for next to nothing: one cent per kWh. */
    private static final int WEAR_MICRO = 10_000;

    private static final int PERMILLE = 1_000;
    private static final int LARGEST = 10_000_000;

    private Batteries() {}

    /**
     * Empty if there is none, or nobody knows how full it is.
     *
     * @param keptPermille of its capacity, what it keeps in reserve if it has that much
     */
    static Optional<Battery> of(
            MeteringPoint point, Connection phases, LivePoint state, int keptPermille) {
        OptionalInt charge = state.batterySocPermille();
        int usual = point.equipment().batteryWh();
        if (charge.isEmpty() || usual == 0) {
            return Optional.empty();
        }
        LivePoint.Battery rating = state.battery();
        int capacity = Math.clamp(rating.capacityWh().orElse(usual), 1, LARGEST);
        int stored =
                (int) ((long) capacity * Math.clamp(charge.getAsInt(), 0, PERMILLE) / PERMILLE);
        int reserve = Math.min(stored, (int) ((long) capacity * keptPermille / PERMILLE));
        // If it does not say: half the capacity in an hour; gateways keep to the nameplate.
        long half = Math.max(1, capacity / 2);
        int take = Math.clamp(rating.chargeMostW().orElse(half), 0, LARGEST);
        int give = Math.clamp(rating.dischargeMostW().orElse(half), 0, LARGEST);
        return Optional.of(
                new Battery(
                        new ControlledDevice(point.id(), SetpointTarget.Device.BATTERY).id(),
                        phases,
                        new Battery.Store(capacity, reserve, stored, reserve),
                        new Battery.Converter(take, give, ONE_WAY_PERMILLE, ONE_WAY_PERMILLE),
                        WEAR_MICRO,
                        OptionalInt.empty()));
    }
}
