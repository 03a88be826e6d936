package energy.peerwatt.web.trading;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in an area's book.
 *
 * @param at market time
 * @param interval start of the delivery interval
 * @param detail empty of a gate
 */
public record MarketEvent(Kind kind, Instant at, Instant interval, Optional<Detail> detail) {

    /** What happened. The names are part of the REST interface. */
    public enum Kind {
        ORDER_PLACED,
        TRADED,
        /** Taken back, or stopped before it would have traded with its own participant. */
        ORDER_CANCELLED,
        /** The gate closed before all of it was traded. */
        ORDER_EXPIRED,
        GATE_CLOSED
    }

    /**
     * Whose and how much.
     *
     * @param number of the order, or of the trade
     * @param energy placed, traded, or what was left when it ended
     * @param price limit of an order; what was traded at
     */
    public record Detail(long number, Parties parties, Energy energy, Price price) {}

    /** Who took part. */
    public sealed interface Parties {

        /** Of one order. */
        record One(ParticipantId participant, Side side) implements Parties {}

        /** Of a trade, with the orders that met. */
        record Both(ParticipantId seller, long sellOrder, ParticipantId buyer, long buyOrder)
                implements Parties {}
    }
}
