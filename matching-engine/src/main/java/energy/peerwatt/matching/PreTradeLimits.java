package energy.peerwatt.matching;

import java.util.Arrays;

/**
 * What each participant may still risk: the money its purchases may cost at most, and the energy it
 * may sell at most in one delivery period. Orders reserve, what leaves unfilled or costs less
 * releases, and a period that ends is forgotten with all that it holds.
 *
 * <p>Participants and periods are dense numbers from 0. Single-threaded; allocates only while it
 * grows.
 */
public final class PreTradeLimits {

    /** No bound; sums stay below it whatever orders come. */
    public static final long UNLIMITED = Long.MAX_VALUE / 2;

    private static final int ACCOUNT = 4;
    private static final int EXPOSURE = 0;
    private static final int MOST_EXPOSURE = 1;
    private static final int MOST_SOLD = 2;

    private static final int POSITION = 4;
    private static final int KEY = 0;
    private static final int COST = 1;
    private static final int SOLD = 2;
    private static final int NEXT = 3;

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Per participant. */
    private long[] accounts = {};

    /** Open addressing by participant and period; a key of 0 is free. */
    private long[] positions = new long[POSITION << 10];

    private int shift = Long.SIZE - 10;
    private int size;

    /** Per period its latest position's participant, plus 1; 0 for none. */
    private int[] latest = new int[64];

    /**
     * Sets what a participant may do; what it did already stays.
     *
     * @param mostExposure nano-currency, not negative
     * @param mostSold Wh in one period, not negative
     */
    public void limit(int participant, long mostExposure, long mostSold) {
        int account = account(participant);
        accounts[account + MOST_EXPOSURE] = Math.min(mostExposure, UNLIMITED);
        accounts[account + MOST_SOLD] = Math.min(mostSold, UNLIMITED);
    }

    /**
     * Reserves money for a purchase, unless that goes beyond the limit.
     *
     * @param cost nano-currency, at most a quarter of what a long holds; negative to give back
     */
    public boolean buy(int participant, long cost) {
        int account = account(participant);
        long exposure = accounts[account + EXPOSURE] + cost;
        // In this order: hardly ever is anything beyond a limit.
        if (exposure > accounts[account + MOST_EXPOSURE] && cost > 0) {
            return false;
        }
        accounts[account + EXPOSURE] = exposure;
        return true;
    }

    /** Gives back what a purchase reserved, or a part of it. */
    public void release(int participant, long cost) {
        int account = account(participant);
        accounts[account + EXPOSURE] -= cost;
    }

    /**
     * Notes that a purchase was made: its price stays until the period is forgotten.
     *
     * @param reserved nano-currency that had been reserved for it
     * @param cost what it costs, nano-currency, not negative
     */
    public void pay(int participant, int period, long reserved, long cost) {
        int account = account(participant);
        accounts[account + EXPOSURE] += cost - reserved;
        int position = position(participant, period);
        positions[position + COST] += cost;
    }

    /**
     * Reserves energy for a sale, unless that goes beyond the limit.
     *
     * @param wattHours negative to give back
     */
    public boolean sell(int participant, int period, long wattHours) {
        int account = account(participant);
        int position = position(participant, period);
        long sold = positions[position + SOLD] + wattHours;
        if (sold > accounts[account + MOST_SOLD] && wattHours > 0) {
            return false;
        }
        positions[position + SOLD] = sold;
        return true;
    }

    /** Gives back what a sale reserved, or a part of it. */
    public void releaseSale(int participant, int period, long wattHours) {
        int position = position(participant, period);
        positions[position + SOLD] -= wattHours;
    }

    /** Nano-currency that open and made purchases cost at most. */
    public long exposure(int participant) {
        int account = account(participant);
        return accounts[account + EXPOSURE];
    }

    /** Wh that open and made sales of a period come to. */
    public long sold(int participant, int period) {
        int position = position(participant, period);
        return positions[position + SOLD];
    }

    /** Nano-currency of {@link #exposure} that purchases of a period cost. */
    long cost(int participant, int period) {
        int position = position(participant, period);
        return positions[position + COST];
    }

