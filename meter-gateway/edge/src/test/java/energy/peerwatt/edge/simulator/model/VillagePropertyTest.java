package energy.peerwatt.edge.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VillagePropertyTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final long START = Instant.parse("2026-03-28T22:00:00Z").getEpochSecond();
    private static final int DAY = 86_400;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void tellSeed() {
        System.out.println("-Dseed=" + SEED);
    }

    @Test
    void energyBalancesAtEverySecond() {
        Village village = Village.found(Blueprint.ofSeed(random.nextLong(), 12), START);
        List<HomeReading> before = village.readings(START);
        for (int tick = 1; tick <= 500; tick++) {
            long second = START + tick * 150L + random.nextInt(150);
            village.advanceTo(second);
            List<HomeReading> after = village.readings(second);
            for (int i = 0; i < after.size(); i++) {
                assertBalance(before.get(i).counters(), after.get(i).counters());
            }
            before = after;
        }
    }

    private static void assertBalance(Counters before, Counters after) {
        long drawn = 0;
        for (Quantity quantity : List.of(Quantity.LOAD, Quantity.CHARGE, Quantity.EXPORT)) {
            drawn += after.wattSeconds(quantity) - before.wattSeconds(quantity);
        }
        long given = 0;
        for (Quantity quantity :
                List.of(Quantity.GENERATION, Quantity.DISCHARGE, Quantity.IMPORT)) {
            given += after.wattSeconds(quantity) - before.wattSeconds(quantity);
        }
        assertThat(drawn).as("load + charge + export").isEqualTo(given);
    }

    @Test
    void countersNeverDecrease() {
        Village village = Village.found(Blueprint.ofSeed(random.nextLong(), 12), START);
        List<HomeReading> before = village.readings(START);
        for (long second = START; second < START + DAY; second += 97) {
            village.advanceTo(second);
            List<HomeReading> after = village.readings(second);
            for (int i = 0; i < after.size(); i++) {
                for (Quantity quantity : Quantity.values()) {
                    assertThat(after.get(i).counters().wattSeconds(quantity))
                            .isGreaterThanOrEqualTo(before.get(i).counters().wattSeconds(quantity));
                }
            }
            before = after;
        }
    }

    @Test
    void continuesFromAnySavedStateAsIfNothingHadHappened() {
        Blueprint blueprint = Blueprint.ofSeed(random.nextLong(), 12);
        Village uninterrupted = Village.found(blueprint, START);
        Village restarted = Village.found(blueprint, START);
        long second = START;
        for (int restart = 0; restart < 20; restart++) {
            second += random.nextInt(6_000);
            uninterrupted.advanceTo(second);
            restarted.advanceTo(second - random.nextInt(60));
            restarted = Village.restore(blueprint, restarted.state());
            restarted.advanceTo(second);

            assertThat(restarted.readings(second)).isEqualTo(uninterrupted.readings(second));
        }
    }

    @Test
    void batteriesStayWithinTheirLimits() {
        Blueprint blueprint = Blueprint.ofSeed(random.nextLong(), 12);
        Village village = Village.found(blueprint, START);
        for (long second = START; second < START + 2 * DAY; second += 110) {
            village.advanceTo(second);
            for (HomeReading reading : village.readings(second - second % 10)) {
                Equipment equipment = reading.home().equipment();
                assertThat(Math.abs(reading.flow().batteryW()))
                        .isLessThanOrEqualTo(equipment.batteryMaxW());
                assertThat(reading.stateOfChargePermille())
                        .isBetween(equipment.hasBattery() ? 49 : 0, 1_000);
            }
        }
    }
}
