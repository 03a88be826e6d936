package energy.peerwatt.web.settling;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.AgreedRules;
import energy.peerwatt.settlement.chain.Digest;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.parts.Parts;
import energy.peerwatt.web.registry.Area;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets an area settle only by rules that its community has agreed to on the chain. Its first ones
 * the market founds it with; whatever an operator sets after that waits until the members' vote has
 * scheduled the same document for that time. Blocks on chain and database; by any threads.
 */
@Singleton
final class RulesBinding {

    private final Parts parts;
    private final boolean binding;
    private final AgreedDocuments agreed;

    @Inject
    RulesBinding(Parts parts, MarketConfig config) {
        this(parts, config.chain().rulesByVote());
    }

    RulesBinding(Parts parts, boolean binding) {
        this.parts = parts;
        this.binding = binding;
        this.agreed =
                new AgreedDocuments(
                        new AgreedDocuments.Source() {
                            @Override
                            public Optional<Digest> documentAt(AreaId area, Instant start) {
                                return rules().documentAt(area, start);
                            }

                            @Override
                            public boolean isFixed(Instant start) {
                                return rules().isFixed(start);
                            }
                        });
    }

    private AgreedRules rules() {
        return parts.chain().gateway().agreedRules();
    }

    /**
     * Asks the chain for what was agreed on for intervals to come, so that they need not wait while
     * it does not answer.
     *
     * @return whether there is more to ask for
     */
    boolean lookAhead(Area area) {
        return binding && agreed.lookAhead(area.rules().area());
    }

    /**
     * Why an interval must wait.
     *
     * @param counting the rules that the operator has set for it; empty for the default ones
     * @return empty if they are agreed on
     */
    Optional<String> heldUp(
            Area area, DeliveryInterval interval, Optional<RulesRevision> counting) {
        if (!binding) {
            return Optional.empty();
        }
        try {
            return agreed(area, interval, counting);
        } catch (MarketException e) {
            if (e.code() != ErrorCode.CHAIN_UNAVAILABLE) {
                throw e;
            }
            return Optional.of("the chain cannot be asked which rules are agreed on");
        }
    }

    private Optional<String> agreed(
            Area area, DeliveryInterval interval, Optional<RulesRevision> counting) {
        AreaId id = area.rules().area();
        Digest document = RulesRevision.documentOf(counting);
        Optional<Digest> decided = agreed.at(id, interval);
        if (decided.isEmpty()) {
            Optional<String> refusal = rules().found(id, area.rules().gateLead(), document);
            return Optional.of(
                    refusal.map(why -> "the chain refuses the area's first rules: " + why)
                            .orElse("the area's first rules are on their way to the chain"));
        }
        return decided.get().equals(document)
                ? Optional.empty()
                : Optional.of(undecided(counting, document, decided.get()));
    }

    private static String undecided(
            Optional<RulesRevision> counting, Digest document, Digest agreed) {
        return "rules revision "
                + counting.map(RulesRevision::revision).orElse(0)
                + " was not decided by the members: its document is "
                + document.hex()
                + ", agreed on is "
                + agreed.hex();
    }
}
