package energy.peerwatt.web.view;

import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.Governance.Proposal;
import energy.peerwatt.settlement.chain.Governance.State;
import energy.peerwatt.settlement.chain.ProposedRules;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the community votes on.
 *
 * @param chainId where the contracts are
 * @param contracts addresses by name; members propose at {@code CommunityGovernor}
 * @param proposals the newest first
 */
public record GovernanceView(
        long chainId, Map<String, String> contracts, List<ProposalView> proposals) {

    /**
     * Something to vote on, as the chain's newest block has it.
     *
     * @param id {@code 0x} and 64 digits
     * @param from when its vote begins
     * @param until when its vote ends
     * @param inFavour votes for it
     * @param against votes against it
     * @param dueAt when it can take effect at the earliest; null until it waits for that
     * @param rules that it would give areas
     * @param targets contracts that it calls
     */
    public record ProposalView(
            String id,
            String description,
            State state,
            Instant from,
            Instant until,
            long inFavour,
            long against,
            @Nullable Instant dueAt,
            List<ProposedRulesView> rules,
            List<String> targets) {

        private static ProposalView of(Proposal one) {
            return new ProposalView(
                    one.id().hex(),
                    one.description(),
                    one.state(),
                    one.from(),
                    one.until(),
                    one.inFavour(),
                    one.against(),
                    one.dueAt().orElse(null),
                    one.rules().stream().map(ProposedRulesView::of).toList(),
                    one.targets().stream().map(ChainAddress::checksummed).toList());
        }
    }

    /**
     * Rules of an area that are voted on; fees at most, in micro-currency per kWh.
     *
     * @param allocationKey the contract's code of the key
     * @param documentHash of the revision at {@code /areas/{area}/settlement-rules} that it is
     */
    public record ProposedRulesView(
            int areaId,
            Instant from,
            int allocationKey,
            long gateSeconds,
            long feeMicro,
            long gridFeeMicro,
            long minPoolMicro,
            long maxPoolMicro,
            String documentHash) {

        private static ProposedRulesView of(ProposedRules one) {
            return new ProposedRulesView(
                    one.area().value(),
                    one.from(),
                    one.allocationKey(),
                    one.gate().toSeconds(),
                    one.fee().microPerKwh(),
                    one.gridFee().microPerKwh(),
                    one.minPool().microPerKwh(),
                    one.maxPool().microPerKwh(),
                    one.document().hex());
        }
    }

    public static GovernanceView of(
            long chainId, Map<String, ChainAddress> contracts, List<Proposal> proposals) {
        Map<String, String> addresses = new TreeMap<>();
        contracts.forEach((name, address) -> addresses.put(name, address.checksummed()));
        return new GovernanceView(
                chainId, addresses, proposals.stream().map(ProposalView::of).toList());
    }
}
