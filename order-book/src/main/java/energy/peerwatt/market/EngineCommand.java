package energy.peerwatt.market;

import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.unit.Energy;
import energy.peerwatt.unit.Money;
import energy.peerwatt.unit.Price;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engine can be told. Commands are sequenced and replicated before they take effect. */
public sealed interface EngineCommand {

    /** Changes areas, links, bounds or participants. It makes no event, and is done or refused. */
    sealed interface Setting extends EngineCommand {}

    /**
     * Anchors the engine's market clock: sequenced time is {@code marketStart} when the log's
     * timestamp is {@code wallStart} and runs {@code speed} times as fast. Sequenced time never
     * goes back.
     *
     * @param marketStart between the years 1970 and 2261, like {@code wallStart}
     * @param speed 1 to 86,400
     */
    record SetClock(Instant marketStart, Instant wallStart, int speed) implements EngineCommand {

        private static final Instant LATEST = Instant.parse("2261-12-31T23:59:59Z");

        public SetClock {
            if (speed < 1 || speed > 86_400) {
                throw new IllegalArgumentException("speed must be 1 to 86,400: " + speed);
            }
            requireCalendarTime(marketStart);
            requireCalendarTime(wallStart);
        }

        private static void requireCalendarTime(Instant instant) {
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("not between 1970 and 2261: " + instant);
            }
        }
    }

    /**
     * Opens an area, or changes its rules for the intervals that start at or after {@code
     * validFrom}. Resting orders keep their price and do not match each other anew. The interval
     * length and the tick of an open area cannot change, and an interval keeps the design and the
     * premiums it had at its first order. Gates close in sequence: where the gate lead grows from
     * an interval on, those before it close no later than it does.
     *
     * @param validFrom {@link Instant#EPOCH} for all open intervals; an area opens with the first
     *     interval that starts then
     */
    record ConfigureArea(AreaRules rules, Instant validFrom) implements Setting {

        public ConfigureArea(AreaRules rules) {
            this(rules, Instant.EPOCH);
        }
    }

    /**
     * Lets one area's sellers trade with another's buyers, or no longer. Both areas are open, with
     * the same interval length and gate lead, and trade continuously.
     *
     * @param fee what the buyer pays on top of the net price for such a trade, in place of its own
     *     area's fees, not negative; null ends the link
     * @param validFrom for intervals that start at or after this
     */
    record LinkAreas(AreaId seller, AreaId buyer, @Nullable Price fee, Instant validFrom)
            implements Setting {}

    /**
     * Bounds what may flow from one area to another in one interval, trades the other way making
     * room.
     *
     * @param capacity null for no bound
     */
    record SetTransferCapacity(
            AreaId from, AreaId to, DeliveryInterval interval, @Nullable Energy capacity)
            implements Setting {}

    /**
     * Bounds what an area's members may sell and buy in one interval, as the balancer finds its
     * feeder can carry. An order beyond what is left is refused; a fill never goes beyond it.
     *
     * @param sold null for no bound
     * @param bought null for no bound
     */
    record SetFeederLimit(
            AreaId area, DeliveryInterval interval, @Nullable Energy sold, @Nullable Energy bought)
            implements Setting {}

    /**
     * Bounds a participant's open business in all areas together: orders and trades of intervals
     * whose gate is open in any of the areas that trade them. What would cost less than nothing
     * counts as nothing.
     *
     * @param buyExposure the most its purchases may cost, at limits for orders and all-in prices
     *     for trades, not negative; null for no bound
     * @param soldPerInterval the most it may sell in one interval, its connection's capacity; null
     *     for no bound
     */
    record SetParticipantLimits(
            ParticipantId participant,
            @Nullable Money buyExposure,
            @Nullable Energy soldPerInterval)
            implements Setting {}

    /**
     * Puts a participant into the group of another: orders of one group do not trade with each
     * other. Everyone starts in a group of their own, and gets a new one by naming itself. Refused
     * as {@code TERMS_NOT_ALLOWED} while it has open orders.
     */
    record SetGroup(ParticipantId participant, ParticipantId group) implements Setting {}

    /**
     * Lets a participant's incoming orders meet another's first among equal effective prices, or no
     * longer. At most {@link #MOST_TRUSTED} others.
     */
    record SetTrust(ParticipantId participant, ParticipantId other, boolean trusted)
            implements Setting {}

    /**
     * Places an order.
     *
     * @param clientOrderId chosen by the participant; a second order with the same number is
     *     answered like the first and has no effect
     * @param quantity a positive multiple of the area's lot
     * @param limit for a buyer the all-in price including fees, for a seller the net price; a
     *     multiple of the tick, may be zero or negative
     */
    record PlaceOrder(
            ParticipantId participant,
            long clientOrderId,
            AreaId area,
            DeliveryInterval interval,
            Side side,
            Energy quantity,
            Price limit,
            OrderTerms terms)
            implements EngineCommand {

        /** A plain limit order that is good until the gate. */
        public PlaceOrder(
                ParticipantId participant,
                long clientOrderId,
                AreaId area,
                DeliveryInterval interval,
                Side side,
                Energy quantity,
                Price limit) {
            this(
                    participant,
                    clientOrderId,
                    area,
                    interval,
                    side,
                    quantity,
                    limit,
                    OrderTerms.DEFAULT);
        }
    }

    /**
     * Changes what is left of one's own order and its limit. It keeps its place if the limit stays
     * and the quantity does not grow.
     *
     * @param quantity what shall be left, a positive multiple of the lot
     */
    record ReplaceOrder(ParticipantId participant, long clientOrderId, Energy quantity, Price limit)
            implements EngineCommand {}

    /**
     * Places a block: the same quantity in each of several consecutive intervals of one area, all
     * or nothing, at an average price. It trades whole as soon as the books of all its intervals
     * together allow it, as the incoming side, and leaves at the first gate. Blocks do not trade
     * with each other, and no interval of one at more than {@link AreaRules#LARGEST_LIMIT}. Where
     * more than 32 wait in an interval that changes, they are tried in turns, 32 at each change; at
     * most 32 of one participant wait in an interval.
     *
     * @param first its first interval
     * @param intervals 2 to {@link #LONGEST_BLOCK}
     * @param quantity per interval, a positive multiple of the lot; in all at most {@link
     *     AreaRules#LARGEST_QUANTITY}
     * @param limit the quantity-weighted average it must at least reach: all-in for a buyer, net
     *     for a seller
     */
    record PlaceBlock(
            ParticipantId participant,
            long clientOrderId,
            AreaId area,
            DeliveryInterval first,
            int intervals,
            Side side,
            Energy quantity,
            Price limit)
            implements EngineCommand {}

    /**
     * Places linked orders that trade whole at once, every one of them, or not at all. Each trades
     * in its own area, and no two are for the same area and interval.
     *
     * @param legs 2 to {@link #MOST_LEGS}
     */
    record PlaceBasket(ParticipantId participant, long clientOrderId, List<Leg> legs)
            implements EngineCommand {

        public PlaceBasket {
            legs = List.copyOf(legs);
        }
    }

    /** One order of a basket; quantity and limit as in {@link PlaceOrder}. */
    record Leg(AreaId area, DeliveryInterval interval, Side side, Energy quantity, Price limit) {}

    /** Most intervals of a block. */
    int LONGEST_BLOCK = 96;

    /** Most legs of a basket. */
    int MOST_LEGS = 100;

    /** Most others that one participant may trust. */
    int MOST_TRUSTED = 16;

    /**
     * Cancels all open orders and waiting blocks of a participant, of an area, or of a participant
     * in an area, in the order of their numbers.
     *
     * @param participant null for everyone's
     * @param area null for all areas; not both null
     */
    record CancelOrders(@Nullable ParticipantId participant, @Nullable AreaId area)
            implements EngineCommand {

        public CancelOrders {
            if (participant == null && area == null) {
                throw new IllegalArgumentException("whose orders, or which area's?");
            }
        }
    }

    /** Cancels what is left of one's own order. */
    record CancelOrder(ParticipantId participant, long clientOrderId) implements EngineCommand {}

    /** Events up to and including {@code sequence} are stored elsewhere and may be forgotten. */
    record AcknowledgeEvents(long sequence) implements EngineCommand {}
}
