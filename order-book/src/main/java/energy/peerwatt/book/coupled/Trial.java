package energy.peerwatt.book.coupled;

import static energy.peerwatt.book.coupled.Position.Terms.BOUND;
import static energy.peerwatt.book.coupled.Position.Terms.BOUND_ON_AVERAGE;
import static energy.peerwatt.book.coupled.Position.Terms.FREE;

import energy.peerwatt.book.coupled.CoupledCall.Block;
import energy.peerwatt.book.coupled.CoupledCall.Link;
import energy.peerwatt.book.coupled.CoupledCall.Order;
import energy.peerwatt.market.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The call cleared with the parts of every block held between two bounds, in each of its intervals
 * for itself: what it takes of a block in one interval need not fit what it takes in another.
 */
final class Trial {

    /** The parts differ between intervals, or are neither none nor the minimum. */
    static final long CONTRADICTION = -1;

    /** What is offered of a block in one interval: what has to be taken and what may be. */
    private record Leg(Position bound, Position free) {

        long taken() {
            return bound.taken() + free.taken();
        }
    }

    private final CoupledCall call;
    private final List<Position> orders = new ArrayList<>();
    private final List<List<Leg>> blocks = new ArrayList<>();
    private final List<IntervalMarket> markets = new ArrayList<>();

    /** Clears at once. */
    Trial(CoupledCall call, long[] fewest, long[] most) {
        this.call = call;
        List<List<Position>> positions = new ArrayList<>();
        for (int interval = 0; interval < call.intervals(); interval++) {
            positions.add(new ArrayList<>());
        }
        for (Order o : call.orders()) {
            Position position = new Position(o.area(), o.side(), o.quantity(), o.limit(), FREE);
            orders.add(position);
            positions.get(o.interval()).add(position);
        }
        for (int i = 0; i < fewest.length; i++) {
            blocks.add(legs(call.blocks().get(i), fewest[i], most[i], positions));
        }
        for (int interval = 0; interval < call.intervals(); interval++) {
            markets.add(new IntervalMarket(call.areas(), positions.get(interval), links(interval)));
        }
    }

    private static List<Leg> legs(
            Block block, long fewest, long most, List<List<Position>> positions) {
        List<Leg> legs = new ArrayList<>();
        int area = block.profile().area();
        int interval = block.profile().firstInterval();
        Position.Terms terms = block.profile().quantities().size() == 1 ? BOUND : BOUND_ON_AVERAGE;
        for (long quantity : block.profile().quantities()) {
            long must = fewest * quantity;
            long may = most * quantity - must;
            Position bound = new Position(area, block.side(), must, block.limit(), terms);
            Position free = new Position(area, block.side(), may, block.limit(), FREE);
            positions.get(interval).add(bound);
            positions.get(interval).add(free);
            legs.add(new Leg(bound, free));
            interval++;
        }
        return legs;
    }

    private List<Link> links(int interval) {
        return call.links().stream().filter(link -> link.interval() == interval).toList();
    }

    /** Whether all that has to be taken can be. */
    boolean isPossible() {
        return markets.stream().allMatch(IntervalMarket::isPossible);
    }

    /** Nano-currency. */
    BigInteger welfare() {
        return markets.stream()
                .map(IntervalMarket::welfare)
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** How many parts of a block are taken, or {@link #CONTRADICTION}. */
    long parts(int index) {
        Block block = call.blocks().get(index);
        List<Leg> legs = blocks.get(index);
        long parts = legs.getFirst().taken() / block.profile().quantities().getFirst();
        for (int i = 0; i < legs.size(); i++) {
            if (legs.get(i).taken() != parts * block.profile().quantities().get(i)) {
                return CONTRADICTION;
            }
        }
        return parts == 0 || parts >= block.minimumParts() ? parts : CONTRADICTION;
    }

    /** The range of prices of every interval, see {@link PriceRange}. */
    List<PriceRange> priceRanges(boolean blocksContent) {
        return markets.stream().map(market -> new PriceRange(market, blocksContent)).toList();
    }

    /** Whether no block is taken at a loss at these prices, given by interval, by area. */
    boolean isWorthIt(List<long[]> prices) {
        for (int i = 0; i < blocks.size(); i++) {
            if (parts(i) != 0 && !isWorthIt(call.blocks().get(i), blocks.get(i), prices)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWorthIt(Block block, List<Leg> legs, List<long[]> prices) {
        BigInteger gain = BigInteger.ZERO;
        int interval = block.profile().firstInterval();
        for (Leg leg : legs) {
            long price = prices.get(interval)[block.profile().area()];
            if (price == PriceRange.NO_PRICE) {
                return false;
            }
            long each = block.side() == Side.BUY ? block.limit() - price : price - block.limit();
            gain = gain.add(BigInteger.valueOf(leg.taken()).multiply(BigInteger.valueOf(each)));
            interval++;
        }
        return gain.signum() >= 0;
    }

    /** The result, at prices given by interval, by area. */
    Clearing clearing(List<long[]> prices) {
        List<List<OptionalLong>> published = new ArrayList<>();
        for (int interval = 0; interval < prices.size(); interval++) {
            published.add(published(markets.get(interval), prices.get(interval)));
        }
        List<Long> parts = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            parts.add(parts(i));
        }
        return new Clearing(
                published, orders.stream().map(Position::taken).toList(), flows(), parts);
    }

    private static List<OptionalLong> published(IntervalMarket market, long[] prices) {
        List<OptionalLong> published = new ArrayList<>();
        for (int area = 0; area < prices.length; area++) {
            int here = area;
            boolean trades =
                    market.positions().stream().anyMatch(p -> p.area == here && p.taken() > 0);
            published.add(trades ? OptionalLong.of(prices[area]) : OptionalLong.empty());
        }
        return published;
    }

    private List<Long> flows() {
        int[] next = new int[markets.size()];
        List<Long> flows = new ArrayList<>();
        for (Link link : call.links()) {
            int interval = link.interval();
            flows.add(markets.get(interval).flow(next[interval]++));
        }
        return flows;
    }
}
