package energy.peerwatt.settlement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The dynamic key: remaining exports and imports shared in proportion to themselves, in whole Wh,
 * never from a member to itself.
 *
 * <p>As much is shared as there are exports and imports of different members to pair: {@code
 * min(sum X, sum I)}, less only where one member holds so much of both that the rest could be
 * paired with itself alone. Shares follow the key by largest remainder. A member whose share of
 * both sides together exceeds the whole would have to buy from itself; at most one can, and its
 * share of the side that has room is cut to what the others can take.
 */
final class PoolSharing {

    /** Energy from one member to another, by index; positive. */
    record Flow(int seller, int buyer, long wattHours) {}

    private record Pair(int seller, int buyer) {

        static final Comparator<Pair> ORDER =
                Comparator.comparingInt(Pair::seller).thenComparingInt(Pair::buyer);
    }

    private final long[] exports;
    private final long[] imports;
    private final long exportSum;
    private final long importSum;

    private PoolSharing(long[] exports, long[] imports) {
        this.exports = exports;
        this.imports = imports;
        exportSum = sum(exports);
        importSum = sum(imports);
    }

    /**
     * The flows in order of seller and buyer.
     *
     * @param exports what each member has left to sell, Wh
     * @param imports what each member has left to buy, Wh, by the same index
     */
    static List<Flow> share(long[] exports, long[] imports) {
        return new PoolSharing(exports, imports).flows();
    }

    private List<Flow> flows() {
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
    private List<Flow> allWith(int hub) {
        long[] sold = exports.clone();
        long[] bought = imports.clone();
        sold[hub] = importSum - imports[hub];
        bought[hub] = exportSum - exports[hub];
        return pair(sold, bought);
    }

    private List<Flow> byKey(long total) {
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
        return pair(sold, bought);
    }

    /** Fixes one member's part and shares the rest of the total among the others by the key. */
    private static long[] withShareOf(int member, long part, long total, long[] weights) {
        long[] others = weights.clone();
        others[member] = 0;
        long[] parts = LargestRemainder.apportion(total - part, others);
        parts[member] = part;
        return parts;
    }

    /** Walks sellers and buyers side by side, then exchanges what met itself. */
    private static List<Flow> pair(long[] sold, long[] bought) {
        TreeMap<Pair, Long> flows = new TreeMap<>(Pair.ORDER);
        long[] toBuy = bought.clone();
        int buyer = 0;
        for (int seller = 0; seller < sold.length; seller++) {
            long toSell = sold[seller];
            while (toSell > 0) {
                long energy = Math.min(toSell, toBuy[buyer]);
                move(flows, seller, buyer, energy);
                toSell -= energy;
                toBuy[buyer] -= energy;
                if (toBuy[buyer] == 0) {
                    buyer++;
                }
            }
        }
        for (int i = 0; i < sold.length; i++) {
            exchangeOwn(flows, i);
        }
        List<Flow> result = new ArrayList<>(flows.size());
        flows.forEach((pair, energy) -> result.add(new Flow(pair.seller, pair.buyer, energy)));
        return result;
    }

    /**
     * Replaces a member's flow to itself and a flow of others by two crossed ones. The others' flow
     * is large enough, because the member's sales and purchases together are at most the total.
     */
    private static void exchangeOwn(NavigableMap<Pair, Long> flows, int member) {
        Pair own = new Pair(member, member);
        while (flows.containsKey(own)) {
            var donor =
                    flows.entrySet().stream()
                            .filter(flow -> flow.getKey().seller != member)
                            .filter(flow -> flow.getKey().buyer != member)
                            .findFirst()
                            .orElseThrow();
            Pair others = donor.getKey();
            long energy = Math.min(flows.get(own), donor.getValue());
            move(flows, member, member, -energy);
            move(flows, others.seller, others.buyer, -energy);
            move(flows, member, others.buyer, energy);
            move(flows, others.seller, member, energy);
        }
    }

    private static void move(NavigableMap<Pair, Long> flows, int seller, int buyer, long energy) {
        if (energy != 0) {
            flows.merge(
                    new Pair(seller, buyer), energy, (a, b) -> a + b == 0 ? null : (Long) (a + b));
        }
    }

    private static long sum(long[] values) {
        return Arrays.stream(values).reduce(0, Math::addExact);
    }
}
