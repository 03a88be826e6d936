package energy.peerwatt.matching.former;

import energy.peerwatt.book.Level;
import energy.peerwatt.market.OrderId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.util.List;

/**
 * The orders of one area for one interval, matched continuously. Single-threaded.
 *
 * <p>Fees apply at the moment of the match. When they change, resting orders keep their limits and
 * places, and no two of them match: only an incoming order does.
 */
public interface OrderBook {

    /**
     * Matches an order with the other side and keeps what is left.
     *
     * @param fees what a buyer pays on top of the net price, not negative
     */
    Placement place(Order incoming, Price fees);

    /** Puts an order behind its equals without matching it; for restoring a book. */
    void rest(Order order);

    /** Takes an order out; returns what was left of it, zero if it does not rest here. */
    Energy cancel(OrderId order);

    /** All resting orders with what is left of them, oldest first. */
    List<Order> resting();

    /** The side's levels, best first: highest limit for buyers, lowest for sellers. */
    List<Level> levels(Side side);
}
