package energy.peerwatt.edge.simulator.model;

/**
 * A roof's panels and their inverter.
 *
 * @param peakW rated power under standard test conditions
 * @param tilt degrees from horizontal
 * @param azimuth degrees clockwise from north
 * @param chance this roof's own small differences
 */
record SolarArray(int peakW, double tilt, double azimuth, Weather weather, Chance chance) {

    /** Losses by temperature, dirt, wiring and conversion. */
    private static final double PERFORMANCE = 0.86;

    /** Inverters are built smaller than their panels. */
    private static final double INVERTER_SHARE = 0.92;

    private static final double ALBEDO_AND_SKY = 0.12;

    /** A roof whose angles follow from {@code chance}: most face south, some east or west. */
    static SolarArray onRoof(int peakW, Weather weather, Chance chance) {
        double azimuth = chance.at(1).between(105, 255);
        double tilt = chance.at(2).between(20, 42);
        return new SolarArray(peakW, tilt, azimuth, weather, chance);
    }

    /** AC power in W, at least 0. */
    int power(Moment moment) {
        if (moment.sun().up() <= 0) {
            return 0;
        }
        // Clouds drift along the street and reach one roof after another.
        double delay = chance.at(3).between(0, 60);
        double local = 0.97 + 0.06 * (chance.at(4).noise(moment.epochSecond() / 240.0) - 0.5);
        double sky = weather.transmission(moment.epochSecond() - delay) * local;
        double dc = peakW * irradiance(moment.sun(), sky) / 1_000 * PERFORMANCE;
        return (int) Math.round(Math.min(dc, peakW * INVERTER_SHARE));
    }

    /** Irradiance on the panels, W/m². */
    private double irradiance(Sun sun, double sky) {
        double beam = sun.clearBeam();
        double facing = Math.max(0, incidence(sun));
        double diffuse = beam * sun.up() * (ALBEDO_AND_SKY + 0.18 * (1 - sky));
        double skyView = (1 + StrictMath.cos(StrictMath.toRadians(tilt))) / 2;
        return beam * sky * facing + diffuse * skyView;
    }

    /** Cosine of the angle between sun and panel normal. */
    private double incidence(Sun sun) {
        double tiltRadians = StrictMath.toRadians(tilt);
        double azimuthRadians = StrictMath.toRadians(azimuth);
        double level = StrictMath.sin(tiltRadians);
        return sun.east() * level * StrictMath.sin(azimuthRadians)
                + sun.north() * level * StrictMath.cos(azimuthRadians)
                + sun.up() * StrictMath.cos(tiltRadians);
    }
}
