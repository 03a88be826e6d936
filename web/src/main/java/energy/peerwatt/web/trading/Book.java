package energy.peerwatt.web.trading;

import energy.peerwatt.book.Level;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.time.DeliveryInterval;
import java.util.List;
import java.util.Optional;

/**
 * An interval's open orders as far as the engine's events are stored.
 *
 * @param sequence of the last event that is stored
 * @param gateClosed whether the engine has closed the gate
 * @param asks net, lowest first
 * @param bids all-in, highest first
 * @param last the interval's latest trade
 */
public record Book(
        AreaId area,
        DeliveryInterval interval,
        long sequence,
        boolean gateClosed,
        List<Level> asks,
        List<Level> bids,
        Optional<MadeTrade> last) {

    public Book {
        asks = List.copyOf(asks);
        bids = List.copyOf(bids);
    }
}
