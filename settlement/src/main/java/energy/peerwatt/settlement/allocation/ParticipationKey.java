package energy.peerwatt.settlement.allocation;

import energy.peerwatt.market.ParticipantId;
import java.time.Duration;
import java.util.Map;

/**
 * Members of several communities take part in this one with a part of their meter; that part is
 * shared by another key. In the words of Austria's grid operators it is G.01T of G.01.
 *
 * @param factors members that are absent take part with all their energy
 * @param inner how the parts are shared
 */
public record ParticipationKey(Map<ParticipantId, Factor> factors, AllocationKey inner)
        implements AllocationKey {

    /**
     * Which part of a metering point takes part in one of its communities.
     *
     * @param before sum of the factors of the communities that come before this one, millionths
     * @param factor of this community, millionths
     */
    public record Factor(int before, int factor) {

        private static final int WHOLE = 1_000_000;

        public Factor {
            if (before < 0 || factor < 0 || before > WHOLE || factor > WHOLE - before) {
                throw new IllegalArgumentException(
                        "participation %d after %d is not between 0 and %d millionths"
                                .formatted(factor, before, WHOLE));
            }
        }

        /**
         * The part of {@code wattHours}. Each community finds its own without asking the others,
         * and the parts of communities whose factors add up to one add up to the whole: each ends
         * where the next begins.
         */
        public long of(long wattHours) {
            return upTo(wattHours, before + factor) - upTo(wattHours, before);
        }

        private static long upTo(long wattHours, int millionths) {
            return Math.multiplyExact(wattHours, (long) millionths) / WHOLE;
        }
    }

    public ParticipationKey {
        factors = Map.copyOf(factors);
    }

    @Override
    public Allocation allocate(Community community) {
        return ofPart().allocate(part(community));
    }

    @Override
    public Community part(Community community) {
        return inner.part(
                community.with(
                        parts(community, community.generation()),
                        parts(community, community.consumption())));
    }

    @Override
    public AllocationKey ofPart() {
        return inner.ofPart();
    }

    private long[] parts(Community community, long[] energies) {
        for (int i = 0; i < energies.length; i++) {
            Factor factor = factors.get(community.member(i));
            if (factor != null) {
                energies[i] = factor.of(energies[i]);
            }
        }
        return energies;
    }

    @Override
    public void requireLength(Duration interval) {
        inner.requireLength(interval);
    }
}
