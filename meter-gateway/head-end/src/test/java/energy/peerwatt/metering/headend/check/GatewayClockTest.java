package energy.peerwatt.metering.headend.check;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.validation.ClockRules;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.ClockState.Deviation;
import energy.peerwatt.metering.protocol.ClockState.Source;
import energy.peerwatt.metering.protocol.ClockState.Sync;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayClockTest {

    private static final Instant TEN = Instant.parse("2026-06-18T10:00:00Z");

    private Optional<GatewayClock> clock = Optional.empty();

    @Test
    void aClockThatFollowsItsReferenceIsNoFinding() {
        assertThat(at(Duration.ZERO, ClockState.MARKET)).isEmpty();
        assertThat(at(Duration.ofHours(1), synced(300, 0))).isEmpty();
        assertThat(at(Duration.ofDays(30), synced(-900, 0))).isEmpty();
    }

    @Test
    void nothingKnownIsSaid() {
        assertThat(at(Duration.ZERO, ClockState.UNKNOWN)).containsExactly(Check.CLOCK_UNKNOWN);
        ClockState never = new ClockState(Source.KERNEL, Sync.NEVER, Optional.empty());
        assertThat(at(Duration.ofSeconds(1), never)).containsExactly(Check.CLOCK_UNKNOWN);
    }

    @Test
    void offFromTenSecondsAndRejectedFromHalfAnInterval() {
        assertThat(at(Duration.ZERO, synced(10_000, 0))).isEmpty();
        assertThat(at(Duration.ofSeconds(1), synced(10_001, 0))).containsExactly(Check.CLOCK_OFF);
        assertThat(at(Duration.ofSeconds(2), synced(10_500, 0))).containsExactly(Check.CLOCK_OFF);
        clock = Optional.empty();
        assertThat(at(Duration.ZERO, synced(-450_000, 0))).containsExactly(Check.CLOCK_OFF);
        assertThat(at(Duration.ofSeconds(1), synced(-450_001, 0)))
                .containsExactly(Check.CLOCK_REJECTED);
    }

    @Test
    void aJumpIsMoreThanItsUncertaintiesExplain() {
        at(Duration.ZERO, synced(0, 500));
        assertThat(at(Duration.ofSeconds(1), synced(3_000, 500))).isEmpty();
        assertThat(at(Duration.ofSeconds(2), synced(-1, 500))).containsExactly(Check.CLOCK_JUMP);
        assertThat(clock.orElseThrow().trend().orElseThrow().at()).isEqualTo(TEN.plusSeconds(2));
    }

    @Test
    void aTrendOfMoreThanTenSecondsADayIsADrift() {
        at(Duration.ZERO, synced(0, 0));
        assertThat(at(Duration.ofMinutes(59), synced(900, 0))).isEmpty();
        assertThat(at(Duration.ofHours(1), synced(416, 0))).isEmpty();
        assertThat(at(Duration.ofHours(2), synced(835, 0))).containsExactly(Check.CLOCK_DRIFT);
        assertThat(at(Duration.ofHours(3), synced(1_251, 0))).isEmpty();
    }

    @Test
    void aLateReadingMovesNoTrendBack() {
        at(Duration.ofDays(2), synced(0, 0));
        assertThat(at(Duration.ZERO, synced(1_500, 0))).isEmpty();
        assertThat(clock.orElseThrow().trend().orElseThrow().at())
                .isEqualTo(TEN.plus(Duration.ofDays(2)));
    }

    private Set<Check> at(Duration after, ClockState state) {
        GatewayClock.Judged judged =
                GatewayClock.next(clock, TEN.plus(after), state, ClockRules.DEFAULTS);
        clock = Optional.of(judged.clock());
        return judged.found().keySet();
    }

    private static ClockState synced(int offsetMillis, int uncertaintyMillis) {
        return new ClockState(
                Source.CHRONY,
                Sync.SYNCHRONISED,
                Optional.of(new Deviation(offsetMillis, uncertaintyMillis)));
    }
}
