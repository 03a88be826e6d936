package energy.peerwatt.web.strategy;

import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Price;

/**
 * An automatic order as far as the engine's events are stored.
 *
 * @param number see {@link OrderNumbers}
 * @param remainingWh what rests in the book, or rested there when the gate closed; 0 if the order
 *     ended before
 */
record StandingOrder(long number, Side side, Price limit, long tradedWh, long remainingWh) {

    boolean isOpen() {
        return remainingWh > 0;
    }
}
