package energy.peerwatt.web.view;

import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A metering point.
 *
 * @param inServiceFrom start of the first interval it is settled for; null before
 */
public record MeteringPointView(
        String id,
        int areaId,
        long participantId,
        String meter,
        long retailMicro,
        long feedInMicro,
        int solarWp,
        int batteryWh,
        int evChargerW,
        @Nullable Instant inServiceFrom) {

    public static MeteringPointView of(MeteringPoint point, Instant now) {
        Tariffs tariffs = point.tariffs().at(now);
        return new MeteringPointView(
                point.id().value(),
                point.area().value(),
                point.participant().value(),
                point.equipment().meter(),
                tariffs.retail().microPerKwh(),
                tariffs.feedIn().microPerKwh(),
                point.equipment().solarWp(),
                point.equipment().batteryWh(),
                point.equipment().evChargerW(),
                point.inServiceFrom().orElse(null));
    }
}
