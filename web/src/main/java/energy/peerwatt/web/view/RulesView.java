package energy.peerwatt.web.view;

import energy.peerwatt.web.settling.RulesContent;
import energy.peerwatt.web.settling.RulesRevision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One revision of an area's settlement rules.
 *
 * @param validFrom start of the first interval that is settled by it, unless another revision is
 *     valid then: of those that are, the one that is valid from the latest time counts
 * @param documentHash SHA-256 of the rules, {@code 0x} and 64 digits: where the community has
 *     agreed on other ones on the chain, intervals wait
 * @param by who set it; null for others than operators
 */
public record RulesView(
        int areaId,
        int revision,
        Instant validFrom,
        RulesContent rules,
        String documentHash,
        Instant setAt,
        @Nullable String by,
        String reason) {

    /**
     * The view.
     *
     * @param withLogin whether it says who set it
     */
    public static RulesView of(RulesRevision revision, boolean withLogin) {
        return new RulesView(
                revision.area().value(),
                revision.revision(),
                revision.validFrom(),
                revision.content(),
                revision.documentHash().hex(),
                revision.actor().at(),
                withLogin ? revision.actor().login() : null,
                revision.actor().reason());
    }
}
