package energy.peerwatt.book;

import java.util.Arrays;

/**
 * What is known of each contract: a record of one cache line.
 *
 * <p>Sides are numbers, 0 for bids and 1 for asks, and their prices are kept as <em>costs</em>: an
 * ask's limit, a bid's limit with its sign turned. Less is better on both sides.
 *
 * <table>
 * <caption>Fields of a record</caption>
 * <tr><th>byte</th><th>type</th><th>meaning</th></tr>
 * <tr><td>0</td><td>long</td><td>tick, micro-currency per kWh; 0 if closed</td></tr>
 * <tr><td>8</td><td>long</td><td>inverse of the tick's odd part, modulo 2^64</td></tr>
 * <tr><td>16, 24</td><td>long</td><td>best cost of bids, of asks; {@link #NOTHING} if none</td></tr>
 * <tr><td>32, 36</td><td>int</td><td>block to find bids, asks by: a queue's or a ladder's</td></tr>
 * <tr><td>40, 44</td><td>int</td><td>number of bids, of asks</td></tr>
 * <tr><td>48, 52</td><td>int</td><td>of bids, of asks: a ladder's best level if positive, else the
 * lines of the queue's block with the sign turned</td></tr>
 * <tr><td>56</td><td>int</td><td>how often 2 divides the tick</td></tr>
 * </table>
 */
final class Contracts {

    /** A side. */
    static final int BIDS = 0;

    /** A side. */
    static final int ASKS = 1;

    /** Worse than any cost, with any offset added. */
    static final long NOTHING = Long.MAX_VALUE / 2;

    private static final int TICK = 0;
    private static final int INVERSE = 8;
    private static final int BEST = 16;
    private static final int INDEX = 32;
    private static final int COUNT = 40;
    private static final int TOP = 48;
    private static final int TWOS = 56;

    private final Arena arena = new Arena(64, 0);
    private int[] closed = new int[8];
    private int closedCount;
    private int contracts;

    int open(long tick) {
        int contract = closedCount > 0 ? closed[--closedCount] : extend();
        int record = record(contract);
        arena.clear(record, 1);
        int twos = Long.numberOfTrailingZeros(tick);
        arena.putLong(record, TICK, tick);
        arena.putLong(record, INVERSE, inverse(tick >> twos));
        arena.putInt(record, TWOS, twos);
        arena.putLong(record, BEST, NOTHING);
        arena.putLong(record, BEST + 8, NOTHING);
        return contract;
    }

    void close(int record) {
        arena.putLong(record, TICK, 0);
        if (closedCount == closed.length) {
            closed = Arrays.copyOf(closed, 2 * closedCount);
        }
        closed[closedCount++] = record / Arena.LINE;
    }

    /** The record of a contract. */
    static int record(int contract) {
        return contract * Arena.LINE;
    }

    /** The record of a contract that the caller says is open. */
    int openRecord(int contract) {
        if (contract < 0 || contract >= contracts || tick(record(contract)) == 0) {
            throw new IllegalArgumentException("contract not open: " + contract);
        }
        return record(contract);
    }

    long tick(int record) {
        return arena.getLong(record, TICK);
    }

    /** How many ticks a cost is from 0; exact division without a division. */
    long ticks(int record, long cost) {
        return (cost >> arena.getInt(record, TWOS)) * arena.getLong(record, INVERSE);
    }

    long best(int record, int side) {
        return arena.getLong(record, BEST + 8 * side);
    }

    void best(int record, int side, long cost) {
        arena.putLong(record, BEST + 8 * side, cost);
    }

    int index(int record, int side) {
        return arena.getInt(record, INDEX + 4 * side);
    }

    void index(int record, int side, int block) {
        arena.putInt(record, INDEX + 4 * side, block);
    }

    int count(int record, int side) {
        return arena.getInt(record, COUNT + 4 * side);
    }

    void count(int record, int side, int orders) {
        arena.putInt(record, COUNT + 4 * side, orders);
    }

    int top(int record, int side) {
        return arena.getInt(record, TOP + 4 * side);
    }

    void top(int record, int side, int value) {
        arena.putInt(record, TOP + 4 * side, value);
    }

    long usedBytes() {
        return arena.usedBytes() + 4L * closed.length;
    }

    private int extend() {
        arena.allocate(1);
        return contracts++;
    }

    /** Newton's iteration doubles the right bits each time, from 3 to 96. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
