package energy.peerwatt.metering.headend;

import energy.peerwatt.market.MeteringPointId;
import java.time.ZoneId;

/**
 * Where a metering point is, as far as its values are judged and estimated by it.
 *
 * @param cluster neighbours under the same sky have the same; 1 to 64 characters
 * @param peakWatts of its solar panels, 0 if there are none
 */
public record Site(MeteringPointId meteringPoint, ZoneId zone, String cluster, long peakWatts) {

    public Site {
        if (cluster.isEmpty() || cluster.length() > 64 || peakWatts < 0) {
            throw new IllegalArgumentException("cluster " + cluster + ", " + peakWatts + " W");
        }
    }
}
