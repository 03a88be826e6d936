package energy.peerwatt.settlement.allocation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Who sells to whom in an allocation; never a member to itself. */
public final class Flows {

    /** Energy from one member to another, by index; positive. */
    public record Flow(int seller, int buyer, long wattHours) {}

    private record Pair(int seller, int buyer) {

        static final Comparator<Pair> ORDER =
                Comparator.comparingInt(Pair::seller).thenComparingInt(Pair::buyer);
    }

    private Flows() {}

    /** The flows in order of seller and buyer. */
    public static List<Flow> of(Allocation allocation) {
        return pair(allocation.sold(), allocation.bought());
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
}
