package energy.peerwatt.web.view;

import energy.peerwatt.web.settling.Resettlement;
import energy.peerwatt.web.settling.Resettlement.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A settled interval whose values have changed since.
 *
 * @param causes why they have new versions, separated by commas
 * @param doneAt when it was settled again; null while that is due
 * @param version of the settlement that took the new values; null while due or if nothing changed
 * @param problem why it cannot be settled again; null if nothing is wrong
 * @param decidedBy login of the operator who had it tried once more or left as it was; null: nobody
 * @param decidedReason why; null if nobody did
 */
public record ResettlementView(
        int areaId,
        Instant interval,
        String causes,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant doneAt,
        @Nullable Integer version,
        @Nullable String problem,
        @Nullable String decidedBy,
        @Nullable String decidedReason) {

    public static ResettlementView of(Resettlement resettlement) {
        return new ResettlementView(
                resettlement.area().value(),
                resettlement.start(),
                resettlement.causes(),
                resettlement.firstAt(),
                resettlement.lastAt(),
                resettlement.doneAt().orElse(null),
                resettlement.version().orElse(null),
                resettlement.problem().orElse(null),
                resettlement.decided().map(Decision::by).orElse(null),
                resettlement.decided().map(Decision::reason).orElse(null));
    }
}
