package energy.peerwatt.web.strategy;

import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Price;

/**
 * An automatic order as far as the engine's events are stored.
 *
 * @param number see {@link OrderNumbers}
 * @param remainingWh what rests in the book; 0 if the order has ended
 */
record StandingOrder(long number, Side side, Price limit, long tradedWh, long remainingWh) {

    boolean isOpen() {
        return remainingWh > 0;
    }
}
