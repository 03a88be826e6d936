package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/**
 * Shared in an hour is the lesser of what was injected and what was withdrawn, as in Italy's
 * communities below one primary substation; it is attributed to plants in order of commissioning.
 *
 * <p>The lesser of two hours' sums is not the sum of their quarters' lesser ones, so the key is for
 * areas with hourly intervals.
 *
 * @param plants members with a plant, the one commissioned first first; others come after them in
 *     proportion to what they inject
 */
public record HourlyMinimum(List<ParticipantId> plants) implements AllocationKey {

    private static final Duration HOUR = Duration.ofHours(1);

    public HourlyMinimum {
        plants = List.copyOf(plants);
        if (new HashSet<>(plants).size() != plants.size()) {
            throw new IllegalArgumentException("a plant is named twice");
        }
    }

    @Override
    public void requireLength(Duration interval) {
        if (!interval.equals(HOUR)) {
            throw new IllegalArgumentException("the hourly minimum needs hourly intervals");
        }
    }

    @Override
    public Allocation allocate(Community community) {
        requireLength(community.interval().length());
        long shared = Math.min(community.generated(), community.consumed());
        long[] shares = LargestRemainder.apportion(shared, community.consumption());
        return Allocation.ofShares(
                community, shares, (total, generation) -> attribute(total, generation, community));
    }

    private long[] attribute(long total, long[] generation, Community community) {
        long[] rest = generation.clone();
        long[] sold = new long[generation.length];
        long left = total;
        for (ParticipantId plant : plants) {
            int i = community.indexOf(plant);
            if (i >= 0) {
                sold[i] = Math.min(left, generation[i]);
                left -= sold[i];
                rest[i] = 0;
            }
        }
        long[] others = LargestRemainder.apportion(left, rest);
        for (int i = 0; i < sold.length; i++) {
            sold[i] += others[i];
        }
        return sold;
    }
}
