package energy.peerwatt.edge.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A year seen through one day in fifteen. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlausibilityTest {

    private static final int SAMPLE_DAYS = 15;
    private static final int HOMES = 12;
    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private final long[] loadWh = new long[HOMES];
    private final long[] chargerWh = new long[HOMES];
    private final long[] solarWh = new long[HOMES];
    private final Blueprint blueprint = Blueprint.ofSeed(1, HOMES);

    @BeforeAll
    void sampleTheYear() {
        for (int day = 0; day < 365; day += SAMPLE_DAYS) {
            long start = YEAR.plus(day, ChronoUnit.DAYS).getEpochSecond();
            Village village = Village.found(blueprint, start);
            village.advanceTo(start + 86_400);
            List<HomeReading> end = village.readings(start + 86_400);
            for (int i = 0; i < HOMES; i++) {
                Counters initial = blueprint.homes().get(i).initial();
                loadWh[i] += grown(initial, end.get(i), Quantity.LOAD);
                chargerWh[i] += grown(initial, end.get(i), Quantity.CHARGER);
                solarWh[i] += grown(initial, end.get(i), Quantity.GENERATION);
            }
        }
    }

    private static long grown(Counters initial, HomeReading end, Quantity quantity) {
        long grown = end.counters().wattSeconds(quantity) - initial.wattSeconds(quantity);
        return grown / 3_600 * SAMPLE_DAYS;
    }

    @Test
    void homesDrawWhatFamiliesDraw() {
        for (int i = 0; i < HOMES; i++) {
            assertThat((loadWh[i] - chargerWh[i]) / 1_000)
                    .as("kWh a year in home %d", i + 1)
                    .isBetween(2_200L, 6_000L);
        }
    }

    @Test
    void roofsYieldWhatRoofsYieldAtThisLatitude() {
        for (int i = 0; i < HOMES; i++) {
            int peak = blueprint.specs().get(i).equipment().solarWp();
            if (peak > 0) {
                assertThat(solarWh[i] / peak)
                        .as("kWh per kWp and year on roof %d", i + 1)
                        .isBetween(700L, 1_250L);
            }
        }
    }

    @Test
    void theCarChargesAFewThousandKilowattHours() {
        assertThat(chargerWh[5] / 1_000).isBetween(1_500L, 5_500L);
    }

    @Test
    void noSunShinesAtNight() {
        List<Integer> night = new ArrayList<>();
        Village village =
                Village.found(blueprint, Instant.parse("2026-06-18T23:00:00Z").getEpochSecond());
        village.readings(Instant.parse("2026-06-18T23:00:00Z").getEpochSecond())
                .forEach(reading -> night.add(reading.flow().solarW()));

        assertThat(night).containsOnly(0);
    }

    @Test
    void theSunStandsWhereTheAlmanacSays() {
        // Solar noon at the June solstice: elevation 90 - 48.2 + 23.44 degrees, azimuth south.
        Sun solstice = Sun.at(Instant.parse("2026-06-21T10:56:20Z").getEpochSecond());

        assertThat(StrictMath.toDegrees(StrictMath.asin(solstice.up()))).isBetween(65.14, 65.34);
        assertThat(solstice.east()).isBetween(-0.01, 0.01);
        assertThat(solstice.north()).isNegative();
    }
}
