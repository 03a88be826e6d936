package energy.peerwatt.book.coupled;

import energy.peerwatt.market.Side;
import java.math.BigInteger;

/** Energy offered or wanted in one area and interval, and what is taken of it. */
final class Position {

    /** More than any chain of limits and fees can come to. */
    private static final long BEYOND_ALL_PRICES = 1L << 45;

    final int area;
    final Side side;
    final long quantity;
    final long limit;

    final Terms terms;

    enum Terms {
        /** Any part of it may be taken. */
        FREE,
        /** All of it has to be taken: it comes first whatever its limit. */
        BOUND,
        /** Bound, and content with its limit on average over intervals. */
        BOUND_ON_AVERAGE
    }

    private long taken;

    Position(int area, Side side, long quantity, long limit, Terms terms) {
        this.area = area;
        this.side = side;
        this.quantity = quantity;
        this.limit = limit;
        this.terms = terms;
    }

    /** The limit by which its turn comes. */
    long rank() {
        if (terms == Terms.FREE) {
            return limit;
        }
        return side == Side.BUY ? BEYOND_ALL_PRICES : -BEYOND_ALL_PRICES;
    }

    long taken() {
        return taken;
    }

    long left() {
        return quantity - taken;
    }

    void take(long wattHours) {
        taken += wattHours;
    }

    /** What it adds to the welfare, nano-currency: a buyer's limit, a seller's negative. */
    BigInteger worth() {
        BigInteger value = BigInteger.valueOf(taken).multiply(BigInteger.valueOf(limit));
        return side == Side.BUY ? value : value.negate();
    }
}
