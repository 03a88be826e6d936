package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.time.DeliveryInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One revision of an area's settlement rules.
 *
 * @param revision from 1
 * @param validFrom start of the first interval that is settled by it, unless another is valid then
 * @param actor who set it, when and why
 */
public record RulesRevision(
        AreaId area, int revision, Instant validFrom, RulesContent content, Actor actor) {

    /** The one that counts for an interval; empty for the default rules. */
    public static Optional<RulesRevision> at(List<RulesRevision> all, DeliveryInterval interval) {
        return all.stream()
                .filter(one -> !one.validFrom.isAfter(interval.start()))
                .max(
                        Comparator.comparing(RulesRevision::validFrom)
                                .thenComparingInt(RulesRevision::revision));
    }

    /** From when on an interval that was settled by it is not settled again; empty for never. */
    public Optional<Instant> finalAt(DeliveryInterval interval) {
        return Optional.ofNullable(content.finalAfterDays())
                .map(days -> interval.end().plus(Duration.ofDays(days)));
    }
}
