package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.time.DeliveryInterval;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
 * @param document the rules as they are kept, JSON
 * @param actor who set it, when and why
 */
public record RulesRevision(
        AreaId area,
        int revision,
        Instant validFrom,
        RulesContent content,
        String document,
        Actor actor) {

    /** What stands for the default rules, which have no revision. */
    private static final String DEFAULT_DOCUMENT = "default";

    /** SHA-256 of the rules as they are kept, by which members vote on them. */
    public Digest documentHash() {
        return hash(document);
    }

    /** The same of the ones that count; the default ones if there are none. */
    static Digest documentOf(Optional<RulesRevision> counting) {
        return counting.map(RulesRevision::documentHash).orElseGet(() -> hash(DEFAULT_DOCUMENT));
    }

    private static Digest hash(String document) {
        try {
            byte[] text = document.getBytes(StandardCharsets.UTF_8);
            return Digest.of(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

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
