package energy.peerwatt.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class MarketTimeTest {

    private static final long[] VALUES = {
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -1_000_000_000,
        -1,
        0,
        1,
        7,
        1_000_000_000,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };

    @Test
    void staysAtTheEndsWhereItWouldOverflow() {
        for (long a : VALUES) {
            for (long b : VALUES) {
                BigInteger x = BigInteger.valueOf(a);
                BigInteger y = BigInteger.valueOf(b);
                assertThat(MarketTime.plus(a, b)).isEqualTo(clamped(x.add(y)));
                assertThat(MarketTime.minus(a, b)).isEqualTo(clamped(x.subtract(y)));
                assertThat(MarketTime.times(a, b)).isEqualTo(clamped(x.multiply(y)));
            }
        }
    }

    private static long clamped(BigInteger value) {
        return value.max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }
}
