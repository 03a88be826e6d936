package energy.peerwatt.metering.headend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScreeningTest {

    private static final Instant NOON = Instant.parse("2026-06-18T12:00:00Z");
    private static final RegisterReading NEWEST = new RegisterReading(NOON, 100);

    @Test
    void usesTheFirstReadingAndEveryLaterOneThatDoesNotDescend() {
        assertThat(Screening.of(null, NEWEST, NOON)).isEqualTo(Screening.USABLE);
        assertThat(screen(1, 100)).isEqualTo(Screening.USABLE);
        assertThat(screen(1, 101)).isEqualTo(Screening.USABLE);
    }

    @Test
    void aDecreaseIsNeverEnergy() {
        assertThat(screen(1, 99)).isEqualTo(Screening.ROLLBACK);
    }

    @Test
    void aReadingThatIsNotNewerIsLate() {
        assertThat(screen(0, 100)).isEqualTo(Screening.LATE);
        assertThat(screen(-1, 90)).isEqualTo(Screening.LATE);
    }

    @Test
    void aReadingFromTheFutureIsUnusable() {
        assertThat(screen(60_000, 100)).isEqualTo(Screening.USABLE);
        assertThat(screen(60_001, 100)).isEqualTo(Screening.FUTURE);
    }

    private static Screening screen(long millisAfter, long registerWh) {
        return Screening.of(
                NEWEST, new RegisterReading(NOON.plusMillis(millisAfter), registerWh), NOON);
    }
}
