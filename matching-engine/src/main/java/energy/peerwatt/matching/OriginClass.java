package energy.peerwatt.matching;

import energy.peerwatt.market.Origin;
import energy.peerwatt.market.Side;

/**
 * The classes that an interval's orders are kept in, so that all orders of a contract cost an
 * incoming one alike. Asks lie in 0 to 3 by their origin. Bids lie in 0 without a wish, 1 to 3 if
 * they prefer an origin, 4 to 6 if they take no other.
 */
final class OriginClass {

    /** Of plain orders. */
    static final int ANY = 0;

    static final int COUNT = 7;

    /** Asks lie in the first of them. */
    static final int ASK_CLASSES = 4;

    private static final int SOLAR = 1;
    private static final int BATTERY = 2;
    private static final int LOCAL = 3;
    private static final int REQUIRED = LOCAL;

    private OriginClass() {}

    static int of(Side side, Origin origin, boolean required) {
        boolean requires = side == Side.BUY && required && origin != Origin.ANY;
        return requires ? of(origin) + REQUIRED : of(origin);
    }

    /** Of asks of this origin, and of bids that prefer it. */
    static int of(Origin origin) {
        return switch (origin) {
            case ANY -> ANY;
            case SOLAR -> SOLAR;
            case BATTERY -> BATTERY;
            case LOCAL -> LOCAL;
        };
    }

    /** Class of the asks that a bid wishes for, {@link #ANY} if it has no wish. */
    static int wish(int bidClass) {
        return bidClass > LOCAL ? bidClass - REQUIRED : bidClass;
    }

    static boolean requires(int bidClass) {
        return bidClass > LOCAL;
    }

    /** Whether a wish is met; having none is not. */
    static boolean isMet(int bidClass, int askClass, boolean sameArea) {
        int wish = wish(bidClass);
        if (wish == ANY || askClass == ANY) {
            return false;
        }
        return wish == LOCAL ? sameArea : wish == askClass;
    }
}
