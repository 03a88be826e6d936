package energy.peerwatt.book;

import energy.peerwatt.market.Side;

/** Hears what happens in the book, in the order it happens. Must not call the book. */
public interface BookEvents {

    /**
     * Two orders traded.
     *
     * @param contract where the resting order rests; of a call auction, the contract
     * @param quantity Wh, positive
     * @param price net micro-currency per kWh
     */
    void traded(
            int contract,
            long sellOrder,
            int seller,
            long buyOrder,
            int buyer,
            long quantity,
            long price);

    /**
     * A quantity left an order without being traded.
     *
     * @param contract where the order rests or would have rested
     * @param limit its limit
     * @param quantity Wh, positive
     * @param left Wh the order still has; 0 if it left the book or never came to rest
     */
    void removed(
            int contract,
            long order,
            int participant,
            Side side,
            long limit,
            long quantity,
            long left,
            Removal reason);
}
