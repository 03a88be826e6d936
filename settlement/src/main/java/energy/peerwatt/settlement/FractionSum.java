package energy.peerwatt.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up many proper fractions exactly. Those of one denominator are one number, so that the work
 * grows with how many denominators differ; these are added by halves, which keeps most numbers
 * small. Mutable; of one thread.
 */
final class FractionSum {

    /** A sum of fractions, not reduced; the denominator is positive. */
    private record Ratio(BigInteger numerator, BigInteger denominator) {

        Ratio plus(Ratio other) {
            return new Ratio(
                    numerator
                            .multiply(other.denominator)
                            .add(other.numerator.multiply(denominator)),
                    denominator.multiply(other.denominator));
        }
    }

    /** What is left of one whole, by denominator. */
    private final Map<Long, Long> numerators = new HashMap<>();

    private long wholes;

    /**
     * Adds a fraction.
     *
     * @param numerator at least 0
     * @param denominator above {@code numerator}, below 2^62
     */
    void add(long numerator, long denominator) {
        long sum = Math.addExact(numerators.getOrDefault(denominator, 0L), numerator);
        if (sum >= denominator) {
            sum -= denominator;
            wholes++;
        }
        numerators.put(denominator, sum);
    }

    /** How many fractions are left to add: one for each different denominator. */
    int terms() {
        return numerators.size();
    }

    /** The sum rounded down. */
    long whole() {
        List<Ratio> ratios = new ArrayList<>();
        numerators.forEach((denominator, numerator) ->
                ratios.add(
                        new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator))));
        if (ratios.isEmpty()) {
            return wholes;
        }
        Ratio rest = sum(ratios);
        return Math.addExact(wholes, rest.numerator.divide(rest.denominator).longValueExact());
    }

    private static Ratio sum(List<Ratio> ratios) {
        int half = ratios.size() / 2;
        return half == 0
                ? ratios.getFirst()
                : sum(ratios.subList(0, half)).plus(sum(ratios.subList(half, ratios.size())));
    }
}
