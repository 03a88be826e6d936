package energy.peerwatt.web.settling;

import energy.peerwatt.settlement.DeliveryRule;
import energy.peerwatt.settlement.SettlementRules;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settlement rules as JSON, as operators write them and the database keeps them.
 *
 * @param key of the pool; with mode SHARING only, and due there
 * @param delivery missing: PRO_RATA
 * @param indemnity with mode SHARING only; missing: none
 * @param imbalance with mode CONTRACTS only, and due there
 * @param rewards with mode SHARING only; missing: none
 * @param finalAfterDays days after an interval's end from which on it is not settled again;
 *     missing: never
 */
public record RulesContent(
        @NotNull Mode mode,
        @Valid @Nullable KeyContent key,
        @Nullable DeliveryRule delivery,
        @Nullable Boolean indemnity,
        @Valid @Nullable ImbalanceContent imbalance,
        @Valid @Nullable RewardContent rewards,
        @Min(1) @Max(MOST_DAYS) @Nullable Integer finalAfterDays) {

    private static final int MOST_DAYS = 3_660;

    /** What fixes quantities. */
    public enum Mode {
        /** The meter; see {@link SettlementRules.Sharing}. */
        SHARING,
        /** The contract; see {@link SettlementRules.Contracts}. */
        CONTRACTS
    }

    /**
     * The rules.
     *
     * @param zone of local hours
     * @param published imbalance prices of the interval, if they are known
     * @return empty if the interval waits for its imbalance prices
     * @throws IllegalArgumentException naming what does not fit
     */
    public Optional<SettlementRules> rules(ZoneId zone, Optional<SeriesPrice> published) {
        DeliveryRule rule = delivery == null ? DeliveryRule.PRO_RATA : delivery;
        return switch (mode) {
            case SHARING -> {
                requireAbsent("imbalance", imbalance);
                yield Optional.of(
                        new SettlementRules.Sharing(
                                required("key", key).key(zone),
                                rule,
                                Boolean.TRUE.equals(indemnity),
                                Optional.ofNullable(rewards).map(RewardContent::rules)));
            }
            case CONTRACTS -> {
                requireAbsent("key", key);
                requireAbsent("indemnity", indemnity);
                requireAbsent("rewards", rewards);
                yield required("imbalance", imbalance)
                        .prices(published)
                        .map(known ->
                                new SettlementRules.Contracts(
                                        rule, known.prices(), known.quality()));
            }
        };
    }

    /** Whether what it settles depends on the area's series of imbalance prices. */
    boolean readsPrices() {
        return imbalance instanceof ImbalanceContent.Series;
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("mode " + mode + " needs " + name);
        }
        return value;
    }

    private void requireAbsent(String name, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException("mode " + mode + " has no " + name);
        }
    }
}
