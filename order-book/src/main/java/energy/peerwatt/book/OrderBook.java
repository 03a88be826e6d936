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
 * <p><b>Priority.</b> Every order that comes to rest draws the next priority number, as does every
 * new clip of an iceberg. Reducing an order keeps it.
 *
 * <p>Fees may change under resting orders: they keep their limits and places, and no two resting
 * orders ever match each other here. Single-threaded; the matching engine's thread owns it. Handles
 * and order numbers that were never given out are bugs of the caller and throw.
 */
public interface OrderBook {

    /**
     * Opens a contract with two empty sides.
     *
     * @param tick every limit in it is a multiple of this, positive
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
     * Removal#NOT_FILLED_AT_ONCE}.
     *
     * @return Wh that rest now, 0 if none
     */
    long place(NewOrder order, MatchScope scope, BookEvents events);

    /**
     * Keeps an order without matching it, for a call phase. Orders of its own group on the other
     * side of its contract that it could trade with at {@code fee} are met, best first, as {@link
     * NewOrder#selfTrade()} says, so no two orders of one group are ever executable together.
     *
     * @return Wh that rest now
     */
    long collect(NewOrder order, long fee, BookEvents events);

    /**
     * Puts an order back as {@link #visit} showed it, for restoring a snapshot. Priority numbers
     * may come in any order across contracts but ascend within a limit.
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
     * is left it keeps its priority and its displayed part shrinks last; otherwise it leaves, meets
     * the other side like a new order under its own self-trade rule, and what is left rests at the
     * end of its new limit. A post-only order stays post-only. Nothing happens if it does not rest.
     *
     * @param quantity Wh it shall have left, positive
     * @return Wh that rest now, or -1 if it did not rest before
     */
    long replace(long order, long quantity, long limit, MatchScope scope, BookEvents events);

    /**
     * What an order could trade at once if it were placed, without doing it. Stops at the first
     * order of its own group, except under {@link
     * energy.peerwatt.market.SelfTradePrevention#CANCEL_OLDEST}, which passes over them.
     */
    void quote(NewOrder order, MatchScope scope, Quote into);

    /**
     * Takes a traded quantity from a resting order as a call auction does, without reporting it;
     * displayed and hidden parts count as one.
     */
    void fill(long order, long quantity);

    /** A cursor before the best limit of a side; valid until the contract changes. */
    LevelCursor cursor(int contract, Side side);

    /** Wh left of an order, hidden part included; 0 if it does not rest. */
    long left(long order);

    /** Number of resting orders of a contract. */
    int size(int contract);

    /** All resting orders: bids best first and in order of priority, then asks likewise. */
    void visit(int contract, RestingOrders visitor);

    /** The next priority number to be drawn; part of a snapshot. */
    long nextPriority();

    /** Sets the next priority number after a restore. */
    void nextPriority(long next);

    /** What the public sees of a side: displayed quantities, best first. */
    List<Level> levels(int contract, Side side);
}
