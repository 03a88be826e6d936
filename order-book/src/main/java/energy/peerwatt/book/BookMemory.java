package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;

/**
 * The memory of a {@link LadderOrderBook}: contracts with their two sides, and resting orders.
 *
 * <p>A <em>cost</em> is an ask's limit, or a bid's with its sign turned, so that less is better on
 * both sides and one piece of code serves both. A side's handle tells which it is: it lies in the
 * contract's line at byte 16 for bids, 40 for asks.
 *
 * <table>
 * <caption>A contract, 1 line</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>long</td><td>tick, micro-currency per kWh</td></tr>
 * <tr><td>8</td><td>long</td><td>inverse of the tick's odd part, modulo 2^64</td></tr>
 * <tr><td>16</td><td>24 bytes</td><td>bids</td></tr>
 * <tr><td>36</td><td>int</td><td>how often 2 divides the tick, within the bids</td></tr>
 * <tr><td>40</td><td>24 bytes</td><td>asks</td></tr>
 * <tr><td>60</td><td>int</td><td>the contract's number, within the asks</td></tr>
 * </table>
 *
 * <table>
 * <caption>A side, within its contract</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>long</td><td>best cost, {@link #NOTHING} if it has no orders</td></tr>
 * <tr><td>8</td><td>int</td><td>block to find orders by: a queue's, a ladder's root, or 0</td></tr>
 * <tr><td>12</td><td>int</td><td>number of orders</td></tr>
 * <tr><td>16</td><td>int</td><td>a ladder's best level if positive, else the lines of the queue's
 * block with the sign turned</td></tr>
 * </table>
 *
 * <table>
 * <caption>An order, 1 line</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>int</td><td>next order of its level in a ladder, by priority</td></tr>
 * <tr><td>4</td><td>int</td><td>the one before it</td></tr>
 * <tr><td>8</td><td>long</td><td>what is left with the hidden part, Wh</td></tr>
 * <tr><td>16</td><td>long</td><td>cost, micro-currency per kWh</td></tr>
 * <tr><td>24</td><td>long</td><td>id</td></tr>
 * <tr><td>32</td><td>long</td><td>priority</td></tr>
 * <tr><td>40</td><td>int</td><td>participant</td></tr>
 * <tr><td>44</td><td>int</td><td>group</td></tr>
 * <tr><td>48</td><td>int</td><td>side</td></tr>
 * <tr><td>52</td><td>int</td><td>block of an iceberg or 0, plus 4 if post-only, plus the number of
 * its self-trade rule</td></tr>
 * <tr><td>56</td><td>int</td><td>its level in a ladder, 0 if in a queue</td></tr>
 * <tr><td>60</td><td>int</td><td>the child of a node that has its level; see {@link Ladder}</td></tr>
 * </table>
 *
 * <p>An iceberg has one more line: displayed Wh (long), clip in Wh (long).
 */
final class BookMemory extends Arena {

    /** Worse than any cost, with any offset added. */
    static final long NOTHING = Long.MAX_VALUE / 2;

    /** From a side to the other of its contract, by exclusive or. */
    static final int OTHER_SIDE = 56;

    /** This bit tells asks from bids; no handle of a line has it. */
    static final int ASK = 8;

    private static final int BIDS = 16;
    private static final int ASKS = 40;

    private static final int TICK = 0;
    private static final int INVERSE = 8;
    private static final int TWOS = 36;
    private static final int NUMBER = 60;

    private static final int BEST = 0;
    private static final int INDEX = 8;
    private static final int COUNT = 12;
    private static final int TOP = 16;

    private static final int NEXT = 0;
    private static final int PREVIOUS = 4;
    private static final int LEFT = 8;
    private static final int COST = 16;
    private static final int ID = 24;
    private static final int PRIORITY = 32;
    private static final int PARTICIPANT = 40;
    private static final int GROUP = 44;
    private static final int SIDE = 48;
    private static final int TERMS = 52;
    private static final int LEVEL = 56;
    private static final int CHILD = 60;

    private static final int DISPLAYED = 0;
    private static final int CLIP = 8;

    private static final int POST_ONLY = 4;
    private static final SelfTradePrevention[] RULES = SelfTradePrevention.values();

    BookMemory(int lines, int reserved) {
        super(lines, reserved);
    }

    // Contracts and sides

    /** A new contract's bids. */
    int createContract(int number, long tick) {
        int contract = allocate(1);
        clear(contract, 1);
        int twos = Long.numberOfTrailingZeros(tick);
        putLong(contract, TICK, tick);
        putLong(contract, INVERSE, inverse(tick >> twos));
        putInt(contract, TWOS, twos);
        putInt(contract, NUMBER, number);
        best(contract + BIDS, NOTHING);
        best(contract + ASKS, NOTHING);
        return contract + BIDS;
    }

    /** Newton's iteration doubles the right bits each time, from 3. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    void freeContract(int side) {
        free(contract(side), 1);
    }

    private static int contract(int side) {
        return side & -LINE;
    }

    static boolean isBids(int side) {
        return (side & ASK) == 0;
    }

    static Side name(int side) {
        return isBids(side) ? Side.BUY : Side.SELL;
    }

    /** The cost of a limit, and the limit of a cost. */
    static long turned(int side, long limit) {
        long bid = (side & ASK) / ASK - 1L;
        return (limit ^ bid) - bid;
    }

