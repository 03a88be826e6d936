package energy.peerwatt.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums of fractions, against adding one after the other. */
class FractionSumTest {

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, Long.getLong("peerwatt.seed", System.nanoTime()));
    }

    @Test
    void isExactWhereAllTogetherAreWhole() {
        FractionSum sum = new FractionSum();
        assertThat(sum.whole()).isZero();
        sum.add(1, 3);
        sum.add(1, 6);
        assertThat(sum.whole()).isZero();
        sum.add(1, 2);
        assertThat(sum.whole()).isEqualTo(1);
        assertThat(sum.terms()).isEqualTo(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithAddingOneAfterTheOther(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            FractionSum sum = new FractionSum();
            BigInteger numerator = BigInteger.ZERO;
            BigInteger denominator = BigInteger.ONE;
            long scale = random.nextBoolean() ? 12 : 1L << (2 + random.nextInt(59));
            for (int k = random.nextInt(40); k > 0; k--) {
                long by = 1 + random.nextLong(scale);
                long of = random.nextLong(by);
                sum.add(of, by);
                BigInteger exact = BigInteger.valueOf(by);
                numerator =
                        numerator.multiply(exact).add(BigInteger.valueOf(of).multiply(denominator));
                denominator = denominator.multiply(exact);
            }
            assertThat(BigInteger.valueOf(sum.whole())).isEqualTo(numerator.divide(denominator));
        }
    }

    /** All trades of one plant that delivers less than it sold have its own sales to divide by. */
    @Test
    void isOneNumberForAPlantThatFellShort() {
        Random random = new Random(7);
        FractionSum sum = new FractionSum();
        long sold = 104_729_000;
        for (int k = 0; k < 50_000; k++) {
            sum.add(random.nextLong(sold), sold);
        }

        assertThat(sum.terms()).isEqualTo(1);
        assertThat(sum.whole()).isBetween(24_000L, 26_000L);
    }

    /**
     * Buyers that took less than they bought have purchases of their own to divide by. As many
     * different ones as there are can be no more than the root of twice their sum.
     */
    @Test
    void growsWithTheRootOfWhatIsTraded() {
        Random random = new Random(8);
        FractionSum sum = new FractionSum();
        long traded = 0;
        for (int k = 0; k < 50_000; k++) {
            long bought = 1 + random.nextLong(5_000);
            traded += bought;
            sum.add(random.nextLong(bought), bought);
        }

        assertThat((long) sum.terms() * sum.terms()).isLessThanOrEqualTo(2 * traded);
        assertThat(sum.terms()).isLessThanOrEqualTo(5_000);
        assertThat(sum.whole()).isBetween(24_000L, 26_000L);
    }
}
