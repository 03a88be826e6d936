package energy.peerwatt.web.view;

import energy.peerwatt.web.settling.Resettlement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A settled interval whose values have changed since.
 *
 * @param causes why they have new versions, separated by commas
 * @param doneAt when it was settled again; null while that is due
 * @param version of the settlement that took the new values; null while due or if nothing changed
 * @param problem why it cannot be settled again; null if nothing is wrong
 */
public record ResettlementView(
        int areaId,
        Instant interval,
        String causes,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant doneAt,
        @Nullable Integer version,
        @Nullable String problem) {

    public static ResettlementView of(Resettlement resettlement) {
        return new ResettlementView(
                resettlement.area().value(),
                resettlement.start(),
                resettlement.causes(),
                resettlement.firstAt(),
                resettlement.lastAt(),
                resettlement.doneAt().orElse(null),
                resettlement.version().orElse(null),
                resettlement.problem().orElse(null));
    }
}
