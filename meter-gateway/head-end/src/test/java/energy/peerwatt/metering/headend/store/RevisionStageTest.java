package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.Quality;
import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntervalValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionStageTest {

    private static final Instant NOW = Instant.parse("2026-06-30T00:00:00Z");
    private static final Instant TEN = Instant.parse("2026-06-18T10:00:00Z");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void registerGateway() {
        headEnd.register(gateway.identity, NOW).await().atMost(MeteringDatabase.PATIENCE);
    }

    @Test
    void aLateReadingGivesNewVersionsOfTheValuesAroundIt() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2026-06-18T10:20:00Z", 1_200);
        gateway.read("2026-06-18T10:30:00Z", 1_300);
        send();
        gateway.read("2026-06-18T10:15:00Z", 1_001);
        send();

        assertThat(wattHours()).containsExactly(1L, 299L);
        assertThat(values()).allMatch(v -> v.version() == 2 && v.quality() == Quality.ACTUAL);
        assertThat(revisions()).containsExactly("LATE_READING", "LATE_READING");
        assertThat(database.rows("SELECT energy_wh FROM metering.interval_value WHERE version = 1"))
                .extracting(row -> row.getLong(0))
                .containsExactlyInAnyOrder(150L, 150L);
    }

    @Test
    void aLateReadingThatFitsNowhereChangesNothing() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2026-06-18T10:20:00Z", 1_200);
        send();
        gateway.read("2026-06-18T10:14:00Z", 1_201).read("2026-06-18T10:16:00Z", 999);
        gateway.read("2026-06-18T09:59:00Z", 1_000);
        send();

        assertThat(wattHours()).containsExactly(150L);
        assertThat(screened(1)).isEqualTo(3);
        assertThat(revisions()).isEmpty();
        assertThat(database.number("SELECT count(*) FROM metering.late_reading")).isZero();
    }

    @Test
    void ofTwoReadingsAtOneTimeTheNewestCountsAndBothStay() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2026-06-18T10:15:00Z", 1_500);
        send();
        gateway.read("2026-06-18T10:15:00Z", 1_100);
        send();
        assertThat(wattHours()).containsExactly(100L);
        assertThat(revisions()).containsExactly("CORRECTED_READING");
        assertThat(screened(6)).isOne();

        gateway.read("2026-06-18T10:30:00Z", 1_400).read("2026-06-18T10:15:00Z", 1_200);
        send();
        gateway.read("2026-06-18T10:15:00Z", 1_200);
        send();

        assertThat(wattHours()).containsExactly(200L, 200L);
        assertThat(screened(6)).isEqualTo(2);
        assertThat(screened(5)).isOne();
    }

    @Test
    void aCorrectionThatTheConnectionCannotCarryIsNotBelieved() {
        gateway.read("2026-06-18T10:00:00Z", 1_000).read("2026-06-18T10:15:00Z", 1_500);
        send();
        gateway.read("2026-06-18T10:15:00Z", 90_000).read("2026-06-18T10:30:00Z", 1_600);
        send();

        assertThat(wattHours()).containsExactly(500L, 100L);
    }

    @Test
    void theNextIntervalGoesOnFromTheRevisedBoundary() {
        gateway.read("2026-06-18T10:00:00Z", 0).read("2026-06-18T10:14:00Z", 100);
        gateway.read("2026-06-18T10:16:00Z", 300);
        send();
        assertThat(wattHours()).containsExactly(200L);
        gateway.read("2026-06-18T10:15:00Z", 110);
        send();
        gateway.read("2026-06-18T10:30:00Z", 500);
        send();

        assertThat(wattHours()).containsExactly(110L, 390L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverTheOrderOfArrivalTheValuesAreTheSame(long seed) {
        Random random = new Random(seed);
        long register = 0;
        List<long[]> readings = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            readings.add(new long[] {i * 300L + random.nextInt(250), register});
            register += random.nextInt(200);
        }
        readings.forEach(this::read);
        send();
        List<Long> inOrder = wattHours();

        MeteringDatabase.emptied();
        registerGateway();
        gateway.epoch(2);
        read(readings.getFirst());
        read(readings.getLast());
        send();
        List<long[]> between = new ArrayList<>(readings.subList(1, 59));
        Collections.shuffle(between, random);
        for (long[] reading : between) {
            read(reading);
            if (random.nextInt(8) == 0) {
                send();
            }
        }
        read(new long[] {readings.getLast()[0] + 1, register});
        send();

        assertThat(wattHours()).as("seed %d", seed).isEqualTo(inOrder);
    }

    private void read(long[] reading) {
        gateway.read(TEN.plusSeconds(reading[0]).toString(), reading[1]);
    }

    private void send() {
        assertThat(headEnd.accept(gateway.block(), NOW).await().atMost(MeteringDatabase.PATIENCE))
                .isInstanceOf(IntakeResult.Accepted.class);
        database.advance();
    }

    private long screened(int screening) {
        return database.number(
                "SELECT count(*) FROM metering.reading WHERE screening = " + screening);
    }

    private List<String> revisions() {
        return database.rows("SELECT cause FROM metering.value_revision ORDER BY id").stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private List<Long> wattHours() {
        return values().stream().map(value -> value.energy().wattHours()).toList();
    }

    private List<IntervalValue> values() {
        return database.values()
                .values(TestGateway.POINT, Instant.EPOCH, NOW)
                .await()
                .atMost(MeteringDatabase.PATIENCE);
    }
}
