package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Quantity;
import energy.peerwatt.edge.simulator.model.Village;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickSchedulePropertyTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Instant BOUNDARY = Instant.parse("2026-06-18T10:15:00Z");

    private final Random random = new Random(SEED);

    @BeforeAll
    static void tellSeed() {
        System.out.println("-Dseed=" + SEED);
    }

    @ParameterizedTest
    @CsvSource({"1,2", "2,4", "5,10", "7,15", "60,150", "120,300", "225,450", "450,900"})
    void tickIsTheSmallestDivisorOfAQuarterHourThatLastsTwoWallSeconds(int speed, int tick) {
        assertThat(TickSchedule.forSpeed(speed).seconds()).isEqualTo(tick);
    }

    @Test
    void tickIsAtMostAQuarterHour() {
        assertThat(TickSchedule.forSpeed(5_000).seconds()).isEqualTo(900);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 60, 100, 450, 600})
    void anyReadWithinHalfATickOfTheBoundaryShowsTheBoundary(int speed) {
        TickSchedule ticks = TickSchedule.forSpeed(speed);
        long half = Duration.ofSeconds(ticks.seconds()).dividedBy(2).toMillis();
        for (int i = 0; i < 500; i++) {
            Instant read = BOUNDARY.plusMillis(random.nextLong(-half, half));

            assertThat(ticks.shownAt(read)).isEqualTo(BOUNDARY.getEpochSecond());
        }
        assertThat(ticks.refreshOf(BOUNDARY.getEpochSecond()))
                .isEqualTo(BOUNDARY.minusMillis(half));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 450})
    void anyReadShowsTheTrueEnergyAtTheNearestTickRoundedDown(int speed) {
        TickSchedule ticks = TickSchedule.forSpeed(speed);
        Blueprint blueprint = Blueprint.ofSeed(random.nextLong(), 3);
        long start = BOUNDARY.getEpochSecond() - 900;
        for (int i = 0; i < 50; i++) {
            Instant read = Instant.ofEpochSecond(start + 900 + random.nextInt(3_600));
            long shown = ticks.shownAt(read);

            assertThat(Math.abs(2 * (shown - read.getEpochSecond())))
                    .isLessThanOrEqualTo(ticks.seconds());
            HomeReading home = readings(blueprint, start, shown).getFirst();
            long exact = home.counters().wattSeconds(Quantity.IMPORT);
            assertThat(home.wattHours(Quantity.IMPORT)).isEqualTo(Math.floorDiv(exact, 3_600L));
        }
    }

    private static List<HomeReading> readings(Blueprint blueprint, long start, long second) {
        Village village = Village.found(blueprint, start);
        village.advanceTo(second);
        return village.readings(second);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 450, 600, 2_000})
    void metersPublishOnBothSidesOfEveryBoundaryWhileItIsShown(int speed) {
        TickSchedule ticks = TickSchedule.forSpeed(speed);
        PublishSchedule publications = PublishSchedule.forSpeed(speed);
        Instant time = BOUNDARY.minusSeconds(1_000);
        Instant before = time;
        while (!time.isAfter(BOUNDARY)) {
            before = time;
            time = publications.nextAfter(time);
        }

        assertThat(ticks.shownAt(before)).isEqualTo(BOUNDARY.getEpochSecond());
        assertThat(ticks.shownAt(time)).isEqualTo(BOUNDARY.getEpochSecond());
        assertThat(Duration.between(before, BOUNDARY))
                .isCloseTo(Duration.between(BOUNDARY, time), Duration.ofMillis(1));
        assertThat(Duration.between(before, time))
                .isLessThanOrEqualTo(Duration.ofSeconds(speed).plusMillis(1));
    }
}
