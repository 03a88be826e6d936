package energy.peerwatt.metering.headend.estimation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Splits whole Wh so that the parts add up to the whole. */
final class Shares {

    private Shares() {}

    /**
     * Splits {@code total} in proportion to {@code weights} by largest remainder, ties to the lower
     * index.
     *
     * @param total at least 0
     * @param weights at least 0 each, with a positive sum
     */
    static long[] of(long total, long[] weights) {
        BigInteger whole = BigInteger.valueOf(total);
        BigInteger sum =
                Arrays.stream(weights)
                        .mapToObj(BigInteger::valueOf)
                        .reduce(BigInteger.ZERO, BigInteger::add);
        long[] parts = new long[weights.length];
        BigInteger[] remainders = new BigInteger[weights.length];
        long left = total;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] share =
                    whole.multiply(BigInteger.valueOf(weights[i])).divideAndRemainder(sum);
            parts[i] = share[0].longValueExact();
            remainders[i] = share[1];
            left -= parts[i];
        }
        // Fewer units are left than there are non-zero remainders.
        IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders[i]).reversed())
                .limit(left)
                .forEach(i -> parts[i]++);
        return parts;
    }
}
