package energy.peerwatt.book;

import java.util.Arrays;

/**
 * What an incoming order may trade with: contracts, the cost between it and each of them, how much
 * may flow, and whom it trusts. One object is used again for every order of a thread.
 *
 * <p>Every contract belongs to a pool; a pool's capacity bounds all that is traded with its
 * contracts. Pool 0 is the whole order: its capacity bounds everything, and contracts may belong to
 * it directly.
 */
public final class MatchScope {

    /** The pool of everything the order trades. */
    public static final int WHOLE_ORDER = 0;

    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Words of a contract in {@link #contracts}. */
    private static final int WORDS = 3;

    private static final int NUMBER = 0;
    private static final int OFFSET = 1;
    private static final int POOL = 2;

    private int size;
    private long[] contracts = new long[8 * WORDS];
    private long capacity = UNLIMITED;
    private int poolCount = 1;

    /** By pool; {@link #WHOLE_ORDER} has none beside the capacity itself. */
    private long[] capacities = new long[8];

    private int[] trusted = {};
    private boolean trustsAnybody;

    /** A scope of nothing. */
    public MatchScope() {
        capacities[WHOLE_ORDER] = UNLIMITED;
    }

    /** Forgets everything: no contracts, no bounds, nobody trusted. */
    public MatchScope clear() {
        size = 0;
        capacity = UNLIMITED;
        poolCount = 1;
        trustsAnybody = false;
        return this;
    }

    /** Another scope that says the same; what is used of one is left in the other. */
    MatchScope copy() {
        return new MatchScope().set(this);
    }

    /** Makes this scope say the same as another; what is used of one is left in the other. */
    MatchScope set(MatchScope other) {
        if (contracts.length < other.size * WORDS) {
            contracts = new long[other.contracts.length];
        }
        if (capacities.length < other.poolCount) {
            capacities = new long[other.capacities.length];
        }
        System.arraycopy(other.contracts, 0, contracts, 0, other.size * WORDS);
        System.arraycopy(other.capacities, 0, capacities, 0, other.poolCount);
        capacity = other.capacity;
        size = other.size;
        poolCount = other.poolCount;
        trusted = other.trusted;
        trustsAnybody = other.trustsAnybody;
        return this;
    }

    /** Bounds all the order may trade, Wh, not negative. */
    public MatchScope capacity(long wattHours) {
        capacity = wattHours;
        return this;
    }

    /** A new pool with its bound in Wh, not negative; returns its number. */
    public int addPool(long wattHours) {
        if (poolCount == capacities.length) {
            capacities = Arrays.copyOf(capacities, 2 * poolCount);
        }
        capacities[poolCount] = wattHours;
        return poolCount++;
    }

    /**
     * Adds a contract; none may be added twice.
     *
     * @param offset micro-currency per kWh that a buyer pays on top of the net price, less what it
     *     adds to its limit for this contract's origin; any sign
     * @param pool {@link #WHOLE_ORDER} or what {@link #addPool} returned
     */
    public MatchScope add(int contract, long offset, int pool) {
        int at = size * WORDS;
        if (at == contracts.length) {
            contracts = Arrays.copyOf(contracts, 2 * at);
        }
        contracts[at + NUMBER] = contract;
        contracts[at + OFFSET] = offset;
        contracts[at + POOL] = pool;
        size++;
        return this;
    }

    /** Participants that come first among equal effective prices; ascending, not copied. */
    public MatchScope trusted(int[] participants) {
        trusted = participants;
        trustsAnybody = participants.length > 0;
        return this;
    }

    public int size() {
        return size;
    }

    public int contract(int index) {
        return (int) contracts[index * WORDS + NUMBER];
    }

    public long offset(int index) {
        return contracts[index * WORDS + OFFSET];
    }

    public int pool(int index) {
        return (int) contracts[index * WORDS + POOL];
    }

    /** Wh that may still be traded with the contract at {@code index}. */
    public long capacityOf(int index) {
        return Math.min(capacity, capacities[pool(index)]);
    }

    /** Wh that may still be traded in all. */
    public long capacity() {
        return capacity;
    }

    /** Notes a trade with the contract at {@code index}. */
    public void use(int index, long wattHours) {
        int pool = pool(index);
        if (pool != WHOLE_ORDER && capacities[pool] != UNLIMITED) {
            capacities[pool] -= wattHours;
        }
        if (capacity != UNLIMITED) {
            capacity -= wattHours;
        }
    }

    public boolean trustsAnybody() {
        return trustsAnybody;
    }

    public boolean trusts(int participant) {
        return trustsAnybody && Arrays.binarySearch(trusted, participant) >= 0;
    }
}
