package energy.peerwatt.web.view;

import energy.peerwatt.web.settling.RewardContent;
import energy.peerwatt.web.settling.RulesRevision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an area pays its members out of what they gain, as it is published.
 *
 * @param revision of the area's settlement rules; 0 are the default ones
 * @param validFrom start of the first interval that it holds for; null for the default rules
 * @param rewards null if there are none
 * @param sentences the same in words
 */
public record RewardsView(
        int areaId,
        int revision,
        @Nullable Instant validFrom,
        @Nullable RewardContent rewards,
        List<String> sentences) {

    /** What a revision pays; empty for the default rules, which pay nothing. */
    public static RewardsView of(int area, Optional<RulesRevision> revision) {
        Optional<RewardContent> rewards =
                revision.map(RulesRevision::content).flatMap(c -> Optional.ofNullable(c.rewards()));
        return new RewardsView(
                area,
                revision.map(RulesRevision::revision).orElse(0),
                revision.map(RulesRevision::validFrom).orElse(null),
                rewards.orElse(null),
                rewards.map(RewardContent::sentences).orElse(List.of()));
    }
}
