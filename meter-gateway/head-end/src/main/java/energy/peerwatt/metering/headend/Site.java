package energy.peerwatt.metering.headend;

import energy.peerwatt.market.MeteringPointId;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Where a metering point is and what is behind it, as far as its values are judged by it.
 *
 * @param cluster neighbours under the same sky have the same; 1 to 64 characters
 * @param location empty if nobody has told it
 */
public record Site(
        MeteringPointId meteringPoint,
        ZoneId zone,
        String cluster,
        Sources sources,
        Optional<Location> location) {

    public Site {
        if (cluster.isEmpty() || cluster.length() > 64) {
            throw new IllegalArgumentException("cluster of 1 to 64 characters: " + cluster);
        }
    }

    /**
     * What can give energy.
     *
     * @param peakWatts of solar panels, 0 if there are none
     * @param hasStorage whether there is a battery, or a vehicle that may give
     */
    public record Sources(long peakWatts, boolean hasStorage) {

        public Sources {
            if (peakWatts < 0) {
                throw new IllegalArgumentException("panels of " + peakWatts + " W");
            }
        }
    }

    /**
     * A place on earth, in millionths of a degree.
     *
     * @param latitudeE6 north is positive
     * @param longitudeE6 east is positive
     */
    public record Location(int latitudeE6, int longitudeE6) {

        public Location {
            if (Math.abs(latitudeE6) > 90_000_000 || Math.abs(longitudeE6) > 180_000_000) {
                throw new IllegalArgumentException(
                        "not on earth: " + latitudeE6 + ", " + longitudeE6);
            }
        }
    }
}
