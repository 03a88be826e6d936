package energy.peerwatt.edge.simulator.model;

/**
 * A car at its charging point.
 *
 * @param chargedWh since it came
 * @param neededWh still, as its household states
 * @param departure epoch second, as its household states
 */
public record ParkedCar(long chargedWh, long neededWh, long departure) {}
