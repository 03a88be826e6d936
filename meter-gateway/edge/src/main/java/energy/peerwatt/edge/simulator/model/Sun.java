package energy.peerwatt.edge.simulator.model;

/**
 * Direction from the village to the sun as a unit vector.
 *
 * <p>Low-precision formulae of the Astronomical Almanac, good to about 0.01 degree. {@link
 * StrictMath} keeps results the same on every machine.
 *
 * @param up sine of the elevation, negative at night
 */
record Sun(double east, double north, double up) {

    static final double LATITUDE = 48.2;
    static final double LONGITUDE = 16.4;

    private static final double SIN_LATITUDE = StrictMath.sin(StrictMath.toRadians(LATITUDE));
    private static final double COS_LATITUDE = StrictMath.cos(StrictMath.toRadians(LATITUDE));
    private static final double J2000_DAYS = 10_957.5;

    static Sun at(long epochSecond) {
        double days = epochSecond / 86_400.0 - J2000_DAYS;
        double anomaly = StrictMath.toRadians(357.529 + 0.98560028 * days);
        double longitude =
                StrictMath.toRadians(
                        280.459
                                + 0.98564736 * days
                                + 1.915 * StrictMath.sin(anomaly)
                                + 0.020 * StrictMath.sin(2 * anomaly));
        double obliquity = StrictMath.toRadians(23.439 - 0.00000036 * days);
        double rightAscension =
                StrictMath.atan2(
                        StrictMath.cos(obliquity) * StrictMath.sin(longitude),
                        StrictMath.cos(longitude));
        double sinDeclination = StrictMath.sin(obliquity) * StrictMath.sin(longitude);
        double siderealDegrees = (18.697374558 + 24.06570982441908 * days) % 24 * 15;
        double hourAngle = StrictMath.toRadians(siderealDegrees + LONGITUDE) - rightAscension;
        return seen(sinDeclination, hourAngle);
    }

    private static Sun seen(double sinDeclination, double hourAngle) {
        double cosDeclination = StrictMath.sqrt(1 - sinDeclination * sinDeclination);
        double cosHour = StrictMath.cos(hourAngle);
        return new Sun(
                -cosDeclination * StrictMath.sin(hourAngle),
                sinDeclination * COS_LATITUDE - cosDeclination * cosHour * SIN_LATITUDE,
                sinDeclination * SIN_LATITUDE + cosDeclination * cosHour * COS_LATITUDE);
    }

    /**
     * Beam irradiance of a clear sky on a surface facing the sun, W/m².
     *
     * <p>Meinel's attenuation with the air mass of Kasten and Young (1989).
     */
    double clearBeam() {
        if (up <= 0) {
            return 0;
        }
        double elevation = StrictMath.toDegrees(StrictMath.asin(up));
        double airMass = 1 / (up + 0.50572 * StrictMath.pow(elevation + 6.07995, -1.6364));
        return 1_353 * StrictMath.pow(0.7, StrictMath.pow(airMass, 0.678));
    }
}