    long tick(int side) {
        return getLong(contract(side), TICK);
    }

    /** How many ticks a cost is from 0; an exact division without dividing. */
    long ticks(int side, long cost) {
        int contract = contract(side);
        return (cost >> getInt(contract, TWOS)) * getLong(contract, INVERSE);
    }

    /** The contract's number. */
    int number(int side) {
        return getInt(contract(side), NUMBER);
    }

    long best(int side) {
        return getLong(side, BEST);
    }

    void best(int side, long cost) {
        putLong(side, BEST, cost);
    }

    int index(int side) {
        return getInt(side, INDEX);
    }

    void index(int side, int block) {
        putInt(side, INDEX, block);
    }

    int count(int side) {
        return getInt(side, COUNT);
    }

    void count(int side, int orders) {
        putInt(side, COUNT, orders);
    }

    int top(int side) {
        return getInt(side, TOP);
    }

    void top(int side, int value) {
        putInt(side, TOP, value);
    }

    // Orders

    /** Everything but its priority and its place. */
    int createOrder(NewOrder order, int side, long left) {
        int node = allocate(1);
        putLong(node, COST, turned(side, order.limit()));
        putLong(node, ID, order.id());
        putInt(node, PARTICIPANT, order.participant());
        putInt(node, GROUP, order.group());
        putInt(node, SIDE, side);
        int terms = code(order.selfTrade()) | (order.postOnly() ? POST_ONLY : 0);
        if (order.clip() > 0) {
            int iceberg = allocate(1);
            putLong(iceberg, CLIP, order.clip());
            terms |= iceberg;
        }
        putInt(node, TERMS, terms);
        left(node, left);
        return node;
    }

    /** The rule's place in {@link #RULES}, which is kept in memory only. */
    @SuppressWarnings("EnumOrdinal")
    private static int code(SelfTradePrevention rule) {
        return rule.ordinal();
    }

    void freeOrder(int node) {
        int iceberg = iceberg(node);
        if (iceberg != 0) {
            free(iceberg, 1);
        }
        free(node, 1);
    }

    /** Describes an order as one that could be placed, with a quantity and a limit. */
    void describe(int node, long quantity, long limit, NewOrder into) {
        int terms = getInt(node, TERMS);
        int side = side(node);
        into.limitOrder(
                        id(node),
                        participant(node),
                        group(node),
                        number(side),
                        name(side),
                        quantity,
                        limit)
                .selfTrade(RULES[terms & 3])
                .postOnly((terms & POST_ONLY) != 0)
                .clip(clip(node));
    }

    int next(int node) {
        return getInt(node, NEXT);
    }

    void next(int node, int next) {
        putInt(node, NEXT, next);
    }

    int previous(int node) {
        return getInt(node, PREVIOUS);
    }

    void previous(int node, int previous) {
        putInt(node, PREVIOUS, previous);
    }

    /** What is left, hidden part included. */
    long left(int node) {
        return getLong(node, LEFT);
    }

    /** Sets what is left; of an iceberg, a clip of it is displayed. */
    void left(int node, long wattHours) {
        putLong(node, LEFT, wattHours);
        int iceberg = iceberg(node);
        if (iceberg != 0) {
            putLong(iceberg, DISPLAYED, Math.min(wattHours, getLong(iceberg, CLIP)));
        }
    }

    /** Sets what is left and how much of it is displayed; without a clip, all. */
    void left(int node, long wattHours, long displayed) {
        putLong(node, LEFT, wattHours);
        int iceberg = iceberg(node);
        if (iceberg != 0) {
            putLong(iceberg, DISPLAYED, displayed);
        }
    }

    long displayed(int node) {
        int iceberg = iceberg(node);
        return iceberg == 0 ? left(node) : getLong(iceberg, DISPLAYED);
    }

    private long clip(int node) {
        int iceberg = iceberg(node);
        return iceberg == 0 ? 0 : getLong(iceberg, CLIP);
    }

    private int iceberg(int node) {
        return getInt(node, TERMS) & -LINE;
    }

    long cost(int node) {
        return getLong(node, COST);
    }

    void cost(int node, long cost) {
        putLong(node, COST, cost);
    }

    long limit(int node) {
        return turned(side(node), cost(node));
    }

    long id(int node) {
        return getLong(node, ID);
    }

    long priority(int node) {
        return getLong(node, PRIORITY);
    }

    void priority(int node, long priority) {
        putLong(node, PRIORITY, priority);
    }

    int participant(int node) {
        return getInt(node, PARTICIPANT);
    }

    int group(int node) {
        return getInt(node, GROUP);
    }

    int side(int node) {
        return getInt(node, SIDE);
    }

    int level(int node) {
        return getInt(node, LEVEL);
    }

    int child(int node) {
        return getInt(node, CHILD);
    }

    void place(int node, int level, int child) {
        putInt(node, LEVEL, level);
        putInt(node, CHILD, child);
    }
}
