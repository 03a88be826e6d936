package energy.peerwatt.edge.simulator.model;

import energy.peerwatt.edge.simulator.model.Vehicle.Stay;
import java.util.Optional;

/** What a home draws and makes before its battery acts. Powers in W, at least 0, per slice. */
sealed interface Household permits ModelledHousehold, MeasuredHousehold {

    /** Consumption without the car charger. */
    int consumption(Moment moment);

    /** The car at its charging point; empty while it is away or there is none. */
    Optional<Stay> stay(Moment moment);

    int solar(Moment moment);
}
