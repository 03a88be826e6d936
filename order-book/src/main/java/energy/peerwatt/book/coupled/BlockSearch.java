package energy.peerwatt.book.coupled;

import energy.peerwatt.book.coupled.CoupledCall.Block;
import energy.peerwatt.book.coupled.CoupledCall.PriceRule;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the blocks by branch and bound: a {@link Trial} that may take blocks in contradictory
 * parts is at least as good as any choice within its bounds, so where it is no better than the best
 * choice known, there is nothing to find. Otherwise one block's bounds are split, more parts first.
 */
final class BlockSearch {

    private static final int NONE = -1;

    private final CoupledCall call;
    private final PriceRule rule;
    private final long[] fewest;
    private final long[] most;
    private @Nullable Clearing best;
    private BigInteger bestWelfare = BigInteger.ZERO;

    BlockSearch(CoupledCall call, PriceRule rule) {
        this.call = call;
        this.rule = rule;
        fewest = new long[call.blocks().size()];
        most = call.blocks().stream().mapToLong(Block::parts).toArray();
    }

    /** Taking no block is always a choice, so there is a best one. */
    Clearing best() {
        search();
        if (best == null) {
            throw new IllegalStateException("not even the call without blocks clears");
        }
        return best;
    }

    private void search() {
        Trial trial = new Trial(call, fewest, most);
        if (!trial.isPossible() || !isBetter(trial)) {
            return;
        }
        int contradiction = firstContradiction(trial);
        if (contradiction == NONE && isAdmitted(trial)) {
            return;
        }
        int block = contradiction == NONE ? firstOpen() : contradiction;
        if (block != NONE) {
            split(block);
        }
    }

    private boolean isBetter(Trial trial) {
        return best == null || trial.welfare().compareTo(bestWelfare) > 0;
    }

    private int firstContradiction(Trial trial) {
        for (int i = 0; i < most.length; i++) {
            if (trial.parts(i) == Trial.CONTRADICTION) {
                return i;
            }
        }
        return NONE;
    }

    private int firstOpen() {
        for (int i = 0; i < most.length; i++) {
            if (isOpen(i)) {
                return i;
            }
        }
        return NONE;
    }

    private boolean isOpen(int block) {
        return fewest[block] < most[block]
                && (fewest[block] == 0 || !call.blocks().get(block).isLoose());
    }

    private void split(int block) {
        long low = fewest[block];
        long high = most[block];
        long upper =
                low == 0 ? call.blocks().get(block).minimumParts() : low + (high - low + 1) / 2;
        fewest[block] = upper;
        search();
        fewest[block] = low;
        most[block] = low == 0 ? 0 : upper - 1;
        search();
        most[block] = high;
    }

    /** Keeps the choice of a trial without contradiction if prices can be found for it. */
    private boolean isAdmitted(Trial relaxed) {
        long[] lower = new long[most.length];
        long[] upper = new long[most.length];
        for (int i = 0; i < most.length; i++) {
            Block block = call.blocks().get(i);
            long parts = relaxed.parts(i);
            boolean loose = parts > 0 && block.isLoose();
            lower[i] = loose ? block.minimumParts() : parts;
            upper[i] = loose ? block.parts() : parts;
        }
        Trial trial = new Trial(call, lower, upper);
        List<long[]> prices = prices(trial);
        if (prices == null) {
            return false;
        }
        best = trial.clearing(prices);
        bestWelfare = trial.welfare();
        return true;
    }

    /**
     * Prices at which no block loses: by the rule and with every block content in every interval;
     * or by the rule; or the highest, which sellers like best; or the lowest.
     */
    private @Nullable List<long[]> prices(Trial trial) {
        List<PriceRange> content = trial.priceRanges(true);
        if (arePossible(content)) {
            return byRule(content);
        }
        List<PriceRange> ranges = trial.priceRanges(false);
        if (!arePossible(ranges)) {
            return null;
        }
        List<List<long[]>> candidates =
                List.of(
                        byRule(ranges),
                        all(ranges, PriceRange::highest),
                        all(ranges, PriceRange::lowest));
        return candidates.stream().filter(trial::isWorthIt).findFirst().orElse(null);
    }

    private static boolean arePossible(List<PriceRange> ranges) {
        return ranges.stream().allMatch(PriceRange::isPossible);
    }

    private List<long[]> byRule(List<PriceRange> ranges) {
        return switch (rule) {
            case MIDDLE -> all(ranges, PriceRange::middle);
            case LOWEST -> all(ranges, PriceRange::lowest);
        };
    }

    private static List<long[]> all(List<PriceRange> ranges, Function<PriceRange, long[]> which) {
        return ranges.stream().map(which).toList();
    }
}
