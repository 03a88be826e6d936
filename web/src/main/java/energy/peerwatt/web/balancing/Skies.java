package energy.peerwatt.web.balancing;

import energy.peerwatt.balancer.forecast.ClearSky;
import energy.peerwatt.web.config.MarketConfig;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;

/** Where areas lie under the sun. Immutable. */
@Singleton
public class Skies {

    private static final int SECONDS_PER_DEGREE = 240;

    private final int latitude;

    Skies(MarketConfig config) {
        latitude = config.balancing().latitude();
    }

    /** Above the middle of the time zone, which is near enough for the shape of a day. */
    public ClearSky over(ZoneId zone, Instant now) {
        int offset = zone.getRules().getStandardOffset(now).getTotalSeconds();
        return new ClearSky(latitude, Math.clamp(offset / SECONDS_PER_DEGREE, -180, 180));
    }
}
