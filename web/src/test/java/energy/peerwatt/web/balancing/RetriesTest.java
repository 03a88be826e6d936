package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.AreaId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final AreaId AREA = new AreaId(1);

    private final Retries retries = new Retries();

    private Duration pauseAfterFailureAt(long nanos) {
        retries.failed(AREA, nanos);
        long pause = 0;
        while (!retries.isDue(AREA, nanos + pause)) {
            pause += Duration.ofMillis(500).toNanos();
        }
        return Duration.ofNanos(pause);
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        long now = Long.MAX_VALUE - 5;

        assertThat(retries.isDue(AREA, now)).isTrue();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32}) {
            Duration expected = Duration.ofMillis(500L * seconds);
            assertThat(pauseAfterFailureAt(now)).isEqualTo(expected);
        }
        for (int i = 0; i < 80; i++) {
            assertThat(pauseAfterFailureAt(now)).isEqualTo(Retries.LONGEST);
        }
    }

    @Test
    void anAreaThatWorksBeginsAnewAndOthersDoNotWait() {
        retries.failed(AREA, 0);
        retries.failed(AREA, 0);

        assertThat(retries.isDue(new AreaId(2), 1)).isTrue();
        retries.worked(AREA);
        assertThat(retries.isDue(AREA, 1)).isTrue();
        assertThat(pauseAfterFailureAt(0)).isEqualTo(Retries.FIRST);
    }
}
