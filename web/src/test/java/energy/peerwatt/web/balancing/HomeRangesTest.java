package energy.peerwatt.web.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.balancer.model.Connection;
import energy.peerwatt.balancer.model.Home;
import energy.peerwatt.balancer.model.Series;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.testkit.Await;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HomeRangesTest {

    private static final MeteringPointId POINT = new MeteringPointId("AT-TEST-0001");
    private static final DeliveryInterval NOW =
            DeliveryInterval.quarterHourAt(Instant.parse("2026-06-18T10:00:00Z"));
    private static final Series DARK = Series.of(0, 0, 0, 0);

    /** 1 kW, which may be 200 W less or, in its third quarter-hour, 500 W more. */
    private static final HomeRanges.Forecast FORECAST =
            new HomeRanges.Forecast(
                    Series.of(1_000, 1_000, 1_000, 1_000),
                    DARK,
                    new Home.Spread(
                            Series.of(800, 800, 800, 800),
                            Series.of(1_000, 1_000, 1_500, 1_000),
                            DARK,
                            DARK));

    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    private static Home home(int watts) {
        return new Home(
                POINT.value(),
                Connection.L1,
                Series.constant(4, watts),
                new Home.Solar(DARK, false),
                List.of());
    }

    private Optional<HomeRanges.Forecast> computed() {
        threads.add(Thread.currentThread());
        return Optional.of(FORECAST);
    }

    @Test
    void rangesAreComputedRarelyOffTheThreadAndLieAroundWhatIsExpectedNow() {
        try (HomeRanges ranges = new HomeRanges()) {
            assertThat(ranges.around(POINT, home(3_000), NOW).spread()).isEmpty();
            ranges.want(POINT, NOW, this::computed);
            Await.until(
                    "they are there",
                    () -> ranges.around(POINT, home(3_000), NOW).spread().isPresent());

            Home.Spread spread = ranges.around(POINT, home(3_000), NOW.next()).spread().get();
            assertThat(spread.loadLow().toArray()).containsOnly(2_800);
            assertThat(spread.loadHigh().toArray()).containsExactly(3_000, 3_500, 3_000, 3_000);
            assertThat(ranges.around(POINT, home(100), NOW).spread().get().loadLow().toArray())
                    .containsOnly(0);

            ranges.want(POINT, NOW.plus(3), this::computed);
            ranges.want(POINT, NOW.plus(4), this::computed);
            Await.until("an hour later anew", () -> threads.size() == 2);
        }
        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
    }
}
