package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.ChargerOrders;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.ParkedCar;
import energy.peerwatt.edge.simulator.model.Village;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first evening of the demo: cars come home and the transformer has a rating. */
class EveningTest {

    private static final long MORNING = Instant.parse("2026-06-18T07:00:00Z").getEpochSecond();
    private static final long HOUR = 3_600;
    private static final long QUARTER = 900;

    private static long rating(Blueprint blueprint) {
        return VillageFile.of(blueprint.specs()).area().transformerW();
    }

    /** Mean power of all homes, quarter-hour by quarter-hour; positive is import. */
    private static List<Long> day(Village village) {
        List<Long> means = new ArrayList<>();
        for (long start = MORNING; start < MORNING + 24 * HOUR; start += QUARTER) {
            long ws = 0;
            for (long slice = start; slice < start + QUARTER; slice += Village.SLICE_SECONDS) {
                village.advanceTo(slice);
                for (HomeReading home : village.readings(slice)) {
                    ws += (long) home.flow().gridW() * Village.SLICE_SECONDS;
                }
            }
            means.add(ws / QUARTER);
        }
        return means;
    }

    private static long most(List<Long> means) {
        return means.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private static long least(List<Long> means) {
        return means.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 24, 60, 240})
    void uncoordinatedChargingGoesBeyondTheTransformerAndPanelsDoNot(int homes) {
        Blueprint blueprint = Blueprint.ofSeed(1, homes);
        List<Long> means = day(Village.found(blueprint, MORNING));

        assertThat(most(means)).isGreaterThan(rating(blueprint) * 120 / 100);
        assertThat(-least(means)).isLessThan(rating(blueprint));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 240})
    void withSixAmperesEachTheTransformerHolds(int homes) {
        Blueprint blueprint = Blueprint.ofSeed(1, homes);
        Village village = Village.found(blueprint, MORNING);
        limit(blueprint, village);

        List<Long> means = day(village);

        assertThat(most(means)).isLessThan(rating(blueprint));
    }

    @Test
    void withSixAmperesNoCarMissesItsDeparture() {
        Blueprint blueprint = Blueprint.ofSeed(1, 240);
        Village village = Village.found(blueprint, MORNING);
        limit(blueprint, village);
        Map<Integer, ParkedCar> last = new HashMap<>();
        for (long second = MORNING; second < MORNING + 26 * HOUR; second += 60) {
            village.advanceTo(second);
            for (HomeReading home : village.readings(second)) {
                home.car().ifPresent(car -> last.put(home.home().number(), car));
            }
        }

        assertThat(last).hasSizeGreaterThan(100);
        assertThat(last.values()).allSatisfy(car -> assertThat(car.neededWh()).isZero());
    }

    private static void limit(Blueprint blueprint, Village village) {
        blueprint.specs().stream()
                .filter(home -> home.equipment().hasCharger())
                .forEach(home ->
                        village.order(
                                home.number(),
                                new ChargerOrders(6_000, MORNING + 48 * HOUR, 32_000)));
    }
}
