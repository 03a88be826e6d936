package energy.peerwatt.book;

import energy.peerwatt.market.SelfTradePrevention;
import energy.peerwatt.market.Side;

/**
 * Resting orders: a block of one cache line each, and a second one for an iceberg.
 *
 * <table>
 * <caption>Fields of an order</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>int</td><td>next order of its level in a ladder, by priority</td></tr>
 * <tr><td>4</td><td>int</td><td>the one before it</td></tr>
 * <tr><td>8</td><td>long</td><td>displayed, Wh</td></tr>
 * <tr><td>16</td><td>long</td><td>cost, micro-currency per kWh; see {@link Contracts}</td></tr>
 * <tr><td>24</td><td>long</td><td>id</td></tr>
 * <tr><td>32</td><td>long</td><td>priority</td></tr>
 * <tr><td>40</td><td>int</td><td>participant</td></tr>
 * <tr><td>44</td><td>int</td><td>group</td></tr>
 * <tr><td>48</td><td>int</td><td>contract * 16 + post-only * 8 + self-trade rule * 2 + side</td></tr>
 * <tr><td>52</td><td>int</td><td>block of an iceberg: hidden Wh (long), clip Wh (long); or 0</td></tr>
 * <tr><td>56</td><td>int</td><td>its level in a ladder, 0 if in a queue</td></tr>
 * <tr><td>60</td><td>int</td><td>the ladder's leaf that has its level</td></tr>
 * </table>
 *
 * <p>A ladder's level begins with the same two links.
 */
final class OrderNodes {

    static final int LINES = 1;

    private static final int NEXT = 0;
    private static final int PREVIOUS = 4;
    private static final int DISPLAYED = 8;
    private static final int COST = 16;
    private static final int ID = 24;
    private static final int PRIORITY = 32;
    private static final int PARTICIPANT = 40;
    private static final int GROUP = 44;
    private static final int TERMS = 48;
    private static final int ICEBERG = 52;
    private static final int LEVEL = 56;
    private static final int LEAF = 60;

    private static final int HIDDEN = 0;
    private static final int CLIP = 8;

    private static final SelfTradePrevention[] RULES = SelfTradePrevention.values();

    private final Arena arena;

    OrderNodes(Arena arena) {
        this.arena = arena;
    }

    static int side(Side side) {
        return side == Side.BUY ? Contracts.BIDS : Contracts.ASKS;
    }

    /** The cost of a limit, and the limit of a cost. */
    static long costOf(int side, long limit) {
        long turned = side - 1L;
        return (limit ^ turned) - turned;
    }

    /** Everything but its quantities, its priority and its place. */
    int create(NewOrder order) {
        int node = arena.allocate(LINES);
        int side = side(order.side());
        arena.putLong(node, COST, costOf(side, order.limit()));
        arena.putLong(node, ID, order.id());
        arena.putInt(node, PARTICIPANT, order.participant());
        arena.putInt(node, GROUP, order.group());
        arena.putInt(
                node,
                TERMS,
                (order.contract() << 4)
                        | (order.postOnly() ? 8 : 0)
                        | (code(order.selfTrade()) << 1)
                        | side);
        arena.putInt(node, ICEBERG, 0);
        if (order.clip() > 0) {
            int iceberg = arena.allocate(LINES);
            arena.putInt(node, ICEBERG, iceberg);
            arena.putLong(iceberg, CLIP, order.clip());
        }
        return node;
    }

    /** The rule's place in {@link #RULES}; it is kept in memory only. */
    @SuppressWarnings("EnumOrdinal")
    private static int code(SelfTradePrevention rule) {
        return rule.ordinal();
    }

    void free(int node) {
        int iceberg = arena.getInt(node, ICEBERG);
        if (iceberg != 0) {
            arena.free(iceberg, LINES);
        }
        arena.free(node, LINES);
    }

    /** Sets what is left, of which an iceberg shows a clip. */
    void show(int node, long total) {
        int iceberg = arena.getInt(node, ICEBERG);
        if (iceberg == 0) {
            arena.putLong(node, DISPLAYED, total);
            return;
        }
        show(node, total, Math.min(total, arena.getLong(iceberg, CLIP)));
    }

    /** Sets what is left and how much of it is displayed; for an order without clip, all. */
    void show(int node, long total, long displayed) {
        arena.putLong(node, DISPLAYED, displayed);
        int iceberg = arena.getInt(node, ICEBERG);
        if (iceberg != 0) {
            arena.putLong(iceberg, HIDDEN, total - displayed);
        }
    }

    long displayed(int node) {
        return arena.getLong(node, DISPLAYED);
    }

    void displayed(int node, long wattHours) {
        arena.putLong(node, DISPLAYED, wattHours);
    }

    long hidden(int node) {
        int iceberg = arena.getInt(node, ICEBERG);
        return iceberg == 0 ? 0 : arena.getLong(iceberg, HIDDEN);
    }

    long clip(int node) {
        int iceberg = arena.getInt(node, ICEBERG);
        return iceberg == 0 ? 0 : arena.getLong(iceberg, CLIP);
    }

    /** Displayed and hidden. */
    long left(int node) {
        return displayed(node) + hidden(node);
    }

    long cost(int node) {
        return arena.getLong(node, COST);
    }

    void cost(int node, long cost) {
        arena.putLong(node, COST, cost);
    }

    long limit(int node) {
        return costOf(side(node), cost(node));
    }

    long id(int node) {
        return arena.getLong(node, ID);
    }

    long priority(int node) {
        return arena.getLong(node, PRIORITY);
    }

    void priority(int node, long priority) {
        arena.putLong(node, PRIORITY, priority);
    }

    int participant(int node) {
        return arena.getInt(node, PARTICIPANT);
    }

    int group(int node) {
        return arena.getInt(node, GROUP);
    }

    int side(int node) {
        return arena.getInt(node, TERMS) & 1;
    }

    int contract(int node) {
        return arena.getInt(node, TERMS) >> 4;
    }

    boolean postOnly(int node) {
        return (arena.getInt(node, TERMS) & 8) != 0;
    }

    SelfTradePrevention selfTrade(int node) {
        return RULES[(arena.getInt(node, TERMS) >> 1) & 3];
    }

    int next(int node) {
        return arena.getInt(node, NEXT);
    }

    void next(int node, int next) {
        arena.putInt(node, NEXT, next);
    }

    int previous(int node) {
        return arena.getInt(node, PREVIOUS);
    }

    void previous(int node, int previous) {
        arena.putInt(node, PREVIOUS, previous);
    }

    int level(int node) {
        return arena.getInt(node, LEVEL);
    }

    int leaf(int node) {
        return arena.getInt(node, LEAF);
    }

    void place(int node, int level, int leaf) {
        arena.putInt(node, LEVEL, level);
        arena.putInt(node, LEAF, leaf);
    }

    /** Describes an order as one that could be placed, with a quantity and a limit. */
    void describe(int node, long quantity, long limit, NewOrder into) {
        into.limitOrder(
                        id(node),
                        participant(node),
                        group(node),
                        contract(node),
                        side(node) == Contracts.BIDS ? Side.BUY : Side.SELL,
                        quantity,
                        limit)
                .selfTrade(selfTrade(node))
                .postOnly(postOnly(node))
                .clip(clip(node));
    }
}
