package energy.peerwatt.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @Test
    void priceTimesEnergyIsExactMoney() {
        Money value = Price.ofCentsPerKwh(31).times(Energy.ofWattHours(1_234));

        assertThat(value.toDecimalString()).isEqualTo("0.38254");
    }

    @Test
    void negativePriceGivesDebit() {
        assertThat(Price.ofMicroPerKwh(-1).times(Energy.ofWattHours(1)))
                .isEqualTo(Money.ofNano(-1));
    }

    @Test
    void overflowThrows() {
        assertThatThrownBy(() -> Price.ofMicroPerKwh(Long.MAX_VALUE).times(Energy.ofWattHours(2)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Price.ofMicroPerKwh(Long.MAX_VALUE).plus(new Price(1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Price.ofCentsPerKwh(Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Energy.ofWattHours(Long.MAX_VALUE).plus(new Energy(1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.ofNano(Long.MIN_VALUE).negated())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void energyIsNeverNegative() {
        assertThatThrownBy(() -> Energy.ofWattHours(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> Energy.ZERO.minus(Energy.ofWattHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void energyKnowsTheSmaller() {
        Energy small = Energy.ofWattHours(3);
        Energy large = Energy.ofWattHours(4);

        assertThat(small.min(large)).isEqualTo(small);
        assertThat(large.min(small)).isEqualTo(small);
        assertThat(large.minus(small)).isEqualTo(Energy.ofWattHours(1));
        assertThat(small).isLessThan(large);
        assertThat(small.minus(small).isZero()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.000000001",
        "420000000, 0.42",
        "-1500000000, -1.5",
        "1000000000000, 1000"
    })
    void moneyTextIsExactBothWays(long nano, String text) {
        assertThat(Money.ofNano(nano).toDecimalString()).isEqualTo(text);
        assertThat(Money.parse(text)).isEqualTo(Money.ofNano(nano));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0.0000000001", "99999999999999999999"})
    void refusesWhatIsNoAmount(String text) {
        assertThatThrownBy(() -> Money.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moneyAddsUp() {
        Money debit = Money.ofNano(5).negated();

        assertThat(debit.plus(Money.ofNano(7)).minus(Money.ofNano(2)).isZero()).isTrue();
        assertThat(debit).isLessThan(Money.ZERO);
    }

    @Test
    void pricesCompareAndShift() {
        Price low = Price.ofMicroPerKwh(-10);

        assertThat(low.isAtMost(Price.ZERO)).isTrue();
        assertThat(low.isAtMost(low)).isTrue();
        assertThat(Price.ZERO.isAtMost(low)).isFalse();
        assertThat(Price.ZERO.minus(low)).isEqualTo(Price.ofMicroPerKwh(10));
        assertThat(low).isLessThan(Price.ZERO);
    }
}
