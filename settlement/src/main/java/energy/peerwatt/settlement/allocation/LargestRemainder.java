package energy.peerwatt.settlement.allocation;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Shares a whole in whole numbers, so that the parts add up to it exactly. */
public final class LargestRemainder {

    private LargestRemainder() {}

    /**
     * Splits {@code total} in proportion to {@code weights}. Each part is the exact share rounded
     * down or up; what rounding down leaves goes to the largest remainders, ties to the lower
     * index. If {@code total} is at most the sum of the weights, no part exceeds its weight.
     *
     * @param total at least 0
     * @param weights at least 0 each; with a positive sum, unless {@code total} is 0
     * @throws ArithmeticException if the sum of the weights exceeds 63 bits
     */
    public static long[] apportion(long total, long[] weights) {
        long[] parts = new long[weights.length];
        if (total == 0) {
            return parts;
        }
        long sum = Arrays.stream(weights).reduce(0, Math::addExact);
        long[] remainders = new long[weights.length];
        long left = total;
        for (int i = 0; i < weights.length; i++) {
            if (Math.multiplyHigh(total, weights[i]) == 0 && total * weights[i] >= 0) {
                parts[i] = total * weights[i] / sum;
                remainders[i] = total * weights[i] % sum;
            } else {
                BigInteger[] share =
                        BigInteger.valueOf(total)
                                .multiply(BigInteger.valueOf(weights[i]))
                                .divideAndRemainder(BigInteger.valueOf(sum));
                parts[i] = share[0].longValueExact();
                remainders[i] = share[1].longValueExact();
            }
            left -= parts[i];
        }
        // Fewer units are left than there are non-zero remainders.
        IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> -remainders[i]))
                .limit(left)
                .forEach(i -> parts[i]++);
        return parts;
    }
}
