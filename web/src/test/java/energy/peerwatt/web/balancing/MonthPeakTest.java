package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.web.registry.Area;
import energy.peerwatt.web.registry.MeteringPoint;
import energy.peerwatt.web.registry.store.Registry;
import energy.peerwatt.web.testkit.MarketTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The month's peak of two homes, one of which is new in it. */
@QuarkusTest
class MonthPeakTest extends MarketTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Inject MonthPeak monthPeak;
    @Inject Registry registry;
    @Inject Pool pool;

    @AfterEach
    void forgetValues() {
        pool.query("DELETE FROM metering.interval_value WHERE metering_point LIKE 'AT-PEAK-%'")
                .execute()
                .await()
                .atMost(TIMEOUT);
    }

    @Test
    void theHighestImportOfTheMonthThatEveryHomeHasValuesOf() {
        home("AT-PEAK-1", "2026-05-31T21:45:00Z", 9_000, 0);
        home("AT-PEAK-1", "2026-05-31T22:00:00Z", 1_000, 0);
        home("AT-PEAK-1", "2026-06-12T10:00:00Z", 2_000, 300);
        home("AT-PEAK-2", "2026-06-12T10:00:00Z", 100, 0);
        home("AT-PEAK-1", "2026-06-17T10:00:00Z", 8_000, 0);
        value("AT-PEAK-2", "2026-06-17T10:00:00Z", "IMPORT", 1, 500);
        List<MeteringPoint> points =
                List.of(
                        point("AT-PEAK-1", "2026-05-01T00:00:00Z"),
                        point("AT-PEAK-2", "2026-06-10T00:00:00Z"));
        Area area = registry.areas().await().atMost(TIMEOUT).getFirst();

        assertThat(monthPeak.reached(area, points).watts())
                .as("1,800 Wh together; before the month and without a value are none")
                .hasValue(7_200);

        value("AT-PEAK-2", "2026-06-17T10:00:00Z", "EXPORT", 1, 0);
        assertThat(monthPeak.reached(area, points).watts()).as("it came late").hasValue(34_000);

        value("AT-PEAK-1", "2026-06-17T10:00:00Z", "IMPORT", 2, 100);
        assertThat(monthPeak.reached(area, points).watts()).as("it was corrected").hasValue(7_200);
    }

    @Test
    void aValueOfAHomeThatIsNotYetServedIsNoOtherHomes() {
        value("AT-PEAK-3", "2026-06-12T10:00:00Z", "IMPORT", 1, 5_000);
        home("AT-PEAK-4", "2026-06-12T10:00:00Z", 3_000, 0);
        home("AT-PEAK-3", "2026-06-13T10:00:00Z", 400, 0);
        MeteringPoint serving = point("AT-PEAK-3", "2026-05-01T00:00:00Z");
        Area area = registry.areas().await().atMost(TIMEOUT).getFirst();

        assertThat(
                        monthPeak
                                .reached(
                                        area,
                                        List.of(
                                                serving,
                                                point("AT-PEAK-4", "2026-06-14T00:00:00Z")))
                                .watts())
                .as("8,000 Wh of which one value is missing and two are not served")
                .hasValue(1_600);
        assertThat(
                        monthPeak
                                .reached(area, List.of(point("AT-PEAK-4", "2026-05-01T00:00:00Z")))
                                .watts())
                .as("other homes, of the same number or not")
                .hasValue(12_000);
        assertThat(monthPeak.watts(area, List.of(serving), Instant.parse("2026-06-30T22:15:00Z")))
                .as("in July, in Vienna, nothing is reached")
                .isZero();
        assertThat(monthPeak.watts(area, List.of(serving), Instant.parse("2026-06-30T22:00:00Z")))
                .isEqualTo(1_600);
    }

    @Test
    void whatIsKnownOfSomeHomesOnlyIsNotKnownOfTheArea() {
        home("AT-PEAK-5", "2026-06-12T10:00:00Z", 2_000, 0);
        List<MeteringPoint> points =
                List.of(
                        point("AT-PEAK-5", "2026-05-01T00:00:00Z"),
                        point("AT-PEAK-6", "2026-05-01T00:00:00Z"));
        Area area = registry.areas().await().atMost(TIMEOUT).getFirst();

        MonthPeak.Reached reached = monthPeak.reached(area, points);

        assertThat(reached.watts()).isEmpty();
        assertThat(reached.quarterHours()).isZero();
        assertThat(monthPeak.watts(area, points, Instant.parse("2026-06-20T00:00:00Z")))
                .as("plans take what the one took as reached")
                .isEqualTo(8_000);

        home("AT-PEAK-6", "2026-06-13T10:00:00Z", 300, 0);
        home("AT-PEAK-5", "2026-06-13T10:00:00Z", 100, 0);
        home("AT-PEAK-6", "2026-06-17T10:00:00Z", 300, 0);
        home("AT-PEAK-5", "2026-06-17T10:00:00Z", 400, 0);
        assertThat(monthPeak.reached(area, points).watts()).hasValue(2_800);
    }

    private MeteringPoint point(String id, String since) {
        MeteringPoint any = registry.meteringPoints().await().atMost(TIMEOUT).getFirst();
        return new MeteringPoint(
                new MeteringPointId(id),
                any.area(),
                any.participant(),
                any.tariffs(),
                any.equipment(),
                Optional.of(Instant.parse(since)));
    }

    private void home(String point, String start, long imported, long exported) {
        value(point, start, "IMPORT", 1, imported);
        value(point, start, "EXPORT", 1, exported);
    }

    private void value(String point, String start, String channel, int version, long wattHours) {
        pool.preparedQuery(
                        """
                        INSERT INTO metering.interval_value (interval_start, metering_point, channel,
                            version, interval_minutes, energy_wh, quality, uncertainty_wh)
                        VALUES ($1, $2, $3, $4, 15, $5, 'MEASURED', 0)
                        """)
                .execute(
                        Tuple.tuple()
                                .addOffsetDateTime(Instant.parse(start).atOffset(ZoneOffset.UTC))
                                .addString(point)
                                .addString(channel)
                                .addInteger(version)
                                .addLong(wattHours))
                .await()
                .atMost(TIMEOUT);
    }
}
