package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LearnedTimeoutTest {

    private final LearnedTimeout timeout = new LearnedTimeout(Duration.ofSeconds(1));

    @Test
    void startsWithWhatIsConfigured() {
        answers(15, 20);

        assertThat(millis()).isEqualTo(1_000);
    }

    @Test
    void shrinksForAQuickUnitButNotBelowItsFloor() {
        answers(16, 20);
        assertThat(millis()).isEqualTo(200);

        answers(16, 150);
        assertThat(millis()).isEqualTo(600);
    }

    @Test
    void growsForASlowUnit() {
        answers(16, 900);

        assertThat(millis()).isEqualTo(3_600);
    }

    @Test
    void deadUnitCostsLittleAndASlowOneIsStillFound() {
        timeout.timedOut();
        assertThat(millis()).isEqualTo(200);
        timeout.timedOut();
        timeout.timedOut();
        assertThat(millis()).isEqualTo(800);
        timeout.timedOut();
        assertThat(millis()).isEqualTo(1_000);

        answers(1, 600);
        assertThat(millis()).isEqualTo(1_000);
    }

    @Test
    void lostAnswerOfAUnitThatIsAlwaysSlowIsNotFollowedByAWaitThatIsTooShort() {
        answers(16, 600);
        timeout.timedOut();

        assertThat(millis()).isEqualTo(1_200);
    }

    private void answers(int count, long latencyMillis) {
        for (int i = 0; i < count; i++) {
            timeout.answered(latencyMillis * 1_000_000);
        }
    }

    private long millis() {
        return Duration.ofNanos(timeout.nanos()).toMillis();
    }
}
