package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.util.Map;

/**
 * The static key: each member has a fixed weight in the whole, whatever it consumes.
 *
 * <p>What exceeds a member's consumption is fed in, or, if it is redistributed, shared by the same
 * weights among those that still consume, until one side is used up. What would go to members of
 * the table that are not metered is treated likewise.
 *
 * @param weights 1 to a million each; members that are absent get nothing
 * @param redistribute whether others get what a member cannot use
 */
public record StaticKey(Map<ParticipantId, Long> weights, boolean redistribute)
        implements AllocationKey {

    private static final long HEAVIEST = 1_000_000;

    public StaticKey {
        weights = Map.copyOf(weights);
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("no weights");
        }
        weights.forEach((member, weight) -> {
            if (weight < 1 || weight > HEAVIEST) {
                throw new IllegalArgumentException(
                        "weight of member "
                                + member
                                + " is not between 1 and a million: "
                                + weight);
            }
        });
    }

    @Override
    public Allocation allocate(Community community) {
        long[] shares =
                Tables.shares(
                        community, community.generated(), m -> weights.getOrDefault(m, 0L), sum());
        if (redistribute) {
            shares = filled(shares, community);
        }
        return Allocation.ofShares(community, shares, Allocation.SellerRule.PRO_RATA);
    }

    private long sum() {
        return weights.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Each round uses up what is left, or fills one member more. */
    private long[] filled(long[] shares, Community community) {
        long[] filled = shares.clone();
        while (true) {
            long[] open = new long[filled.length];
            long left = community.generated();
            for (int i = 0; i < filled.length; i++) {
                filled[i] = Math.min(filled[i], community.consumption(i));
                left -= filled[i];
                if (filled[i] < community.consumption(i)) {
                    open[i] = weights.getOrDefault(community.member(i), 0L);
                }
            }
            if (left == 0 || Community.sum(open) == 0) {
                return filled;
            }
            long[] more = LargestRemainder.apportion(left, open);
            for (int i = 0; i < filled.length; i++) {
                filled[i] = Math.addExact(filled[i], more[i]);
            }
        }
    }
}
