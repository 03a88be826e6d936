package energy.peerwatt.book;

import energy.peerwatt.market.Side;
import java.util.List;

/**
 * The books of all open contracts. A contract is one product that orders are kept for: an area, a
 * delivery interval and a class of origin. Which of them an incoming order can trade with, and at
 * what cost between them, is the caller's knowledge and comes with every order as a {@link
 * MatchScope}.
 *
 * <p>All prices are micro-currency per kWh, all quantities Wh, as plain longs: this is the hot path
 * and it allocates nothing. Prices may be zero or negative. A contract keeps its tick; limits are
 * multiples of it, offsets and trade prices need not be.
 *
 * <p><b>Matching.</b> An incoming order meets the resting order with the best effective price
 * first: for a buyer the lowest {@code ask + offset}, for a seller the highest {@code bid -
 * offset}. Among equal effective prices those of trusted participants come first, then the lowest
 * priority number, whatever contract they rest in. They trade if the effective price is no worse
 * than the incoming limit. The resting order sets the net price: its ask if it sells, its limit
 * less the offset if it buys.
 *
 * <p>A trade is as large as what is left of the incoming order, what the resting order displays and
 * the contract's capacity allow. Contracts without capacity left are not met. An iceberg trades its
 * displayed part; what it shows next comes behind its limit's other orders, so an iceberg that is
 * met again trades again, clip by clip. An incoming iceberg trades with its whole quantity.
 *
 * <p><b>Own orders.</b> When an order meets one of its own group, the incoming order's rule
 * decides:
 *
 * <ul>
 *   <li>CANCEL_NEWEST: what is left of the incoming order is removed.
 *   <li>CANCEL_OLDEST: the resting order is removed whole, hidden part included; matching goes on.
 *   <li>CANCEL_BOTH: the resting order is removed, then what is left of the incoming one.
 *   <li>DECREMENT: the smaller of what is left of the incoming order and what the resting one
 *       displays is removed from both, first from the resting one; matching goes on. It uses no
 *       capacity. An iceberg shows its next clip as after a trade.
 * </ul>
 *
 * <p><b>Priority.</b> Every order that comes to rest draws the next priority number, as does every
 * new clip of an iceberg when the one before is used up. Reducing an order keeps it.
 *
 * <p>Fees may change under resting orders: they keep their limits and places, and no two resting
 * orders ever match each other here. Single-threaded; the matching engine's thread owns it.
 *
 * <p>Limits and offsets lie between -2^50 and 2^50. An order number that does not rest is an
 * ordinary answer of 0 or -1. Bugs of the caller throw {@link IllegalArgumentException} before
 * anything changes: a handle that is not open; a limit that is not of this range or no multiple of
 * the contract's tick; to place, collect or restore an order whose number rests already.
 */
public interface OrderBook {

    /**
     * Opens a contract with two empty sides.
     *
     * @param tick micro-currency per kWh; every limit in it is a multiple of this, positive
     * @return its handle, dense from 0; handles of closed contracts are used again, the latest
     *     closed one first
     */
    int open(long tick);

    /**
     * Drops a contract with all its orders. Each is reported as {@link BookEvents#removed} with
     * {@link Removal#GATE_CLOSED}: bids best first and in order of priority, then asks likewise.
     */
    void close(int contract, BookEvents events);

    /**
     * Matches an order within its scope and, if it is good for longer, keeps what is left in {@link
     * NewOrder#contract()}. What neither traded nor rests is reported as removed with the reason.
     * The capacities of the scope are reduced by what was traded under them.
     *
     * <p>In this sequence: a post-only order that meets any order it could trade with, its own
     * included, is removed whole as {@link Removal#WOULD_TRADE}. An order that must fill whole or
     * to a minimum at once is tried first as by {@link #quote} and, if it cannot, removed whole as
     * {@link Removal#UNFILLABLE}. Then it trades; on meeting an order of its own group, what {@link
     * NewOrder#selfTrade()} says happens. An immediate order's rest is removed as {@link
     * Removal#NOT_FILLED_AT_ONCE}. An order removed whole has traded nothing: its removal says its
     * quantity, and 0 as left.
     *
     * @return Wh that rest now, 0 if none
     */
    long place(NewOrder order, MatchScope scope, BookEvents events);

