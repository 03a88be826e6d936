package energy.peerwatt.book.coupled;

import energy.peerwatt.book.coupled.CoupledCall.Link;
import energy.peerwatt.market.Side;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * The exchange of one interval. Again and again the seller and the buyer with the greatest gain
 * between them trade, over the cheapest way there is, until no pair gains. A way may run against
 * what already flows, which gives its fee back. This is the method of successive shortest paths, so
 * the welfare is the greatest there is after every step for its volume.
 */
final class IntervalMarket {

    private static final long NO_ENERGY = Long.MAX_VALUE;
    private static final int LOCAL = -1;
    private static final int NOBODY = -1;

    private final List<Position> positions;
    private final List<Link> links;
    private final long[] flows;
    private final List<Queue<Position>> asks;
    private final List<Queue<Position>> bids;

    /** What the cheapest energy costs in an area, and the way it came there. */
    private final long[] costs;

    /** Twice the number of a link, plus one if against it; {@link #LOCAL} if from here. */
    private final int[] arrivals;

    /** Clears at once. Of equal limits the earlier position comes first. */
    IntervalMarket(int areas, List<Position> positions, List<Link> links) {
        this.positions = positions;
        this.links = links;
        flows = new long[links.size()];
        costs = new long[areas];
        arrivals = new int[areas];
        Comparator<Position> cheapest = Comparator.comparingLong(Position::rank);
        asks = queues(areas, Side.SELL, cheapest);
        bids = queues(areas, Side.BUY, cheapest.reversed());
        while (tradeBestPair()) {
            // until nobody gains
        }
        cancelOppositeFlows();
    }

    private List<Queue<Position>> queues(int areas, Side side, Comparator<Position> best) {
        List<Queue<Position>> queues = new ArrayList<>();
        for (int area = 0; area < areas; area++) {
            queues.add(new ArrayDeque<>());
        }
        positions.stream()
                .filter(p -> p.side == side && p.quantity > 0)
                .sorted(best)
                .forEach(p -> queues.get(p.area).add(p));
        return queues;
    }

    private boolean tradeBestPair() {
        bringCheapestEnergyEverywhere();
        int buyer = bestBuyer();
        if (buyer == NOBODY) {
            return false;
        }
        trade(buyer);
        return true;
    }

    private void bringCheapestEnergyEverywhere() {
        for (int area = 0; area < costs.length; area++) {
            Position ask = asks.get(area).peek();
            costs[area] = ask == null ? NO_ENERGY : ask.rank();
            arrivals[area] = LOCAL;
        }
        boolean cheaper = true;
        while (cheaper) {
            cheaper = false;
            for (int way = 0; way < 2 * flows.length; way++) {
                cheaper |= bring(way);
            }
        }
    }

    private boolean bring(int way) {
        int from = origin(way);
        int to = destination(way);
        if (costs[from] == NO_ENERGY || room(way) == 0 || costs[from] + fee(way) >= costs[to]) {
            return false;
        }
        costs[to] = costs[from] + fee(way);
        arrivals[to] = way;
        return true;
    }

    /** The area whose best bid gains most, the first of equals. */
    private int bestBuyer() {
        int best = NOBODY;
        long most = -1;
        for (int area = 0; area < costs.length; area++) {
            Position bid = bids.get(area).peek();
            if (bid != null && costs[area] != NO_ENERGY && bid.rank() - costs[area] > most) {
                most = bid.rank() - costs[area];
                best = area;
            }
        }
        return best;
    }

    private void trade(int buyer) {
        long quantity = bids.get(buyer).element().left();
        int area = buyer;
        while (arrivals[area] != LOCAL) {
            quantity = Math.min(quantity, room(arrivals[area]));
            area = origin(arrivals[area]);
        }
        quantity = Math.min(quantity, asks.get(area).element().left());
        take(asks.get(area), quantity);
        take(bids.get(buyer), quantity);
        for (int at = buyer; at != area; at = origin(arrivals[at])) {
            flows[arrivals[at] / 2] += isAgainst(arrivals[at]) ? -quantity : quantity;
        }
    }

    private static void take(Queue<Position> queue, long quantity) {
        Position first = queue.element();
        first.take(quantity);
        if (first.left() == 0) {
            queue.remove();
        }
    }

    private static boolean isAgainst(int way) {
        return way % 2 == 1;
    }

    private Link link(int way) {
        return links.get(way / 2);
    }

    private int origin(int way) {
        return isAgainst(way) ? link(way).to() : link(way).from();
    }

    private int destination(int way) {
        return isAgainst(way) ? link(way).from() : link(way).to();
    }

    private long fee(int way) {
        return isAgainst(way) ? -link(way).fee() : link(way).fee();
    }

    private long room(int way) {
        long flow = flows[way / 2];
        return isAgainst(way) ? flow : link(way).capacity() - flow;
    }

    /** Both ways at once happens only where that costs nothing. */
    private void cancelOppositeFlows() {
        for (int i = 0; i < flows.length; i++) {
            for (int j = 0; j < i; j++) {
                if (links.get(i).from() == links.get(j).to()
                        && links.get(i).to() == links.get(j).from()) {
                    long both = Math.min(flows[i], flows[j]);
                    flows[i] -= both;
                    flows[j] -= both;
                }
            }
        }
    }

    /** Whether all that had to be taken was. */
    boolean isPossible() {
        return positions.stream().noneMatch(p -> p.terms != Position.Terms.FREE && p.left() > 0);
    }

    /** Nano-currency. */
    BigInteger welfare() {
        BigInteger welfare = BigInteger.ZERO;
        for (Position position : positions) {
            welfare = welfare.add(position.worth());
        }
        for (int i = 0; i < flows.length; i++) {
            BigInteger fee = BigInteger.valueOf(links.get(i).fee());
            welfare = welfare.subtract(fee.multiply(BigInteger.valueOf(flows[i])));
        }
        return welfare;
    }

    int areas() {
        return costs.length;
    }

    List<Position> positions() {
        return positions;
    }

    List<Link> links() {
        return links;
    }

    long flow(int link) {
        return flows[link];
    }
}
