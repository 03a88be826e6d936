package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The hierarchical key: groups of members are served one after the other, each by the dynamic key
 * inside. Members of no group come last.
 *
 * @param groups in the order in which they are served; a member is in one at most
 */
public record HierarchicalKey(List<List<ParticipantId>> groups) implements AllocationKey {

    public HierarchicalKey {
        groups = groups.stream().map(List::copyOf).toList();
        rankOf(groups);
    }

    @Override
    public Allocation allocate(Community community) {
        Map<ParticipantId, Integer> rankOf = rankOf(groups);
        long[] shares = new long[community.size()];
        long left = community.generated();
        for (int rank = 0; rank <= groups.size(); rank++) {
            long[] wanted = community.consumption();
            for (int i = 0; i < wanted.length; i++) {
                if (rankOf.getOrDefault(community.member(i), groups.size()) != rank) {
                    wanted[i] = 0;
                }
            }
            long total = Math.min(left, Community.sum(wanted));
            long[] parts = LargestRemainder.apportion(total, wanted);
            for (int i = 0; i < parts.length; i++) {
                shares[i] += parts[i];
            }
            left -= total;
        }
        return Allocation.ofShares(community, shares, Allocation.SellerRule.PRO_RATA);
    }

    private static Map<ParticipantId, Integer> rankOf(List<List<ParticipantId>> groups) {
        Map<ParticipantId, Integer> rankOf = new HashMap<>();
        for (int rank = 0; rank < groups.size(); rank++) {
            for (ParticipantId member : groups.get(rank)) {
                if (rankOf.put(member, rank) != null) {
                    throw new IllegalArgumentException("member " + member + " is named twice");
                }
            }
        }
        return rankOf;
    }
}
