package energy.peerwatt.book.coupled;

import energy.peerwatt.book.coupled.CoupledCall.Link;
import energy.peerwatt.market.Side;
import java.util.Arrays;

/**
 * The prices of one interval at which everybody is content with what the exchange gave it: the
 * lowest in all areas, which fit together, and the highest, which do too. So does the middle of
 * both, rounded down: all conditions are of the form {@code price here <= price there + fee}.
 */
final class PriceRange {

    /** Nothing holds the price from below, from above. */
    private static final long OPEN_BELOW = Long.MIN_VALUE;

    private static final long OPEN_ABOVE = Long.MAX_VALUE;

    static final long NO_PRICE = OPEN_BELOW;

    private final IntervalMarket market;
    private final long[] lowest;
    private final long[] highest;
    private final boolean possible;

    /**
     * Works it out.
     *
     * @param content whether blocks over several intervals have to be content in this one too, not
     *     only on average
     */
    PriceRange(IntervalMarket market, boolean content) {
        this.market = market;
        long[] floor = new long[market.areas()];
        long[] ceiling = new long[market.areas()];
        Arrays.fill(floor, OPEN_BELOW);
        Arrays.fill(ceiling, OPEN_ABOVE);
        for (Position position : market.positions()) {
            if (content || position.terms != Position.Terms.BOUND_ON_AVERAGE) {
                hold(position, floor, ceiling);
            }
        }
        raise(floor);
        lower(ceiling);
        possible = fit(floor, ceiling);
        highest = closed(ceiling, OPEN_ABOVE, floor);
        raise(highest);
        lowest = closed(floor, OPEN_BELOW, ceiling);
        lower(lowest);
        settleOpenEnds();
    }

    /** Who trades must not lose; who goes short must not want more. */
    private static void hold(Position position, long[] floor, long[] ceiling) {
        int area = position.area;
        boolean buys = position.side == Side.BUY;
        if (buys ? position.left() > 0 : position.taken() > 0) {
            floor[area] = Math.max(floor[area], position.limit);
        }
        if (buys ? position.taken() > 0 : position.left() > 0) {
            ceiling[area] = Math.min(ceiling[area], position.limit);
        }
    }

    /** Raises prices until they are high enough for the flows. */
    private void raise(long[] prices) {
        boolean changed = true;
        while (changed) {
            long[] before = prices.clone();
            for (int i = 0; i < market.links().size(); i++) {
                Link link = market.links().get(i);
                if (market.flow(i) > 0 && prices[link.from()] != OPEN_BELOW) {
                    prices[link.to()] =
                            Math.max(prices[link.to()], prices[link.from()] + link.fee());
                }
                if (market.flow(i) < link.capacity() && prices[link.to()] != OPEN_BELOW) {
                    prices[link.from()] =
                            Math.max(prices[link.from()], prices[link.to()] - link.fee());
                }
            }
            changed = !Arrays.equals(before, prices);
        }
    }

    /** Lowers prices until they are low enough for the flows. */
    private void lower(long[] prices) {
        boolean changed = true;
        while (changed) {
            long[] before = prices.clone();
            for (int i = 0; i < market.links().size(); i++) {
                Link link = market.links().get(i);
                if (market.flow(i) > 0 && prices[link.to()] != OPEN_ABOVE) {
                    prices[link.from()] =
                            Math.min(prices[link.from()], prices[link.to()] - link.fee());
                }
                if (market.flow(i) < link.capacity() && prices[link.from()] != OPEN_ABOVE) {
                    prices[link.to()] =
                            Math.min(prices[link.to()], prices[link.from()] + link.fee());
                }
            }
            changed = !Arrays.equals(before, prices);
        }
    }

    private static boolean fit(long[] floor, long[] ceiling) {
        for (int area = 0; area < floor.length; area++) {
            if (floor[area] > ceiling[area]) {
                return false;
            }
        }
        return true;
    }

    /** Where a bound is open, the other takes its place. */
    private static long[] closed(long[] bounds, long open, long[] others) {
        long[] closed = bounds.clone();
        for (int area = 0; area < closed.length; area++) {
            if (closed[area] == open) {
                closed[area] = others[area];
            }
        }
        return closed;
    }

    /** Where neither bound is closed, nobody's limit matters and there is no price. */
    private void settleOpenEnds() {
        for (int area = 0; area < lowest.length; area++) {
            if (lowest[area] == OPEN_ABOVE) {
                lowest[area] = highest[area];
            }
            if (highest[area] == OPEN_BELOW) {
                highest[area] = lowest[area];
            }
        }
    }

    /** Whether there are such prices. */
    boolean isPossible() {
        return possible;
    }

    /** By area; {@link #NO_PRICE} where nobody's limit matters. */
    long[] lowest() {
        return lowest.clone();
    }

    /** By area; {@link #NO_PRICE} where nobody's limit matters. */
    long[] highest() {
        return highest.clone();
    }

    /** By area; {@link #NO_PRICE} where nobody's limit matters. */
    long[] middle() {
        long[] middle = new long[lowest.length];
        for (int area = 0; area < middle.length; area++) {
            middle[area] = lowest[area] + (highest[area] - lowest[area]) / 2;
        }
        return middle;
    }
}
