package energy.peerwatt.edge.simulator.model;

/** A home made up from its seed. */
record ModelledHousehold(Appliances appliances, CarCharger carCharger, SolarArray array)
        implements Household {

    @Override
    public int consumption(Moment moment) {
        return appliances.power(moment);
    }

    @Override
    public int charger(Moment moment) {
        return carCharger.power(moment);
    }

    @Override
    public int solar(Moment moment) {
        return array.power(moment);
    }
}
