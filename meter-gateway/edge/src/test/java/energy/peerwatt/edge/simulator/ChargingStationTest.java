package energy.peerwatt.edge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.edge.simulator.model.Blueprint;
import energy.peerwatt.edge.simulator.model.ChargerOrders;
import energy.peerwatt.edge.simulator.model.HomeReading;
import energy.peerwatt.edge.simulator.model.Village;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChargingStationTest {

    private static final long EVENING = Instant.parse("2026-06-18T17:30:00Z").getEpochSecond();
    private static final int SET_CURRENT = 5004;
    private static final int SET_SAFE_CURRENT = 5016;
    private static final int SET_TIMER = 5018;

    private final AtomicLong second = new AtomicLong(EVENING);
    private final ChargingStation station = new ChargingStation(second::get);

    private static HomeReading charging() {
        return Village.found(Blueprint.ofSeed(1, 12), EVENING).readings(EVENING).stream()
                .filter(home -> home.flow().chargerW() > 10_000)
                .findFirst()
                .orElseThrow();
    }

    private static HomeReading away() {
        long noon = Instant.parse("2026-06-18T10:00:00Z").getEpochSecond();
        return Village.found(Blueprint.ofSeed(1, 12), noon).readings(noon).getFirst();
    }

    private static long shown(RegisterImage image, int address) {
        short[] words = image.read(address, 2).orElseThrow();
        return (words[0] & 0xFFFFL) << 16 | (words[1] & 0xFFFFL);
    }

    private boolean write(int address, int word) {
        return station.write(station.image(charging()), address, word).isPresent();
    }

    @Test
    void showsTheCarAtIt() {
        HomeReading home = charging();
        RegisterImage image = station.image(home);

        assertThat(shown(image, 1000)).as("charging").isEqualTo(3);
        assertThat(shown(image, 1004)).as("cable locked in the car").isEqualTo(7);
        assertThat(shown(image, 1020)).isEqualTo(home.flow().chargerW() * 1_000L);
        assertThat(shown(image, 1502)).isEqualTo(home.car().orElseThrow().chargedWh() * 10);
        assertThat(shown(image, 1100)).isEqualTo(16_000);
        assertThat(shown(image, 1602)).as("no timer").isZero();
    }

    @Test
    void showsThatNoCarIsThere() {
        RegisterImage image = station.image(away());

        assertThat(shown(image, 1000)).as("not ready").isEqualTo(1);
        assertThat(shown(image, 1004)).isEqualTo(1);
        assertThat(shown(image, 1020)).isZero();
    }

    @Test
    void valuesAreReadOneByOne() {
        assertThat(station.image(away()).read(1008, 4)).isEmpty();
        assertThat(station.image(away()).read(1000, 1)).isPresent();
    }

    @Test
    void takesWhatTheGuideAllows() {
        assertThat(write(SET_CURRENT, 0)).isTrue();
        assertThat(write(SET_CURRENT, 6_000)).isTrue();
        assertThat(write(SET_CURRENT, 5_999)).isFalse();
        assertThat(write(SET_CURRENT, 32_001)).isFalse();
        assertThat(write(SET_TIMER, 5)).isTrue();
        assertThat(write(SET_TIMER, 4)).isFalse();
        assertThat(write(SET_TIMER, 601)).isFalse();
        assertThat(write(SET_SAFE_CURRENT, 13_000)).isTrue();
        assertThat(write(1100, 6_000)).isFalse();
    }

    @Test
    void fallsBackWhenTheTimerEndsAndUntilACurrentIsSetAgain() {
        write(SET_SAFE_CURRENT, 10_000);
        write(SET_TIMER, 60);
        write(SET_CURRENT, 0);
        assertThat(shown(station.image(charging()), 1000)).as("suspended").isEqualTo(5);
        assertThat(station.changed()).hasValue(new ChargerOrders(0, EVENING + 60, 10_000));
        assertThat(station.changed()).isEmpty();

        second.set(EVENING + 59);
        assertThat(shown(station.image(charging()), 1100)).isZero();
        second.set(EVENING + 60);
        assertThat(shown(station.image(charging()), 1100)).isEqualTo(10_000);

        write(SET_CURRENT, 8_000);
        assertThat(shown(station.image(charging()), 1100)).isEqualTo(8_000);
        assertThat(station.changed()).hasValue(new ChargerOrders(8_000, EVENING + 120, 10_000));
    }

    @Test
    void withoutATimerACurrentHolds() {
        write(SET_CURRENT, 8_000);

        second.set(EVENING + 86_400);
        assertThat(shown(station.image(charging()), 1100)).isEqualTo(8_000);
        assertThat(station.changed()).hasValue(new ChargerOrders(8_000, Long.MAX_VALUE, 0));
    }
}
