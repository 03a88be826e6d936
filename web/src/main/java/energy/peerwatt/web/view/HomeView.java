package energy.peerwatt.web.view;

import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.Participant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A home of an area.
 *
 * @param inServiceFrom start of the first interval it is settled for; null before
 */
public record HomeView(
        long participantId,
        String name,
        String meteringPointId,
        String meter,
        int solarWp,
        int batteryWh,
        int evChargerW,
        long retailMicro,
        long feedInMicro,
        @Nullable Instant inServiceFrom) {

    public static HomeView of(Participant participant, MeteringPoint point, Instant now) {
        Tariffs tariffs = point.tariffs().at(now);
        return new HomeView(
                participant.id().value(),
                participant.name(),
                point.id().value(),
                point.equipment().meter(),
                point.equipment().solarWp(),
                point.equipment().batteryWh(),
                point.equipment().evChargerW(),
                tariffs.retail().microPerKwh(),
                tariffs.feedIn().microPerKwh(),
                point.inServiceFrom().orElse(null));
    }
}
