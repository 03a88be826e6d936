package energy.peerwatt.edge.simulator.model;

import energy.peerwatt.edge.simulator.model.Vehicle.Stay;
import java.util.Optional;

/** A home made up from its seed. */
record ModelledHousehold(Appliances appliances, Optional<Vehicle> vehicle, SolarArray array)
        implements Household {

    @Override
    public int consumption(Moment moment) {
        return appliances.power(moment);
    }

    @Override
    public Optional<Stay> stay(Moment moment) {
        return vehicle.flatMap(car -> car.stay(moment));
    }

    @Override
    public int solar(Moment moment) {
        return array.power(moment);
    }
}
