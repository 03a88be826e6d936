package energy.peerwatt.metering.headend.check;

import energy.peerwatt.metering.headend.Site.Location;
import java.time.Instant;

/**
 * How high the sun stands, to about a hundredth of a degree between 1950 and 2050, without
 * refraction.
 *
 * <p>Source: the low-precision formulas for the sun of the Astronomical Almanac, page C24, as given
 * by Michalsky, "The Astronomical Almanac's algorithm for approximate solar position (1950-2050)",
 * Solar Energy 40 (1988) 227-235.
 */
final class SunElevation {

    private static final long J2000_EPOCH_SECONDS = 946_728_000;
    private static final long DAY_SECONDS = 86_400;

    private SunElevation() {}

    /** Degrees above the horizon, negative below. */
    static double degrees(Instant at, Location location) {
        double days = (double) (at.getEpochSecond() - J2000_EPOCH_SECONDS) / DAY_SECONDS;
        double meanLongitude = 280.460 + 0.9856474 * days;
        double anomaly = Math.toRadians(357.528 + 0.9856003 * days);
        double longitude =
                Math.toRadians(
                        meanLongitude + 1.915 * Math.sin(anomaly) + 0.020 * Math.sin(2 * anomaly));
        double obliquity = Math.toRadians(23.439 - 0.0000004 * days);
        double ascension =
                Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude));
        double declination = Math.asin(Math.sin(obliquity) * Math.sin(longitude));
        // Greenwich mean sidereal time, in degrees from the days since J2000.0.
        double sidereal = 280.46061837 + 360.98564736629 * days;
        double hourAngle = Math.toRadians(sidereal + location.longitudeE6() / 1e6) - ascension;
        double latitude = Math.toRadians(location.latitudeE6() / 1e6);
        return Math.toDegrees(
                Math.asin(
                        Math.sin(latitude) * Math.sin(declination)
                                + Math.cos(latitude)
                                        * Math.cos(declination)
                                        * Math.cos(hourAngle)));
    }
}
