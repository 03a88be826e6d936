package energy.peerwatt.balancer.forecast;

import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * What the sun would give on level ground without clouds: its height by declination and the
 * equation of time (Cooper 1969, Spencer 1971 in the form usual in solar engineering), the
 * radiation by Haurwitz (1945). Right to some percent, which is enough to divide by.
 *
 * @param latitude degrees, north positive, -90 to 90
 * @param longitude degrees, east positive, -180 to 180
 */
public record ClearSky(double latitude, double longitude) {

    private static final int SAMPLES = 3;

    public ClearSky {
        requireWithin("latitude", latitude, 90);
        requireWithin("longitude", longitude, 180);
    }

    private static void requireWithin(String name, double degrees, double most) {
        if (!(Math.abs(degrees) <= most)) {
            throw new IllegalArgumentException(
                    name + " must be from -" + most + " to " + most + " degrees, not " + degrees);
        }
    }

    /** Mean radiation of an interval, W per square metre; 0 at night. */
    public double radiation(DeliveryInterval interval) {
        Duration step = interval.length().dividedBy(2L * SAMPLES);
        double sum = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            sum += radiation(interval.start().plus(step.multipliedBy(2L * sample + 1)));
        }
        return sum / SAMPLES;
    }

    private double radiation(Instant time) {
        double height = sineOfHeight(time.atZone(ZoneOffset.UTC));
        return height <= 0 ? 0 : 1_098 * height * Math.exp(-0.057 / height);
    }

    private double sineOfHeight(ZonedDateTime time) {
        int day = time.getDayOfYear();
        double year = 2 * Math.PI * (day - 81) / 364;
        double equationMinutes =
                9.87 * Math.sin(2 * year) - 7.53 * Math.cos(year) - 1.5 * Math.sin(year);
        double declination = Math.toRadians(23.45) * Math.sin(2 * Math.PI * (284 + day) / 365);
        double utcHours = time.toLocalTime().toSecondOfDay() / 3_600.0;
        double solarHours = utcHours + equationMinutes / 60 + longitude / 15;
        double hourAngle = Math.toRadians(15 * (solarHours - 12));
        double north = Math.toRadians(latitude);
        return Math.sin(north) * Math.sin(declination)
                + Math.cos(north) * Math.cos(declination) * Math.cos(hourAngle);
    }
}
