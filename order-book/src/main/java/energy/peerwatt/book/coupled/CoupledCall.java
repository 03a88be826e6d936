package energy.peerwatt.book.coupled;

import energy.peerwatt.market.AreaRules;
import energy.peerwatt.market.Side;
import java.util.Arrays;
import java.util.List;

/**
 * A call over several areas joined by links, and over several intervals joined by blocks.
 *
 * <p>{@link #clear} finds the exchange of the greatest welfare (what buyers would pay at most, less
 * what sellers ask at least, less the fees of the links) and of those the one of the greatest
 * volume. Every area has one net price per interval: nobody strictly better than it goes short,
 * nobody worse trades, and a link carries energy only to where the price is higher by its fee, or
 * by more if it is full. Orders of one area and limit are served in their sequence.
 *
 * <p><b>Blocks.</b> A block is taken in whole parts, in all its intervals alike: none, or at least
 * a minimum. The welfare is the greatest of all choices in which every block taken is worth its
 * limit on average at the published prices; no block is taken at a loss (none is "paradoxically
 * accepted"). A block may be left out though the prices look good for it: they would not be what
 * they are with it. Nor is a choice counted in which blocks trade with none but each other at a
 * loss in an interval, where no limit then gives a price. Of equally good choices the one with the
 * earlier blocks counts. The search is exact and its length bounded by {@link #MOST_CHOICES}.
 *
 * @param areas their number, 1 to {@link #MOST_AREAS}; they are named 0, 1, ...
 * @param intervals their number, positive; they are named 0, 1, ...
 * @param orders in order of priority
 * @param links directed; two for a line that carries both ways. No round trip may earn fees
 * @param blocks in order of priority
 */