    /**
     * Keeps an order without matching it, for a call phase. Orders of its own group on the other
     * side of its contract that it could trade with at {@code fee} are met, best first, as {@link
     * NewOrder#selfTrade()} says, so no two orders of one group are ever executable together.
     * Lasting, post-only and minimum are not looked at.
     *
     * @return Wh that rest now
     */
    long collect(NewOrder order, long fee, BookEvents events);

    /**
     * Puts an order back as {@link #visit} showed it, for restoring a snapshot. Priority numbers
     * may come in any order across contracts but ascend within a limit. Draws no priority number.
     */
    void restore(NewOrder order, long displayed, long priority);

    /**
     * Takes an order out without reporting it.
     *
     * @return Wh that were left of it, 0 if it does not rest
     */
    long cancel(long order);

    /**
     * Changes what is left of a resting order and its limit. With the same limit and no more than
     * is left it keeps its priority and its displayed part shrinks last; otherwise it leaves
     * without being reported, meets the other side like a new order that rests, under its own
     * self-trade rule and without a minimum, and what is left rests at the end of its new limit
     * with its clip shown anew. A post-only order stays post-only: if it would trade it is removed
     * as {@link Removal#WOULD_TRADE} with its new quantity and limit. Nothing happens if it does
     * not rest.
     *
     * @param quantity Wh it shall have left, positive
     * @return Wh that rest now, or -1 if it did not rest before
     */
    long replace(long order, long quantity, long limit, MatchScope scope, BookEvents events);

    /**
     * What an order could trade at once if it were placed, without doing it. Stops at the first
     * order of its own group, except under {@link
     * energy.peerwatt.market.SelfTradePrevention#CANCEL_OLDEST}, which passes over them. Up to
     * there it is exactly what {@link #place} would trade, clip by clip and within the capacities,
     * which it does not use up. Lasting, post-only and minimum are not looked at.
     */
    void quote(NewOrder order, MatchScope scope, Quote into);

    /**
     * Takes a traded quantity from a resting order as a call auction does, without reporting it;
     * displayed and hidden parts count as one, and what is left shows up to its clip again. It
     * keeps its priority; it leaves when nothing is left.
     *
     * @param quantity Wh, positive
     * @throws IllegalArgumentException if that much is not left of it
     */
    void fill(long order, long quantity);

    /** A cursor that can be used again and again: {@link LevelCursor#reset} says for what. */
    LevelCursor cursor();

    /** A cursor before the best limit of a side; valid until the contract changes. */
    default LevelCursor cursor(int contract, Side side) {
        return cursor().reset(contract, side);
    }

    /** Whether so much memory is in use that it pays to {@link #expect} commands. */
    default boolean isFar() {
        return false;
    }

    /**
     * Says that a command is about to come for an order or for a contract. It changes nothing, and
     * neither need exist; a book may have their memory fetched meanwhile. Whoever has many commands
     * at once expects some 8 of them, then gives those 8, if the book {@link #isFar}.
     */
    default void expect(long order, int contract) {}

    /** Wh left of an order, hidden part included; 0 if it does not rest. */
    long left(long order);

    /** Limit of an order, which must rest. */
    long limit(long order);

    /** Number of resting orders of all contracts. */
    int size();

    /** Number of resting orders of a contract. */
    int size(int contract);

    /** All resting orders: bids best first and in order of priority, then asks likewise. */
    void visit(int contract, RestingOrders visitor);

    /** The next priority number to be drawn, 1 at first; part of a snapshot. */
    long nextPriority();

    /** Sets the next priority number after a restore. */
    void nextPriority(long next);

    /** What the public sees of a side: displayed quantities, best first. */
    List<Level> levels(int contract, Side side);
}
