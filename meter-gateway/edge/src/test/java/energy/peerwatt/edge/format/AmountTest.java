package energy.peerwatt.edge.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.edge.device.RegisterValue;
import java.math.BigDecimal;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AmountTest {

    @Test
    void keepsTheStepThatWasWritten() throws Exception {
        assertThat(register("000004.426", Unit.KILOWATT_HOUR))
                .isEqualTo(new RegisterValue(4_426_000, 1_000, 0));
        assertThat(register("12.05", Unit.KILOWATT_HOUR))
                .isEqualTo(new RegisterValue(12_050_000, 10_000, 0));
        assertThat(register("12", Unit.MEGAWATT_HOUR))
                .isEqualTo(new RegisterValue(12_000_000_000L, 1_000_000_000, 0));
        assertThat(register("00032549.5061662", Unit.KILOWATT_HOUR))
                .isEqualTo(new RegisterValue(32_549_506_166L, 1_000, 0));
    }

    @Test
    void stepThatDoesNotFitIsTheCoarsest() throws Exception {
        assertThat(new Amount(7, 3, Unit.MEGAWATT_HOUR).register())
                .isEqualTo(new RegisterValue(7_000_000_000_000L, Integer.MAX_VALUE, 0));
    }

    @Test
    void wattMinutesAreRoundedDown() throws Exception {
        assertThat(register("6472513", Unit.WATT_MINUTE).milliWh()).isEqualTo(107_875_216);
    }

    @Test
    void digitsOfADoubleThatMeanNothingAreDropped() throws Exception {
        Amount amount = Amount.of(new BigDecimal("20.430000305175781250"), Unit.KILOWATT_HOUR);

        assertThat(amount.register(10_000).milliWh()).isEqualTo(20_430_000);
    }

    @Test
    void refusesWhatIsNoDecimalOfAMeter() {
        for (String text : List.of("", "-", "1e3", "1,5", "0x10", "NaN", " 1", "1".repeat(19))) {
            assertRefused(Refusal.NOT_A_NUMBER, () -> Amount.parse(text, Unit.WATT_HOUR));
        }
        assertRefused(
                Refusal.NOT_A_NUMBER,
                () -> Amount.of(new BigDecimal("1e999999999"), Unit.WATT_HOUR));
        assertRefused(Refusal.NOT_A_NUMBER, () -> register("1000000000000", Unit.WATT_HOUR));
        assertRefused(Refusal.NEGATIVE_REGISTER, () -> register("-0.001", Unit.WATT_HOUR));
        assertRefused(Refusal.UNIT_UNKNOWN, () -> register("1", Unit.WATT));
        assertRefused(Refusal.UNIT_UNKNOWN, () -> new Amount(1, 0, Unit.WATT_HOUR).milliwatts());
        assertRefused(Refusal.UNIT_UNKNOWN, () -> Unit.of("kvarh"));
    }

    @Test
    void hugeExponentsCostNothing() throws Exception {
        assertThat(Amount.of(new BigDecimal("0e999999999"), Unit.WATT_HOUR).register().milliWh())
                .isZero();
        assertThat(Amount.of(new BigDecimal("1e-999999999"), Unit.WATT_HOUR).register().milliWh())
                .isZero();
    }

    private static RegisterValue register(String text, Unit unit) throws RefusedException {
        return Amount.parse(text, unit).register();
    }

    private static void assertRefused(Refusal reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(reason));
    }
}
