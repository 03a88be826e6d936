package energy.peerwatt.book;

import java.util.Arrays;

/**
 * Shares a quantity among claims in proportion to them: everyone gets the whole part of its share,
 * and the Wh left over go one each to the largest remainders, among equal ones to the earliest.
 * Exact for totals up to a third of the largest long. Used again; not thread-safe.
 */
final class ProRata {

    private long[] remainders = new long[64];
    private long[] ranked = new long[64];

    /**
     * Replaces the claims in {@code [from, to)} by their shares.
     *
     * @param claims positive
     * @param total their sum
     * @param quantity what is shared, not negative, less than the total
     */
    void share(long[] claims, int from, int to, long total, long quantity) {
        int size = to - from;
        reserve(size);
        long left = quantity;
        for (int i = 0; i < size; i++) {
            claims[from + i] = wholePart(i, claims[from + i], quantity, total);
            left -= claims[from + i];
        }
        if (left > 0) {
            giveToLargestRemainders(claims, from, size, (int) left);
        }
    }

    private void reserve(int size) {
        if (size > remainders.length) {
            remainders = new long[2 * size];
            ranked = new long[2 * size];
        }
    }

    /** {@code claim * quantity / total}; the remainder goes into {@link #remainders}. */
    private long wholePart(int index, long claim, long quantity, long total) {
        long product = claim * quantity;
        if (Math.multiplyHigh(claim, quantity) == 0 && product >= 0) {
            remainders[index] = product % total;
            return product / total;
        }
        return longDivision(index, claim, quantity, total);
    }

    private long longDivision(int index, long claim, long quantity, long total) {
        long whole = 0;
        long rest = 0;
        for (long bit = Long.highestOneBit(quantity); bit != 0; bit >>>= 1) {
            rest = 2 * rest + ((quantity & bit) == 0 ? 0 : claim);
            whole = 2 * whole + rest / total;
            rest %= total;
        }
        remainders[index] = rest;
        return whole;
    }

    /** The sum of all remainders is {@code left} totals, so more than {@code left} are positive. */
    private void giveToLargestRemainders(long[] shares, int from, int size, int left) {
        System.arraycopy(remainders, 0, ranked, 0, size);
        Arrays.sort(ranked, 0, size);
        long smallest = ranked[size - left];
        int ties = 0;
        for (int i = size - left; i < size && ranked[i] == smallest; i++) {
            ties++;
        }
        for (int i = 0; i < size; i++) {
            if (remainders[i] > smallest) {
                shares[from + i]++;
            } else if (remainders[i] == smallest && ties > 0) {
                shares[from + i]++;
                ties--;
            }
        }
    }
}
