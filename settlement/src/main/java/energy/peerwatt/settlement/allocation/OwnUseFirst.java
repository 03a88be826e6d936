package energy.peerwatt.settlement.allocation;

import java.time.Duration;

/**
 * What a member generates covers its own consumption first; the rest is shared by another key.
 *
 * <p>In Luxembourg's guidance, of 500 generated with 200 used by the producer 300 are shared.
 *
 * @param inner how the rest is shared
 */
public record OwnUseFirst(AllocationKey inner) implements AllocationKey {

    @Override
    public Allocation allocate(Community community) {
        long[] generation = community.generation();
        long[] consumption = community.consumption();
        long[] own = new long[generation.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = Math.min(generation[i], consumption[i]);
            generation[i] -= own[i];
            consumption[i] -= own[i];
        }
        return inner.allocate(community.with(generation, consumption)).after(own);
    }

    @Override
    public void requireLength(Duration interval) {
        inner.requireLength(interval);
    }
}
