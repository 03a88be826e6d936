package energy.peerwatt.edge.simulator.model;

/**
 * Voltages and frequency at a home's connection; decoration, no energy depends on it.
 *
 * @param volts1 phase to neutral
 * @param volts2 phase to neutral
 * @param volts3 phase to neutral
 */
public record Mains(double volts1, double volts2, double volts3, double hertz) {

    private static final Chance STREET = new Chance(50);
    private static final double PERIOD_SECONDS = 300;

    public static Mains at(HomeReading reading) {
        Chance home = STREET.at(reading.home().number());
        double x = reading.epochSecond() / PERIOD_SECONDS;
        // Feeding in lifts the voltage at the end of the cable.
        double lift = -reading.flow().gridW() / 5_000.0;
        return new Mains(
                228 + lift + 4 * home.at(1).noise(x),
                228 + lift + 4 * home.at(2).noise(x),
                228 + lift + 4 * home.at(3).noise(x),
                49.97 + 0.06 * STREET.noise(x));
    }

    public double meanVolts() {
        return (volts1 + volts2 + volts3) / 3;
    }
}
