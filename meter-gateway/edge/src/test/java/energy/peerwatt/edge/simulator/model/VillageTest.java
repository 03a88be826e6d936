package energy.peerwatt.edge.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VillageTest {

    private static final long NOON = Instant.parse("2026-06-18T10:00:00Z").getEpochSecond();
    private static final long HOUR = 3_600;

    @Test
    void tellsTheSameStoryTwice() {
        assertThat(readings(1, NOON + 5 * HOUR)).isEqualTo(readings(1, NOON + 5 * HOUR));
    }

    @Test
    void tellsAnotherStoryForAnotherSeed() {
        assertThat(readings(1, NOON + HOUR)).isNotEqualTo(readings(2, NOON + HOUR));
    }

    @Test
    void doesNotDependOnHowTimeWasAdvanced() {
        Blueprint blueprint = Blueprint.ofSeed(3, 12);
        Village inSteps = Village.found(blueprint, NOON);
        for (long second = NOON; second <= NOON + HOUR; second += 7) {
            inSteps.advanceTo(second);
        }

        Village atOnce = Village.found(blueprint, NOON);
        atOnce.advanceTo(NOON + HOUR);
        inSteps.advanceTo(NOON + HOUR);

        assertThat(inSteps.readings(NOON + HOUR)).isEqualTo(atOnce.readings(NOON + HOUR));
    }

    @Test
    void refusesToReadOutsideItsSlice() {
        Village village = Village.found(Blueprint.ofSeed(1, 2), NOON);

        assertThatThrownBy(() -> village.readings(NOON + Village.SLICE_SECONDS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<HomeReading> readings(long seed, long second) {
        Village village = Village.found(Blueprint.ofSeed(seed, 12), NOON);
        village.advanceTo(second);
        return village.readings(second);
    }
}
