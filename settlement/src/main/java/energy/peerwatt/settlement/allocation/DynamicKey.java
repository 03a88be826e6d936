package energy.peerwatt.settlement.allocation;

/**
 * The dynamic key: generation and consumption shared in proportion to themselves, never from a
 * member to itself.
 *
 * <p>As much is shared as there is generation and consumption of different members to pair: {@code
 * min(sum X, sum I)}, less only where one member holds so much of both that the rest could be
 * paired with itself alone. Shares follow the key by largest remainder. A member whose share of
 * both sides together exceeds the whole would have to buy from itself; at most one can, and its
 * share of the side that has room is cut to what the others can take.
 */
public record DynamicKey() implements AllocationKey {

    @Override
    public Allocation allocate(Community community) {
        return new Split(community).allocate();
    }

    /** One community's energy on the way to its allocation. */
    private static final class Split {

        private final long[] exports;
        private final long[] imports;
        private final long exportSum;
        private final long importSum;

        Split(Community community) {
            exports = community.generation();
            imports = community.consumption();
            exportSum = community.generated();
            importSum = community.consumed();
        }

        private long[] shares() {
            return LargestRemainder.apportion(importSum == 0 ? 0 : exportSum, imports);
        }

        Allocation allocate() {
            long byOthers = Long.MAX_VALUE;
            int hub = 0;
            for (int i = 0; i < exports.length; i++) {
                long others = Math.addExact(exportSum - exports[i], importSum - imports[i]);
                if (others < byOthers) {
                    byOthers = others;
                    hub = i;
                }
            }
            if (byOthers < Math.min(exportSum, importSum)) {
                return allWith(hub);
            }
            return byKey(Math.min(exportSum, importSum));
        }

        /** Everybody else sells to and buys from the one member that has more of both than they. */
        private Allocation allWith(int hub) {
            long[] sold = exports.clone();
            long[] bought = imports.clone();
            sold[hub] = importSum - imports[hub];
            bought[hub] = exportSum - exports[hub];
            return Allocation.of(shares(), bought, sold);
        }

        private Allocation byKey(long total) {
            long[] sold = LargestRemainder.apportion(total, exports);
            long[] bought = LargestRemainder.apportion(total, imports);
            for (int i = 0; i < sold.length; i++) {
                if (sold[i] + bought[i] > total) {
                    if (total == exportSum) {
                        bought = withShareOf(i, total - sold[i], total, imports);
                    } else {
                        sold = withShareOf(i, total - bought[i], total, exports);
                    }
                    break;
                }
            }
            return Allocation.of(shares(), bought, sold);
        }

        /** Fixes one member's part and shares the rest of the total among the others by the key. */
        private static long[] withShareOf(int member, long part, long total, long[] weights) {
            long[] others = weights.clone();
            others[member] = 0;
            long[] parts = LargestRemainder.apportion(total - part, others);
            parts[member] = part;
            return parts;
        }
    }
}
