package energy.peerwatt.web.strategy;

import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Price;

/**
 * One thing to do for a member, and why.
 *
 * @param number of the order; of a replacement that of the new order
 * @param quantityWh what the order shall have left; of a cancellation what it had
 * @param limit of the order from now on
 */
public record Act(Kind kind, Why why, long number, Side side, long quantityWh, Price limit) {

    /** What is done. The names are part of the REST interface and of the tables. */
    public enum Kind {
        PLACE,
        /** The open order is cancelled and another one placed. */
        REPLACE,
        CANCEL,
        /** The market did not take an order. */
        REFUSED
    }

    /** Why. The names are part of the REST interface and of the tables. */
    public enum Why {
        /** So much is expected to be left over or missing. */
        EXPECTED,
        /** More is expected than before. */
        EXPECTED_MORE,
        /** Less is expected than before. */
        EXPECTED_LESS,
        /** What was left over is now missing, or the other way round, or nothing is. */
        EXPECTATION_TURNED,
        /** The rest is kept for a partner to whom it is given, or comes from one. */
        GIFT,
        /** The price was moved, by what cleared or by the member's setting. */
        PRICE_MOVED,
        /** The member paused trading. */
        PAUSED,
        /** Nothing is heard of the meter. */
        METER_SILENT,
        /** The member took back what was done for the interval. */
        UNDONE,
        /** The feeder cannot carry more in the interval. */
        FEEDER_FULL,
        /** Another rule of the market. */
        MARKET_RULE
    }

    /** The same, if it is for what is expected, because of a gift. */
    Act givenThat(boolean gift) {
        return switch (why) {
            case EXPECTED, EXPECTED_LESS, EXPECTATION_TURNED ->
                    gift ? new Act(kind, Why.GIFT, number, side, quantityWh, limit) : this;
            case EXPECTED_MORE,
                    GIFT,
                    PRICE_MOVED,
                    PAUSED,
                    METER_SILENT,
                    UNDONE,
                    FEEDER_FULL,
                    MARKET_RULE ->
                    this;
        };
    }

    /** The same, not taken by the market. */
    Act refused(Why reason) {
        return new Act(Kind.REFUSED, reason, number, side, quantityWh, limit);
    }
}