    long mostExposure(int participant) {
        int account = account(participant);
        return accounts[account + MOST_EXPOSURE];
    }

    long mostSold(int participant) {
        int account = account(participant);
        return accounts[account + MOST_SOLD];
    }

    /** Puts back what a snapshot had: what open and made purchases cost at most. */
    void restore(int participant, long exposure) {
        int account = account(participant);
        accounts[account + EXPOSURE] = exposure;
    }

    /** Puts a position back as a snapshot had it. */
    void restore(int participant, int period, long cost, long sold) {
        int position = position(participant, period);
        positions[position + COST] = cost;
        positions[position + SOLD] = sold;
    }

    /** Participants that have a position in a period, ascending. */
    int[] participants(int period) {
        int[] found = new int[8];
        int count = 0;
        for (int p = latest(period); p > 0; p = next(p - 1, period)) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = p - 1;
        }
        found = Arrays.copyOf(found, count);
        Arrays.sort(found);
        return found;
    }

    /** Drops all positions of a period: its number may then mean another one. */
    public void forget(int period) {
        int participant = latest(period);
        while (participant > 0) {
            int position = position(participant - 1, period);
            int account = account(participant - 1);
            accounts[account + EXPOSURE] -= positions[position + COST];
            participant = (int) positions[position + NEXT];
            remove(position);
        }
        if (period < latest.length) {
            latest[period] = 0;
        }
    }

    private int latest(int period) {
        return period < latest.length ? latest[period] : 0;
    }

    private int next(int participant, int period) {
        int position = position(participant, period);
        return (int) positions[position + NEXT];
    }

    private int account(int participant) {
        int account = participant * ACCOUNT;
        if (account >= accounts.length) {
            growAccounts(account + ACCOUNT);
        }
        return account;
    }

    private void growAccounts(int needed) {
        int before = accounts.length;
        accounts = Arrays.copyOf(accounts, Math.max(2 * before, Math.max(needed, 64 * ACCOUNT)));
        for (int account = before; account < accounts.length; account += ACCOUNT) {
            accounts[account + MOST_EXPOSURE] = UNLIMITED;
            accounts[account + MOST_SOLD] = UNLIMITED;
        }
    }

    private static long key(int participant, int period) {
        return ((participant + 1L) << Integer.SIZE) | period;
    }

    private int home(long key) {
        return (int) ((key * SPREAD) >>> shift) * POSITION;
    }

    /** May move all positions, so it comes before {@code positions} in every statement. */
    private int position(int participant, int period) {
        long key = key(participant, period);
        int position = home(key);
        while (positions[position] != key) {
            if (positions[position] == 0) {
                return add(key, position);
            }
            position = (position + POSITION) & (positions.length - 1);
        }
        return position;
    }

    private int add(long key, int free) {
        int participant = (int) (key >>> Integer.SIZE) - 1;
        int period = (int) key;
        if (4 * (size + 1) > 3 * (positions.length / POSITION)) {
            rehash();
            return position(participant, period);
        }
        if (period >= latest.length) {
            latest = Arrays.copyOf(latest, Math.max(period + 1, 2 * latest.length));
        }
        positions[free + KEY] = key;
        positions[free + NEXT] = latest[period];
        latest[period] = participant + 1;
        size++;
        return free;
    }

    private void rehash() {
        long[] old = positions;
        positions = new long[2 * old.length];
        shift--;
        for (int from = 0; from < old.length; from += POSITION) {
            if (old[from] != 0) {
                int to = home(old[from]);
                while (positions[to] != 0) {
                    to = (to + POSITION) & (positions.length - 1);
                }
                System.arraycopy(old, from, positions, to, POSITION);
            }
        }
    }

    /** Frees a place and moves back those that were kept from their home by it. */
    private void remove(int position) {
        int mask = positions.length - 1;
        int free = position;
        int next = (free + POSITION) & mask;
        while (positions[next] != 0) {
            int home = home(positions[next]);
            if (((next - home) & mask) >= ((next - free) & mask)) {
                System.arraycopy(positions, next, positions, free, POSITION);
                free = next;
            }
            next = (next + POSITION) & mask;
        }
        Arrays.fill(positions, free, free + POSITION, 0);
        size--;
    }
}
