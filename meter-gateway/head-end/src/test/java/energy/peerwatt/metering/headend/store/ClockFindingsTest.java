package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.IntakeResult.Accepted;
import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Finding;
import energy.peerwatt.metering.headend.check.GatewayClock;
import energy.peerwatt.metering.headend.check.Severity;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockFindingsTest {

    private static final Instant NOW = Instant.parse("2026-06-18T23:00:00Z");
    private static final Instant TEN = Instant.parse("2026-06-18T10:00:00Z");

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final TestGateway gateway = new TestGateway("gw-1");

    @BeforeEach
    void register() {
        await(headEnd.register(gateway.identity, NOW));
    }

    @Test
    void aClockThatIsOffIsFoundOnceADayAndItsValuesAreEstimates() {
        for (int quarter = 0; quarter < 4; quarter++) {
            send(TEN.plusSeconds(900L * quarter), 1_000 + 10L * quarter, synced(12_345));
        }
        send(TEN.plus(Duration.ofDays(1)), 2_000, synced(12_345));
        database.advance();

        assertThat(found())
                .extracting(Finding::check, Finding::start, Finding::severity)
                .containsExactly(
                        tuple(Check.CLOCK_OFF, TEN, Severity.SUSPECT),
                        tuple(Check.CLOCK_OFF, TEN.plus(Duration.ofDays(1)), Severity.SUSPECT));
        assertThat(found().getFirst().detail())
                .isEqualTo("the gateway's clock was wrong by +12.345 s");
        assertThat(
                        database.number(
                                "SELECT count(*) FROM metering.interval_value"
                                        + " WHERE quality = 'ESTIMATED' AND reasons LIKE '%CLOCK%'"
                                        + " AND interval_start < '2026-06-18T10:45:00Z'"))
                .isEqualTo(3);
    }

    @Test
    void readingsByAClockThatIsHalfAnIntervalOffAreKeptAndNotUsed() {
        send(TEN, 1_000, synced(0));
        send(TEN.plusSeconds(900), 5_000, synced(-500_000));
        send(TEN.plusSeconds(1_800), 1_200, synced(0));
        database.advance();

        assertThat(found())
                .extracting(Finding::check, Finding::severity)
                .contains(tuple(Check.CLOCK_REJECTED, Severity.REJECT));
        assertThat(database.number("SELECT register_wh FROM metering.reading WHERE screening = 8"))
                .isEqualTo(5_000);
        assertThat(database.number("SELECT sum(energy_wh)::bigint FROM metering.interval_value"))
                .isEqualTo(200);
    }

    @Test
    void whatIsKnownOfTheClockOutlivesTheBlock() {
        send(TEN, 1_000, synced(0));
        send(TEN.plusSeconds(60), 1_001, synced(2_500));
        assertThat(found()).extracting(Finding::check).containsExactly(Check.CLOCK_JUMP);

        send(TEN.plusSeconds(7_200), 1_002, synced(4_000));
        assertThat(found())
                .extracting(Finding::check)
                .containsExactlyInAnyOrder(Check.CLOCK_JUMP, Check.CLOCK_DRIFT);

        GatewayClock clock =
                await(new GatewayOverview(database.pool).gateway("gw-1"))
                        .orElseThrow()
                        .clock()
                        .orElseThrow();
        assertThat(clock.at()).isEqualTo(TEN.plusSeconds(7_200));
        assertThat(clock.state()).isEqualTo(synced(4_000));
    }

    @Test
    void aClockOfWhichNothingIsKnownIsToldAndARightOneIsNot() {
        send(TEN, 1_000, synced(20));
        assertThat(found()).isEmpty();

        send(TEN.plusSeconds(60), 1_001, ClockState.UNKNOWN);
        assertThat(found())
                .extracting(Finding::check, Finding::severity)
                .containsExactly(tuple(Check.CLOCK_UNKNOWN, Severity.INFO));
    }

    @Test
    void twoValuesOfOneTimeAreAFindingAndTheSameValueAgainIsNone() {
        send(TEN, 1_000, ClockState.MARKET);
        send(TEN.plusSeconds(900), 1_100, ClockState.MARKET);
        send(TEN.plusSeconds(900), 1_100, ClockState.MARKET);
        database.advance();
        assertThat(found()).isEmpty();

        send(TEN.plusSeconds(900), 1_150, ClockState.MARKET);
        send(TEN.plusSeconds(1_800), 1_200, ClockState.MARKET);
        send(TEN, 9_000, ClockState.MARKET);
        database.advance();

        assertThat(found())
                .extracting(Finding::check, Finding::start, Finding::detail)
                .containsExactly(
                        tuple(
                                Check.CONTRADICTION,
                                TEN,
                                "1000 Wh and later 9000 Wh for 2026-06-18T10:00:00Z"),
                        tuple(
                                Check.CONTRADICTION,
                                TEN.plusSeconds(900),
                                "1100 Wh and later 1150 Wh for 2026-06-18T10:15:00Z"));
        assertThat(
                        database.rows(
                                "SELECT energy_wh FROM metering.interval_value WHERE interval_start"
                                        + " = '2026-06-18T10:00:00Z' ORDER BY version"))
                .extracting(row -> row.getLong(0))
                .as("the newer value counts where it fits")
                .containsExactly(100L, 150L);
    }

    private void send(Instant at, long registerWh, ClockState clock) {
        gateway.read(TestGateway.POINT, Channel.IMPORT, at, registerWh).clock(clock);
        Instant received = at.isAfter(NOW) ? at : NOW;
        assertThat(await(headEnd.accept(gateway.block(), received))).isInstanceOf(Accepted.class);
    }

    private List<Finding> found() {
        return await(
                        new FindingStore(database.pool)
                                .of(TestGateway.POINT, TEN, TEN.plus(Duration.ofDays(2))))
                .stream()
                .map(FindingStore.Recorded::finding)
                .toList();
    }

    private static ClockState synced(int offsetMillis) {
        return new ClockState(
                Source.CHRONY, Sync.SYNCHRONISED, Optional.of(new Deviation(offsetMillis, 10)));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }
}
