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

    private static final int[] NOBODY = {};

    private int size;
    private int[] contracts = new int[8];
    private long[] offsets = new long[8];
    private int[] pools = new int[8];
    private int poolCount = 1;
    private long[] capacities = new long[8];
    private int[] trusted = NOBODY;

    public MatchScope() {
        capacities[WHOLE_ORDER] = UNLIMITED;
    }

    /** Forgets everything: no contracts, no bounds, nobody trusted. */
    public MatchScope clear() {
        size = 0;
        poolCount = 1;
        capacities[WHOLE_ORDER] = UNLIMITED;
        if (trusted.length > 0) {
            trusted = NOBODY;
        }
        return this;
    }

    /** Another scope that says the same; what is used of one is left in the other. */
    MatchScope copy() {
        return new MatchScope().set(this);
    }

    /** Makes this scope say the same as another; what is used of one is left in the other. */
    MatchScope set(MatchScope other) {
        if (contracts.length < other.size) {
            contracts = new int[other.contracts.length];
            offsets = new long[other.contracts.length];
            pools = new int[other.contracts.length];
        }
        if (capacities.length < other.poolCount) {
            capacities = new long[other.capacities.length];
        }
        System.arraycopy(other.contracts, 0, contracts, 0, other.size);
        System.arraycopy(other.offsets, 0, offsets, 0, other.size);
        System.arraycopy(other.pools, 0, pools, 0, other.size);
        System.arraycopy(other.capacities, 0, capacities, 0, other.poolCount);
        size = other.size;
        poolCount = other.poolCount;
        trusted = other.trusted;
        return this;
    }

    /** Bounds all the order may trade, Wh, not negative. */
    public MatchScope capacity(long wattHours) {
        capacities[WHOLE_ORDER] = wattHours;
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
        if (size == contracts.length) {
            contracts = Arrays.copyOf(contracts, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size);
            pools = Arrays.copyOf(pools, 2 * size);
        }
        contracts[size] = contract;
        offsets[size] = offset;
        pools[size] = pool;
        size++;
        return this;
    }

    /** Participants that come first among equal effective prices; ascending, not copied. */
    public MatchScope trusted(int[] participants) {
        trusted = participants;
        return this;
    }

    public int size() {
        return size;
    }

    public int contract(int index) {
        return contracts[index];
    }

    public long offset(int index) {
        return offsets[index];
    }

    public int pool(int index) {
        return pools[index];
    }

    /** Wh that may still be traded with the contract at {@code index}. */
    public long capacityOf(int index) {
        return Math.min(capacities[WHOLE_ORDER], capacities[pools[index]]);
    }

    /** Wh that may still be traded in all. */
    public long capacity() {
        return capacities[WHOLE_ORDER];
    }

    /** Notes a trade with the contract at {@code index}. */
    public void use(int index, long wattHours) {
        int pool = pools[index];
        if (pool != WHOLE_ORDER && capacities[pool] != UNLIMITED) {
            capacities[pool] -= wattHours;
        }
        if (capacities[WHOLE_ORDER] != UNLIMITED) {
            capacities[WHOLE_ORDER] -= wattHours;
        }
    }

    public boolean trustsAnybody() {
        return trusted.length > 0;
    }

    public boolean trusts(int participant) {
        return trusted.length > 0 && Arrays.binarySearch(trusted, participant) >= 0;
    }
}
