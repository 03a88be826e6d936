package energy.peerwatt.metering.headend.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PowerCheckTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final PowerCheck check = new PowerCheck(CheckRules.DEFAULTS);

    @Test
    void registerThatCountsWhatPowerMakesIsNotFound() {
        assertThat(check(HOUR, 3_000, 3_000)).isEmpty();
        assertThat(check(HOUR, 3_000, 2_700)).isEmpty();
        assertThat(check(HOUR, 2_700, 3_000)).isEmpty();
    }

    @Test
    void registerBeyondTheToleranceIsFoundWithItsFigures() {
        assertThat(check(HOUR, 3_000, 2_699))
                .contains("power says 3000 Wh in 60 minutes, the register 2699 Wh");
        assertThat(check(HOUR, 300, 3_000)).isPresent();
        assertThat(check(HOUR, 0, 201)).isPresent();
    }

    @Test
    void littleEnergyOrLittleTimeIsNotJudged() {
        assertThat(check(HOUR, 0, 200)).isEmpty();
        assertThat(check(HOUR.minusMillis(1), 0, 5_000)).isEmpty();
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckRules.Power(101, 0, HOUR, HOUR));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CheckRules.Power(1, -1, HOUR, HOUR));
    }

    private Optional<String> check(Duration covered, long powerWh, long registerWh) {
        return check.check(new PowerCheck.Day(covered, powerWh, registerWh));
    }
}
