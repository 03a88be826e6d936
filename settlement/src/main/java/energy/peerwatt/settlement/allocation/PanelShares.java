package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.util.HashMap;
import java.util.Map;

/**
 * Members own whole shares of what the community generates, and what rounding cuts from one is
 * carried to the next interval.
 *
 * <p>In each interval the shares add up to the whole generation; over many, each member's sum stays
 * within a few Wh of its exact part, which largest remainder alone does not grant: it would favour
 * the same member every time. What exceeds a member's consumption is fed in.
 *
 * @param shares at least 1 each
 * @param issued all shares, 1 to {@link #MOST_ISSUED}; those that are not a member's get their
 *     part, and it is fed in
 */
public record PanelShares(Map<ParticipantId, Integer> shares, int issued) implements AllocationKey {

    /** With so many, and up to 3 MWh generated in an interval, all products of the rule fit. */
    public static final int MOST_ISSUED = 1_000_000;

    /** Stands for the shares that are nobody's; never a member's number. */
    private static final ParticipantId NOBODY = ParticipantId.SUPPLIER;

    public PanelShares {
        shares = Map.copyOf(shares);
        long sum = 0;
        for (Map.Entry<ParticipantId, Integer> share : shares.entrySet()) {
            if (share.getValue() < 1) {
                throw new IllegalArgumentException(
                        "member %s has %d shares".formatted(share.getKey(), share.getValue()));
            }
            sum += share.getValue();
        }
        if (issued > MOST_ISSUED) {
            throw new IllegalArgumentException(
                    "%d shares are issued, more than %d".formatted(issued, MOST_ISSUED));
        }
        if (issued < 1 || sum > issued) {
            throw new IllegalArgumentException(
                    "members have %d shares of %d issued".formatted(sum, issued));
        }
    }

    @Override
    public Allocation allocate(Community community) {
        int size = community.size();
        long total = community.generated();
        long[] due = new long[size + 1];
        long[] positive = new long[size + 1];
        long nobodys = issued;
        for (int i = 0; i < size; i++) {
            long own = shares.getOrDefault(community.member(i), 0);
            nobodys -= own;
            due[i] = due(total, own, community.carried().of(community.member(i)));
        }
        due[size] = due(total, nobodys, nobodysCarry(community));
        for (int i = 0; i <= size; i++) {
            positive[i] = Math.max(0, due[i]);
        }
        long[] parts = LargestRemainder.apportion(total, positive);
        Map<ParticipantId, Long> carry = new HashMap<>();
        long[] given = new long[size];
        for (int i = 0; i <= size; i++) {
            carry.put(
                    i < size ? community.member(i) : NOBODY,
                    due[i] - Math.multiplyExact(parts[i], (long) issued));
        }
        System.arraycopy(parts, 0, given, 0, size);
        return Allocation.ofShares(community, given, Allocation.SellerRule.PRO_RATA)
                .carrying(new Carry(carry));
    }

    /** In parts of one Wh of which {@link #issued} make one Wh. */
    private static long due(long total, long shares, long carried) {
        return Math.addExact(Math.multiplyExact(total, shares), carried);
    }

    /** Whatever is not a present member's, so that all remainders add up to zero. */
    private static long nobodysCarry(Community community) {
        long ofMembers = 0;
        for (int i = 0; i < community.size(); i++) {
            ofMembers = Math.addExact(ofMembers, community.carried().of(community.member(i)));
        }
        return -ofMembers;
    }
}
