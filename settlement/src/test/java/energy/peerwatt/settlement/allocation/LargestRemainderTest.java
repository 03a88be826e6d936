package energy.peerwatt.settlement.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LargestRemainderTest {

    @Test
    void givesWhatRoundingLeavesToTheLargestRemainders() {
        assertThat(LargestRemainder.apportion(200, new long[] {200, 100})).containsExactly(133, 67);
    }

    @Test
    void breaksTiesByOrder() {
        assertThat(LargestRemainder.apportion(2, new long[] {1, 1, 1})).containsExactly(1, 1, 0);
    }

    @Test
    void givesNothingToNobody() {
        assertThat(LargestRemainder.apportion(0, new long[0])).isEmpty();
        assertThat(LargestRemainder.apportion(5, new long[] {0, 3})).containsExactly(0, 5);
    }

    @Test
    void normalisesAColumnOfQuotas() {
        // eegfaktura QuotaMatrix ZP2/P3: 0.45 of 0.1 + 0.45 + 0.3 is 0.5294117647.
        assertThat(LargestRemainder.apportion(10_000_000_000L, new long[] {10, 45, 30})[1])
                .isEqualTo(5_294_117_647L);
    }

    @Test
    void isExactWhereProductsExceed63Bits() {
        assertThat(LargestRemainder.apportion(1L << 40, new long[] {1L << 40, (1L << 41) + 1}))
                .containsExactly(366_503_875_925L, 733_007_751_851L);
        assertThatThrownBy(() ->
                        LargestRemainder.apportion(1, new long[] {Long.MAX_VALUE, Long.MAX_VALUE}))
                .isInstanceOf(ArithmeticException.class);
    }
}
