package energy.peerwatt.edge.simulator.model;

/**
 * Clouds over the street, shared by all homes.
 *
 * <p>Slow noise makes sunny and grey days, faster noise makes passing clouds.
 */
record Weather(Chance chance) {

    /** Share of the clear-sky beam that reaches the street, 0 to 1. */
    double transmission(double epochSecond) {
        double cover =
                0.50 * chance.at(1).noise(epochSecond / 100_000)
                        + 0.28 * chance.at(2).noise(epochSecond / 12_000)
                        + 0.22 * chance.at(3).noise(epochSecond / 900);
        double clear = Math.clamp((0.68 - cover) / 0.36, 0.0, 1.0);
        return 0.06 + 0.94 * clear * clear * (3 - 2 * clear);
    }
}