public record CoupledCall(
        int areas, int intervals, List<Order> orders, List<Link> links, List<Block> blocks) {

    public static final int MOST_AREAS = 1_000;

    /** Of all blocks' choices multiplied: twelve blocks of all or nothing. */
    public static final long MOST_CHOICES = 1 << 12;

    /** Which of several possible prices is published. */
    public enum PriceRule {
        /** The middle, rounded down, as {@link energy.peerwatt.book.CallAuction} publishes. */
        MIDDLE,
        /** The lowest: what the marginal seller asks, as markets of power stations publish. */
        LOWEST
    }

    public CoupledCall {
        require(areas > 0 && areas <= MOST_AREAS && intervals > 0, "areas or intervals", areas);
        orders = List.copyOf(orders);
        links = List.copyOf(links);
        blocks = List.copyOf(blocks);
        for (Order order : orders) {
            requirePlace(order.area, order.interval, areas, intervals);
        }
        for (Link link : links) {
            requirePlace(link.from, link.interval, areas, intervals);
            requirePlace(link.to, link.interval, areas, intervals);
        }
        long choices = 1;
        for (Block block : blocks) {
            requirePlace(block.profile.area, block.profile.firstInterval, areas, intervals);
            requirePlace(block.profile.area, block.profile.lastInterval(), areas, intervals);
            choices = Math.multiplyExact(choices, block.choices());
            require(choices <= MOST_CHOICES, "choices of blocks", choices);
        }
        for (int interval = 0; interval < intervals; interval++) {
            requireNoGainInCircles(links, areas, interval);
        }
    }

    /** A call without blocks in one interval. */
    public CoupledCall(int areas, List<Order> orders, List<Link> links) {
        this(areas, 1, orders, links, List.of());
    }

    /** Clears it. The same call gives the same answer everywhere. */
    public Clearing clear(PriceRule rule) {
        return new BlockSearch(this, rule).best();
    }

    /**
     * An order of one area and interval; may be filled in part.
     *
     * @param quantity Wh, positive, at most {@link AreaRules#LARGEST_QUANTITY}
     * @param limit net micro-currency per kWh: a buyer's less the fee of its own area; at most
     *     {@link AreaRules#LARGEST_LIMIT} either way
     */
    public record Order(int area, int interval, Side side, long quantity, long limit) {

        public Order {
            long largest = AreaRules.LARGEST_QUANTITY.wattHours();
            require(quantity > 0 && quantity <= largest, "quantity", quantity);
            requirePrice(limit);
        }
    }

    /**
     * What one area may send to another in an interval.
     *
     * @param capacity Wh, not negative
     * @param fee micro-currency per kWh on what it carries; negative if it is cheaper than the fee
     *     of the buyer's own area
     */
    public record Link(int from, int to, int interval, long capacity, long fee) {

        public Link {
            require(from != to, "link from an area to itself", from);
            require(capacity >= 0, "capacity", capacity);
            requirePrice(fee);
        }
    }

    /**
     * Where and when a block delivers, in consecutive intervals.
     *
     * @param quantities Wh of one part in each interval, positive
     */
    public record Profile(int area, int firstInterval, List<Long> quantities) {

        public Profile {
            quantities = List.copyOf(quantities);
            require(!quantities.isEmpty(), "intervals of a block", 0);
        }

        int lastInterval() {
            return firstInterval + quantities.size() - 1;
        }
    }

    /**
     * An order over one or more intervals that cannot be cut at will.
     *
     * @param profile one part of it
     * @param parts how many parts are offered, positive; in all at most {@link
     *     AreaRules#LARGEST_QUANTITY} in an interval
     * @param minimumParts at least so many are taken, or none; 1 to {@code parts}
     * @param limit net micro-currency per kWh, on average over all its energy
     */
    public record Block(Side side, Profile profile, long parts, long minimumParts, long limit) {

        public Block {
            require(minimumParts > 0 && minimumParts <= parts, "minimum parts", minimumParts);
            long largest = AreaRules.LARGEST_QUANTITY.wattHours() / parts;
            for (long quantity : profile.quantities) {
                require(quantity > 0 && quantity <= largest, "quantity", quantity);
            }
            requirePrice(limit);
        }

        /** Taken whole or not at all. */
        public static Block allOrNothing(Side side, Profile profile, long limit) {
            return new Block(side, profile, 1, 1, limit);
        }

        /** In one interval only: taken from {@code minimum} Wh on, or not at all. */
        public static Block atLeast(long minimum, Order order) {
            Profile profile = new Profile(order.area, order.interval, List.of(1L));
            return new Block(order.side, profile, order.quantity, minimum, order.limit);
        }

        /** Of parts of one Wh in one interval, any number from the minimum on is one choice. */
        boolean isLoose() {
            return profile.quantities.equals(List.of(1L));
        }

        long choices() {
            return isLoose() ? 2 : parts - minimumParts + 2;
        }
    }

    /** With a circle of links that pays, energy would flow round it for ever. */
    private static void requireNoGainInCircles(List<Link> links, int areas, int interval) {
        long[] costs = new long[areas];
        for (int round = 0; round < areas; round++) {
            if (!lower(costs, links, interval)) {
                return;
            }
        }
        require(!lower(costs, links, interval), "fees of a round trip in interval", interval);
    }

    private static boolean lower(long[] costs, List<Link> links, int interval) {
        long[] before = costs.clone();
        for (Link link : links) {
            if (link.interval == interval && link.capacity > 0) {
                costs[link.to] = Math.min(costs[link.to], costs[link.from] + link.fee);
            }
        }
        return !Arrays.equals(before, costs);
    }

    private static void requirePlace(int area, int interval, int areas, int intervals) {
        require(area >= 0 && area < areas, "area", area);
        require(interval >= 0 && interval < intervals, "interval", interval);
    }

    private static void requirePrice(long price) {
        require(Math.abs(price) <= AreaRules.LARGEST_LIMIT.microPerKwh(), "price", price);
    }

    private static void require(boolean condition, String what, long value) {
        if (!condition) {
            throw new IllegalArgumentException(what + " out of range: " + value);
        }
    }
}
