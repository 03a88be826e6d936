package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/** Shares by a table that may name members without a meter in the interval. */
final class Tables {

    private Tables() {}

    /**
     * Splits a total by weights. What falls to absent members goes to nobody.
     *
     * @param whole sum of all weights of the table, those of absent members too
     */
    static long[] shares(
            Community community, long total, ToLongFunction<ParticipantId> weight, long whole) {
        long[] weights = new long[community.size() + 1];
        long present = 0;
        for (int i = 0; i < community.size(); i++) {
            weights[i] = weight.applyAsLong(community.member(i));
            present = Math.addExact(present, weights[i]);
        }
        weights[community.size()] = whole - present;
        return Arrays.copyOf(LargestRemainder.apportion(total, weights), community.size());
    }
}
