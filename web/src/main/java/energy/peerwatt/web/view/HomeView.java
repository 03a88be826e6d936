package energy.peerwatt.web.view;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.Participant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A home of an area. Of a neighbour's home all but the number is null.
 *
 * @param inServiceFrom start of the first interval it is settled for; null before
 */
public record HomeView(
        long participantId,
        @Nullable String name,
        @Nullable String meteringPointId,
        @Nullable String meter,
        @Nullable Integer solarWp,
        @Nullable Integer batteryWh,
        @Nullable Integer evChargerW,
        @Nullable Long retailMicro,
        @Nullable Long feedInMicro,
        @Nullable Instant inServiceFrom) {

    /** A home of which the caller may only know that it is there. */
    public static HomeView neighbour(ParticipantId participant) {
        return new HomeView(
                participant.value(), null, null, null, null, null, null, null, null, null);
    }

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
