package energy.peerwatt.edge.simulator.model;

/** What a home draws and makes before its battery acts. Powers in W, at least 0, per slice. */
sealed interface Household permits ModelledHousehold, MeasuredHousehold {

    /** Consumption without the car charger. */
    int consumption(Moment moment);

    int charger(Moment moment);

    int solar(Moment moment);
}
